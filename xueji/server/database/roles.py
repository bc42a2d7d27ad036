"""The two roles of design: `xueji_owner` migrates, `xueji_app` is what the program runs as."""

from __future__ import annotations

import psycopg
from psycopg import sql

from xueji.server.database.passwords import Passwords

OWNER_ROLE = "xueji_owner"
APP_ROLE = "xueji_app"
DATABASE = "xueji"

# What a database administrator runs on a server that is not ours; the passwords are theirs to choose.
STATEMENTS_FOR_AN_ADMINISTRATOR = (
    f"CREATE ROLE {OWNER_ROLE} LOGIN PASSWORD '…' NOSUPERUSER NOBYPASSRLS;\n"
    f"CREATE ROLE {APP_ROLE} LOGIN PASSWORD '…' NOSUPERUSER NOBYPASSRLS;\n"
    f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE} ENCODING 'UTF8' TEMPLATE template0;"
)


def make_roles(superuser_url: str, passwords: Passwords) -> None:
    """Make what is missing of the two roles and the database. The owner may create databases, for the tests."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
        for role, password, more in (
            (OWNER_ROLE, passwords.owner, "CREATEDB"),
            (APP_ROLE, passwords.app, "NOCREATEDB"),
        ):
            if role not in present:
                rights = f"CREATE ROLE {{}} LOGIN PASSWORD {{}} NOSUPERUSER NOBYPASSRLS NOCREATEROLE {more}"
                connection.execute(sql.SQL(rights).format(sql.Identifier(role), sql.Literal(password)))
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if not known:
            names = {"db": sql.Identifier(DATABASE), "owner": sql.Identifier(OWNER_ROLE)}
            connection.execute(sql.SQL("CREATE DATABASE {db} OWNER {owner}").format(**names))


def grant_to_app(owner: psycopg.Connection) -> None:
    """Let the program's role use what the owner has made and will make in this database, and make nothing itself."""
    app = sql.Identifier(APP_ROLE)
    database = sql.Identifier(owner.info.dbname)
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        # Bulk loading stages rows in temporary tables.
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app}",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {app}",
    ):
        owner.execute(sql.SQL(statement).format(database=database, app=app))
