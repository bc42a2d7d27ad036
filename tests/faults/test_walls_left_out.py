"""Scoping forgotten in the program is caught by the database; walls of the database left out, by tests and `verify`."""

from __future__ import annotations

import psycopg
import pytest
from django.db.models import QuerySet

from tests.faults.seeding import fails
from tests.house.worker_database import WorkerDatabase
from tests.pupils import Schools, clerk, pupil
from tests.records import test_constraints as constraints
from tests.small_city import small_city
from xueji.cases import outbox
from xueji.cases.models import Effect, EffectDelivery
from xueji.parties.scope import ScopedManager, scope
from xueji.records.models import Enrollment
from xueji.server.safekeeping.judging import judge


@pytest.fixture
def schools(transactional_db: None) -> Schools:
    schools = Schools(small_city())
    for school in schools.all[:2]:
        pupil(school)
    return schools


def the_list_of_children_shows_the_own_school_alone(schools: Schools) -> None:
    """A check: what a registrar would read, print or export."""
    from xueji.desks.children import asking  # noqa: PLC0415 - the desk whose lists are exported

    actor = clerk(schools.city, schools.primary)
    with scope(actor):
        found = asking.roll_of(asking.Asked(), actor, None)  # type: ignore[arg-type]
        assert {spell.school_id for spell in found} == {schools.primary.pk}


def test_a_scope_filter_dropped_is_caught_by_row_level_security(
    schools: Schools, owner_connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xueji.desks.children import asking  # noqa: PLC0415

    the_list_of_children_shows_the_own_school_alone(schools)
    everybody: QuerySet[Enrollment] = Enrollment._base_manager.filter(during__upper_inf=True)
    monkeypatch.setattr(asking, "visible_to", lambda _: everybody.all())
    the_list_of_children_shows_the_own_school_alone(schools)
    owner_connection.execute("ALTER TABLE records_enrollment DISABLE ROW LEVEL SECURITY")
    assert fails(lambda: the_list_of_children_shows_the_own_school_alone(schools)), "or the check could not fail"


def test_a_query_that_nobody_asks_is_caught(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    check = constraints.test_children_are_never_read_without_somebody_who_asks
    assert not fails(lambda: check(None))
    monkeypatch.setattr(ScopedManager, "get_queryset", lambda manager: QuerySet(manager.model, using=manager._db))
    assert fails(lambda: check(None))


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        ("ALTER TABLE cases_decision DISABLE TRIGGER USER", "triggers_stand"),
        ("DROP INDEX one_open_case_a_student_record", "constraints_stand"),
        ("DROP POLICY of_the_scope ON records_student", "rows_are_guarded"),
    ],
)
def test_a_wall_left_out_is_found(
    transactional_db: None, house_database: WorkerDatabase, owner_connection: psycopg.Connection, fault: str, found: str
) -> None:
    def lawful() -> None:
        assert [answer.question.name for answer in judge(house_database.urls.app) if not answer.fine] == []

    lawful()
    owner_connection.execute(fault)  # type: ignore[call-overload]
    assert fails(lawful)
    assert [answer.question.name for answer in judge(house_database.urls.app) if not answer.fine] == [found]


def test_append_only_switched_off_is_caught_by_its_test(
    transactional_db: None, owner_connection: psycopg.Connection
) -> None:
    check = constraints.test_not_even_the_owner_changes_a_decision
    assert not fails(lambda: check(owner_connection))
    owner_connection.execute("ALTER TABLE cases_effect DISABLE TRIGGER cases_effect_keeps_all")
    assert fails(lambda: check(owner_connection))


def an_effect_that_failed_once_is_delivered_in_the_end(schools: Schools, monkeypatch: pytest.MonkeyPatch) -> None:
    """A check: a handler that breaks at first is asked again, and asked no more once it has done its work."""
    from tests.pupils import apply_for, approve  # noqa: PLC0415

    there, asked = schools.near_primary, []

    def handle(effect: Effect) -> None:
        asked.append(effect.key)
        if len(asked) == 1:
            raise OSError

    key = apply_for(pupil(schools.primary), there, clerk(schools.city, there)).case_id
    for _ in range(2):
        assert approve(schools.city, key).taken
    monkeypatch.setitem(outbox._HANDLERS, "report_to_national_system", handle)
    assert [outbox.deliver_owed() for _ in range(3)] == [0, 1, 0]
    assert len(asked) == 2


def test_an_effect_marked_before_it_is_sent_is_caught(schools: Schools, monkeypatch: pytest.MonkeyPatch) -> None:
    an_effect_that_failed_once_is_delivered_in_the_end(schools, monkeypatch)

    def mark_first(effect: Effect) -> bool:
        EffectDelivery.objects.create(effect=effect, delivered_at=effect.at, attempts=1)
        try:
            outbox._handler(effect.name)(effect)
        except OSError:
            return False
        return False

    monkeypatch.setattr(outbox, "_deliver", mark_first)
    assert fails(lambda: an_effect_that_failed_once_is_delivered_in_the_end(schools, monkeypatch))
