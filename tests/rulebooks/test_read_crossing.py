"""The road across the provinces: the names of S16–S18, reports in any order, places that are never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueji.process.compiled import CompiledProcedure
from xueji.process.decision import Accepted, decide
from xueji.process.loading import load_rulebook
from xueji.rulebooks.national.labels import CROSSING_LABELS
from xueji.rulebooks.national.procedures.reports import REVIEWERS, STATIONS
from xueji.vocabulary.facts.arrival import ArrivalFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.stages import StageGroup

BOOKS = ("beijing_2015", "beijing_2021", "lanting")
INWARD = ("cross_province_transfer_in", "cross_province_continuation_in")
ROADS = {f"{book}-{key}": load_rulebook(book).procedure(key) for book in BOOKS for key in INWARD}
FIT = ArrivalFacts(
    stage_group=StageGroup.COMPULSORY,
    residency=Residency.LOCAL,
    identity_taken=False,
    problem_open=False,
    receiving_is_model=False,
    class_fits=True,
    became_final=False,
    sent_before=True,
)


def test_the_names_of_s16_to_s18_are_word_for_word_those_of_the_inward_road() -> None:
    for key in INWARD:
        states = load_rulebook("beijing_2015").procedure(key).states.values()
        assert {state.label.zh for state in states if not state.ours} == CROSSING_LABELS | {"市级审核不通过"}


def test_only_what_the_slides_do_not_name_is_marked_as_ours() -> None:
    states = load_rulebook("beijing_2015").procedure("cross_province_transfer_in").states
    assert {key for key, state in states.items() if state.ours} == {
        "sent_back_by_receiving_district",
        "sent_back_by_city",
        "awaiting_resubmission_by_service_team",
        "withdrawn_before_sending",
        "sent_back_when_stuck",
    }


@pytest.mark.parametrize("name", ROADS)
def test_from_every_station_every_later_report_leads_on_and_no_earlier_one_exists(name: str) -> None:
    road = ROADS[name]
    stations = ["sent_to_sending_province", *(station for _, station, _ in STATIONS)]
    for rank, here in enumerate(stations):
        for place, (event, to, _) in enumerate(STATIONS):
            found = road.transition(here, event)
            assert (found is not None) == (place >= rank), (here, event)
            assert found is None or found.targets == (to,)
        for number, key, _ in REVIEWERS:
            refusal = road.transition(here, f"{key}_refused")
            assert (refusal is not None) == (number >= rank), (here, key)


@pytest.mark.parametrize("name", ROADS)
def test_whatever_the_other_province_holds_can_be_ended_by_the_nation(name: str) -> None:
    road = ROADS[name]
    waiting = {key for key, state in road.states.items() if state.held_by is Party.NATIONAL_SYSTEM}
    assert {key for key in waiting if road.transition(key, "aborted") is None} == set()


@pytest.mark.parametrize("name", ROADS)
def test_nobody_counts_the_days_of_the_other_province(name: str) -> None:
    for state in ROADS[name].states.values():
        outside = state.held_by is Party.NATIONAL_SYSTEM
        assert (state.clock is None) == (outside or state.closed is not None), state.key
        assert not outside or state.no_clock_because is not None


def steps(procedure: CompiledProcedure, state: str, facts: ArrivalFacts) -> list[Accepted]:
    verdicts = [
        decide(procedure, state=state, event=item.event, by=party, facts=facts)
        for item in procedure.transitions_from(state)
        for party in item.by
    ]
    return [verdict for verdict in verdicts if isinstance(verdict, Accepted)]


@pytest.mark.parametrize("name", ROADS)
@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_every_walk_sends_before_it_mirrors_and_ends_with_the_place_taken_or_free(
    name: str, data: st.DataObject
) -> None:
    procedure = ROADS[name]
    state, sent, held, deeds = "receiving_school_approved", False, True, []
    stage = data.draw(st.sampled_from(StageGroup))
    for _ in range(30):
        if procedure.state(state).closed is not None:
            break
        facts = replace(FIT, stage_group=stage, sent_before=sent, became_final=data.draw(st.booleans()))
        possible = steps(procedure, state, facts)
        assert possible, state
        step = data.draw(st.sampled_from(possible))
        if step.transition.by == (Party.NATIONAL_SYSTEM,):
            assert sent, (state, step.transition.event)
        assert ("send_application" in step.owe) == (step.to == "sent_to_sending_province")
        sent = sent or "send_application" in step.owe
        held = held and not {"release_place", "take_held_place"} & set(step.do)
        deeds += step.do
        state = step.to
    if procedure.state(state).closed is not None:
        assert not held, state
        assert ("establish_arrival" in deeds) == (state == "student_file_received")
        assert sum(deeds.count(deed) for deed in ("release_place", "take_held_place")) == 1
