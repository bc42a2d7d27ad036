"""A fault is planted, and a check of the suite must fail; without the fault the same check passes."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

Check = Callable[[], object]


def fails(check: Check) -> bool:
    """Whether a check fails as a test would: by an assertion, by pytest, or by the database's own word.

    Inside a transaction what the check wrote is taken back, so that it can be asked again.
    """
    try:
        if connection.in_atomic_block:
            with transaction.atomic():
                check()
                transaction.set_rollback(True)
        else:
            check()
    except (AssertionError, DatabaseError, psycopg.Error, pytest.fail.Exception):
        return True
    return False


def faults_of_the_city() -> set[str]:
    """What `xueji verify` finds in the open transaction."""
    from tests.small_city import everything  # noqa: PLC0415 - models are there only once Django is set up
    from xueji.server.safekeeping.judging import ask  # noqa: PLC0415

    with everything():
        assert connection.connection is not None
        return {answer.question.name for answer in ask(connection.connection) if not answer.fine}


def must_be_lawful() -> None:
    """A check: the city is as the law wants it."""
    found = faults_of_the_city()
    assert found == set()
