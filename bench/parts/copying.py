"""Bare COPY of rows that exist, into the table they lie in: indexes and history triggers are on, nothing else is done."""

from __future__ import annotations

from django.db import connection, models

from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.records.models import Entrant
from xueji.vocabulary.parties import Party


def columns_of(model: type[models.Model]) -> list[str]:
    """Every column but the key, which the table deals out again."""
    return [field.column for field in model._meta.concrete_fields if not field.primary_key]


def entrant_rows(batch: int, mark: str) -> list[str]:
    """Rows of an import as COPY writes them, `mark` before each registration number: those are unique."""
    names = [f"'{mark}' || registration_number" if name == "registration_number" else name for name in _ENTRANT]
    sql = f"COPY (SELECT {', '.join(names)} FROM records_entrant WHERE batch_id = {batch:d}) TO STDOUT"  # noqa: S608
    with scope(system_actor(Party.ADMISSIONS)), connection.cursor() as cursor, cursor.copy(sql) as out:
        return [bytes(block).decode() for block in out]


def copy_entrants(rows: list[str]) -> None:
    """COPY such rows and commit, which checks their foreign keys.

    Under row-level security a table takes no COPY: the rows go by way of a table of the session, which costs little.
    """
    columns = ", ".join(_ENTRANT)
    with scope(system_actor(Party.ADMISSIONS)), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare_rows ON COMMIT DROP AS TABLE records_entrant WITH NO DATA")
        with cursor.copy(f"COPY bare_rows ({columns}) FROM STDIN") as into:
            into.write("".join(rows))
        cursor.execute(f"INSERT INTO records_entrant ({columns}) SELECT {columns} FROM bare_rows")  # noqa: S608


_ENTRANT = columns_of(Entrant)
