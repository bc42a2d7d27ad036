"""Every procedure of the border, of every edition, is walked through the door to every state of its graph.

Every step of the graph is taken from every state it leads from; the national system's are taken as its actor, as the
inbox takes them. After each the case is looked at, and at every end the whole register is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.conformance.journeys import Journey
from tests.conformance.stories import STORIES
from tests.conformance.town import Town, forgotten_afterwards, later_value, town_of
from tests.small_city import everything
from xueji.cases.models import Case, Effect
from xueji.parties.scope import registry_eyes
from xueji.process.loading import load_rulebook, rulebook_names
from xueji.records.acts.office.national_numbers import allocate
from xueji.records.models import StudentRecord
from xueji.vocabulary.parties import Party

BOOKS = tuple(name for name in rulebook_names() if "cross_province_transfer_in" in load_rulebook(name).procedures)

SAME_ROAD = {"cross_province_continuation_in": "cross_province_transfer_in"}
"""Procedures whose graph is another's, step by step: of these every state is reached, and not by every way."""


@pytest.fixture(scope="module", params=BOOKS)
def town(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    with django_db_blocker.unblock(), town_of(request.param) as town:
        yield town


def as_the_inbox(town: Town) -> object:
    def beside(case: Case, event: str) -> None:
        if event != "number_allocated":
            return
        with everything(), registry_eyes():
            asked = Effect.objects.get(decision__case=case, name="request_number")
            record = StudentRecord.objects.get(pk=asked.payload["record"])
            allocate(record.pk, f"G{record.document_number}", town.today)

    return beside


@pytest.mark.parametrize("key", STORIES)
def test_every_step_leads_where_it_says_and_leaves_a_lawful_register(town: Town, key: str) -> None:
    if key not in town.rulebook.procedures:
        assert town.rulebook.key == "lanting"
        return
    procedure = town.rulebook.procedure(key)
    journey = Journey(town, procedure, as_the_inbox(town), every_step=key not in SAME_ROAD)
    told = [story for story in STORIES[key] if set(story.aims) <= set(procedure.states)]
    for story in told:
        later = later_value(town.rulebook, *story.later) if story.later else nullcontext()
        with later, forgotten_afterwards():
            opened = story.tell(town, key)
            journey.walk(opened.outcome, opened.given, *story.aims)
    assert journey.left == set()
    assert journey.ends == {state.key for state in procedure.states.values() if state.closed}


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize("key", SAME_ROAD)
def test_what_is_said_to_be_the_same_road_is(book: str, key: str) -> None:
    procedures = load_rulebook(book).procedures
    one, other = (
        {(step.frm, step.event, step.by, step.branches, step.then) for step in procedures[each].transitions if step.frm}
        for each in (key, SAME_ROAD[key])
    )
    assert one == other


@pytest.mark.parametrize("book", BOOKS)
def test_no_procedure_of_the_border_is_left_out(book: str) -> None:
    beyond = {Party.NATIONAL_SYSTEM, Party.SERVICE_TEAM}
    crossing = {
        procedure.key
        for procedure in load_rulebook(book).procedures.values()
        if procedure.newcomer or any(beyond & set(step.by) for step in procedure.transitions)
    }
    assert crossing == set(STORIES) & set(load_rulebook(book).procedures)
