"""Random walks over entry registration: nobody gets stuck, and a place is held, taken or free, never lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xueji.process.compiled import CompiledProcedure
from xueji.process.decision import Accepted, decide
from xueji.process.loading import load_rulebook
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource, EntryFacts, ExceptionKind, PriorRecord
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade

ENTRIES = {name: load_rulebook(name).procedure("entry_registration") for name in ("beijing_2015", "lanting")}
MAYBE = st.sampled_from([True, False, None])
ENTRY_GRADES = st.sampled_from([grade for grade in Grade if grade.is_entry])


@st.composite
def any_facts(draw: st.DrawFn) -> EntryFacts:
    grade = draw(ENTRY_GRADES)
    return EntryFacts(
        stage=grade.stage,
        grade=grade,
        residency=draw(st.sampled_from([*Residency, None])),
        admission_kind=draw(st.sampled_from(AdmissionKind)),
        source=draw(st.sampled_from(AdmissionSource)),
        confirmed=draw(st.booleans()),
        registration_open=draw(st.booleans()),
        deferral_open=draw(st.booleans()),
        exceptions=draw(st.frozensets(st.sampled_from(ExceptionKind))),
        place_free=draw(MAYBE),
        foreign_place_free=draw(MAYBE),
        foreign_license=draw(MAYBE),
        problem_open=draw(st.booleans()),
        identity_taken=draw(st.booleans()),
        prior_record=draw(st.sampled_from(PriorRecord)),
        until_valid=draw(MAYBE),
        class_fits=draw(MAYBE),
        untouched=draw(st.booleans()),
        due_passed=draw(st.booleans()),
        target_fits=draw(MAYBE),
    )


def steps(procedure: CompiledProcedure, state: str, facts: EntryFacts) -> list[Accepted]:
    """List everything that anybody can do in a state with these facts."""
    verdicts = [
        decide(procedure, state=state, event=item.event, by=party, facts=facts)
        for item in procedure.transitions_from(state)
        for party in item.by
    ]
    return [verdict for verdict in verdicts if isinstance(verdict, Accepted)]


@pytest.mark.parametrize("name", ENTRIES)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_an_open_case_always_has_a_way_on_and_never_loses_a_place(name: str, data: st.DataObject) -> None:
    procedure = ENTRIES[name]
    opened = decide(procedure, state=None, event="open", by=Party.ADMISSIONS, facts=data.draw(any_facts()))
    assert isinstance(opened, Accepted)
    state, held, taken = opened.to, False, False
    for _ in range(12):
        if procedure.state(state).closed is not None:
            break
        facts = replace(data.draw(any_facts()), holds_place=held)
        possible = steps(procedure, state, facts)
        # The district can always withdraw an admission: that is the way on which no fact can bar.
        assert possible, (state, facts)
        step = data.draw(st.sampled_from(possible))
        for deed in step.do:
            if deed == "hold_place":
                assert not held, (state, step.transition.event)
                held = True
            elif deed == "release_place":
                assert held, (state, step.transition.event)
                held = False
            elif deed == "take_held_place":
                assert held, (state, step.transition.event)
                held, taken = False, True
        state = step.to
    closed = procedure.state(state).closed
    assert not (closed and held), f"closed in {state} and still holding a place"
    assert taken == (state == "established")


@pytest.mark.parametrize("name", ENTRIES)
@given(facts=any_facts())
@settings(max_examples=150, deadline=None)
def test_nothing_unknown_or_broken_ever_makes_a_record(name: str, facts: EntryFacts) -> None:
    verdict = decide(ENTRIES[name], state="registered", event="assign", by=Party.SCHOOL, facts=facts)
    if isinstance(verdict, Accepted):
        assert verdict.unknown == ()
        assert facts.class_fits
        assert not facts.problem_open
        assert not facts.identity_taken
        assert facts.source is AdmissionSource.FEED or facts.confirmed
        assert facts.grade is Grade.P1 or facts.prior_record is PriorRecord.STAGE_CLOSED


@pytest.mark.parametrize("name", ENTRIES)
@given(facts=any_facts())
@settings(max_examples=100, deadline=None)
def test_equal_facts_give_equal_verdicts(name: str, facts: EntryFacts) -> None:
    twin = replace(facts)
    for item in ENTRIES[name].transitions:
        one, two = (
            decide(ENTRIES[name], state=item.frm, event=item.event, by=item.by[0], facts=each) for each in (facts, twin)
        )
        assert one == two
