"""Each role of an exchange may do its own part and nothing else; every forbidden verb is tried."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors

from tests.exchange.adapters.conftest import Exchange, Wire, of_database
from tests.exchange.adapters.said import dispatches, every_tidings, pupil
from tests.house.worker_database import WorkerDatabase

_TABLES = ("upload_batch", "upload", "download_batch", "download", "confirmed", "pupil")
_WRITING = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
_MAY = {
    "courier": {
        *(("SELECT", table) for table in _TABLES),
        ("INSERT", "upload_batch"), ("INSERT", "upload"), ("UPDATE", "confirmed"),
    },
    "nation": {
        *(("SELECT", table) for table in _TABLES),
        ("INSERT", "download_batch"), ("INSERT", "download"),
        ("INSERT", "pupil"), ("UPDATE", "pupil"), ("DELETE", "pupil"),
    },
}  # fmt: skip
_TRIED = {
    "INSERT": "INSERT INTO {table} DEFAULT VALUES",
    "UPDATE": "UPDATE {table} SET {column} = {column}",
    "DELETE": "DELETE FROM {table}",
    "TRUNCATE": "TRUNCATE {table} CASCADE",
    "DROP": "DROP TABLE {table} CASCADE",
    "ALTER": "ALTER TABLE {table} ADD COLUMN more text",
    "INDEX": "CREATE INDEX ON {table} ({column})",
    "COPY": "COPY {table} TO PROGRAM 'cat'",
}
_COLUMN = {"confirmed": "upto", "pupil": "xm", "upload": "content", "download": "content"}


def _url(exchange: Exchange, role: str) -> str:
    return exchange.courier if role == "courier" else exchange.nation


@pytest.mark.parametrize(
    ("role", "verb", "table"),
    [(role, verb, table) for role in _MAY for verb in _TRIED for table in _TABLES if (verb, table) not in _MAY[role]],
)
def test_what_a_role_may_not_do_is_refused_by_the_database(
    exchange: Exchange, role: str, table: str, verb: str
) -> None:
    column = _COLUMN.get(table, "digest")
    with psycopg.connect(_url(exchange, role)) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(_TRIED[verb].format(table=table, column=column))  # type: ignore[arg-type]


@pytest.mark.parametrize("role", _MAY)
def test_the_granted_rights_are_exactly_those_that_are_wanted(exchange: Exchange, role: str) -> None:
    query = (
        "SELECT t.name, p.name FROM unnest(%s::text[]) t(name), unnest(%s::text[]) p(name)"
        " WHERE CASE WHEN p.name IN ('DELETE', 'TRUNCATE', 'TRIGGER')"
        " THEN has_table_privilege(t.name, p.name) ELSE has_any_column_privilege(t.name, p.name) END"
    )
    with psycopg.connect(_url(exchange, role)) as connection:
        found = connection.execute(query, [list(_TABLES), ["SELECT", *_WRITING]]).fetchall()
    assert {(verb, table) for table, verb in found} == _MAY[role]


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        (
            "courier",
            "INSERT INTO upload (batch, number, kind, subject, content, written_at) VALUES (1,'','','','',now())",
        ),
        ("courier", "INSERT INTO upload_batch (number, rows, digest, signature, written_at) VALUES (9,1,'','',now())"),
        (
            "nation",
            "INSERT INTO download (batch, number, kind, subject, content, written_at) VALUES (1,'','','','',now())",
        ),
        ("courier", "UPDATE confirmed SET one_row = true"),
        ("courier", "SELECT setval('upload_seq_seq', 1)"),
        ("nation", "SELECT setval('download_seq_seq', 1)"),
        ("courier", "CREATE TABLE more (x int)"),
        ("nation", "CREATE SCHEMA more"),
        ("courier", "CREATE TEMPORARY TABLE more (x int)"),
        ("nation", "CREATE ROLE more"),
        ("nation", "CREATE DATABASE more"),
        ("courier", "SELECT pg_read_file('PG_VERSION')"),
        ("nation", "SELECT rolpassword FROM pg_authid"),
    ],
)
def test_no_role_forges_places_and_moments_or_reaches_beyond_the_tables(
    exchange: Exchange, role: str, statement: str
) -> None:
    with (
        psycopg.connect(_url(exchange, role), autocommit=True) as connection,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        connection.execute(statement)  # type: ignore[arg-type]


def test_neither_role_may_take_the_other_ones_place_or_cut_its_sessions(exchange: Exchange) -> None:
    for mine, other in (("courier", "nation"), ("nation", "courier")):
        with (
            psycopg.connect(_url(exchange, other)) as victim,
            psycopg.connect(_url(exchange, mine), autocommit=True) as connection,
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(f"SET ROLE {exchange.name}_{other}")  # type: ignore[arg-type]
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute("SELECT pg_terminate_backend(%s)", [victim.info.backend_pid])


@pytest.mark.parametrize("role", _MAY)
def test_no_role_of_an_exchange_enters_the_registrys_database(
    exchange: Exchange, house_database: WorkerDatabase, role: str
) -> None:
    # The template is prepared as the registry's database is; rights of a database do not come along with its copies.
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(of_database(_url(exchange, role), house_database.template))


def test_the_registrys_own_roles_do_not_enter_an_exchange(exchange: Exchange, house_database: WorkerDatabase) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(of_database(house_database.urls.app, exchange.name))


def test_both_roles_suffice_for_all_that_the_wires_do(wire: Wire) -> None:
    wire.ours.hand_over(dispatches(2))
    assert len(wire.theirs.take(after=0, limit=9)) == 2
    wire.theirs.tell(every_tidings())
    wire.theirs.show_holdings([pupil()], ["absent"])
    wire.ours.confirm(upto=wire.ours.collect(after=0, limit=1)[0].sequence)
    assert list(wire.ours.holdings()) == [pupil()]
