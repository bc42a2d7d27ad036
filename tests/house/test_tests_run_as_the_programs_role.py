"""The tests themselves: a superuser or an owner passes every policy, and tests run as one could not fail."""

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.house.worker_database import WorkerDatabase

pytestmark = pytest.mark.django_db


def test_the_role_is_neither_superuser_nor_free_of_policies() -> None:
    """Row-level security binds neither of these two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("xueji_app", False, False)


def test_the_role_owns_no_table_and_not_the_database() -> None:
    """An owner passes policies that are not forced, and may change what protects the rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
            " UNION ALL SELECT count(*) FROM pg_database WHERE pg_get_userbyid(datdba) = current_user"
        )
        assert cursor.fetchall() == [(0,), (0,)]


@pytest.mark.parametrize(
    "forbidden",
    ["CREATE TABLE made_by_the_program (id int)", "TRUNCATE django_content_type", "DROP TABLE django_content_type"],
)
def test_the_role_can_neither_make_nor_empty_tables(forbidden: str) -> None:
    """What protects the rows must not be in the hands of the program."""
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(forbidden)


def test_it_cannot_pretend_to_be_prepared() -> None:
    """The mark that says "migrated" is the owner's word."""
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE xueji_prepared SET mark = 'x'")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_transactional_test_leaves_nothing_behind(turn: str, house_database: WorkerDatabase) -> None:
    """Each of the two turns commits the same unique row and finds the rows that migrations made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_content_type")
        assert cursor.fetchone() != (0,), turn
        cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('left', 'behind')")
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone() == (house_database.name,)
