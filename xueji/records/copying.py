"""Rows by the thousand go in by COPY: keys are reserved first, triggers and constraints hold as for any insert."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def reserve_keys(model: type[models.Model], count: int) -> list[int]:
    """Take `count` keys from the table's own sequence, in ascending order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_in(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY `rows` into the table of `model`, columns in the order of `fields`; return how many went in.

    Values are Python objects that psycopg knows; JSON goes in as text already dumped. Raises IntegrityError.
    """
    column_of = {name: field.column for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    columns = ", ".join(f'"{column_of[name]}"' for name in fields)
    table = model._meta.db_table
    if not _under_row_security(table):
        return _copy(f'COPY "{table}" ({columns}) FROM STDIN', rows)
    # PostgreSQL takes no COPY into a table under row-level security: the rows wait in a table of this session.
    waiting = f"waiting_{table}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE TEMP TABLE IF NOT EXISTS "{waiting}" AS TABLE "{table}" WITH NO DATA')
        written = _copy(f'COPY "{waiting}" ({columns}) FROM STDIN', rows)
        # Every name comes from the model.
        cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{waiting}"')  # noqa: S608
        cursor.execute(f'TRUNCATE "{waiting}"')
    return written


def _copy(sql: str, rows: Iterable[Sequence[Any]]) -> int:
    written = 0
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(sql) as copy:
        for row in rows:
            copy.write_row(row)
            written += 1
    return written


@cache
def _under_row_security(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
        return bool(cursor.fetchone()[0])
