"""Bare COPY of rows that exist, into the table they lie in: indexes and history triggers are on, nothing else is done."""

from __future__ import annotations

from django.db import connection, models

from xueji.records.models import Entrant


def columns_of(model: type[models.Model]) -> list[str]:
    """Every column but the key, which the table deals out again."""
    return [field.column for field in model._meta.concrete_fields if not field.primary_key]


def entrant_rows(batch: int, mark: str) -> list[str]:
    """Rows of an import as COPY writes them, `mark` before each registration number: those are unique."""
    names = [f"'{mark}' || registration_number" if name == "registration_number" else name for name in _ENTRANT]
    sql = f"COPY (SELECT {', '.join(names)} FROM records_entrant WHERE batch_id = {batch:d}) TO STDOUT"  # noqa: S608
    with connection.cursor() as cursor, cursor.copy(sql) as out:
        return [bytes(block).decode() for block in out]


def copy_entrants(rows: list[str]) -> None:
    """COPY such rows and commit, which checks their foreign keys."""
    sql = f"COPY records_entrant ({', '.join(_ENTRANT)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(sql) as into:
        into.write("".join(rows))


_ENTRANT = columns_of(Entrant)
