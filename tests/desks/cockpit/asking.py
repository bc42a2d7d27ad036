"""What a page itself asks of the database, without what its frame and the sign-in ask on every page."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.desks.district.people import page

FRAME = ("django_session", "parties_account", "parties_city", "parties_post", "cases_notice")
CONTROL = ("SAVEPOINT", "RELEASE", "SELECT set_config")


def own_queries(client: Client, address: str) -> int:
    """How many statements a page costs, once everything that is kept in memory has been read."""
    page(client, address)
    with CaptureQueriesContext(connection) as asked:
        page(client, address)
    return sum(not _is_frame(query["sql"]) for query in asked)


def _is_frame(statement: str) -> bool:
    table = statement.partition(" FROM ")[2].lstrip("(").split(" ")[0].strip('"')
    return statement.startswith(CONTROL) or table in FRAME or 'FROM "cases_notice"' in statement
