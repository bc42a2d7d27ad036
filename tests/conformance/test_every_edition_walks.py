"""Every procedure of every edition is opened, walked and closed through the door on PostgreSQL (design.md §3).

The walk knows no edition: it takes whatever steps the rulebook offers, with answers made from what each step asks.
"""

from datetime import date, timedelta

import pytest

from tests.papers import PROOF as PDF
from tests.small_city import SmallCity, small_city
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.acts.office.exceptions import grant_exception
from xueji.cases.acts.office.training import move_training_clock
from xueji.cases.batch.work import Step
from xueji.cases.door import act
from xueji.cases.door.offers import offers
from xueji.cases.facts import can_gather
from xueji.cases.models import Case
from xueji.cases.queries import visible_to
from xueji.parties.actors import Actor
from xueji.parties.scope import scope
from xueji.process.compiled import Transition
from xueji.process.decision import Accepted
from xueji.process.loading import load_rulebook, rulebook_names
from xueji.process.notation import Ask, Proof, Subject
from xueji.records.models import Entrant
from xueji.vocabulary.facts.entry import ExceptionKind

MOST_STEPS = 12
EDITIONS = [
    (name, key)
    for name in rulebook_names()
    for key, procedure in load_rulebook(name).procedures.items()
    if procedure.about is Subject.ENTRANT
    and not procedure.newcomer
    and can_gather(procedure)
    and load_rulebook(name).rulebook.in_force_from <= date(2015, 9, 1)
]


@pytest.fixture(params=EDITIONS, ids="-".join)
def edition(request: pytest.FixtureRequest, db: None) -> tuple[SmallCity, str, str]:
    name, key = request.param
    return small_city(jurisdiction=load_rulebook(name).rulebook.jurisdiction), name, key


def answers_to(transition: Transition, city: SmallCity, actor: Actor) -> dict[str, object]:
    given: dict[str, object] = {}
    for asked in transition.asks:
        if isinstance(asked, Proof):
            given[asked.key] = attach_evidence(actor=actor, file_name="证明.pdf", content=PDF).pk
        elif isinstance(asked, Ask) and asked.kind == "class_group":
            given[asked.key] = city.classes["P1"].pk
        elif isinstance(asked, Ask) and asked.kind == "school":
            given[asked.key] = city.schools[1].pk
        elif isinstance(asked, Ask) and asked.kind == "date":
            given[asked.key] = "2015-09-08"
        elif isinstance(asked, Ask) and isinstance(asked.choices, tuple) and asked.choices:
            given[asked.key] = asked.choices[0][0]
        else:
            given[asked.key] = "x"
    return given


def walk(city: SmallCity, entrant: Entrant, actors: list[Actor], aim: str) -> Case:
    """Take offered steps breadth-first by the graph until the case reaches `aim`."""
    for _ in range(MOST_STEPS):
        with scope(actors[0]):
            case = Case.objects.get(entrant=entrant)
        if case.state == aim:
            return case
        taken = any(_one_step(city, case, actor, aim) for actor in actors)
        assert taken, f"nothing leads from {case.state} to {aim}"
    raise AssertionError(f"{aim} was not reached in {MOST_STEPS} steps")


def _one_step(city: SmallCity, case: Case, actor: Actor, aim: str) -> bool:
    procedure = load_rulebook(case.edition).procedure(case.procedure)
    with scope(actor):
        mine = list(visible_to(actor).filter(pk=case.pk))
        offered = offers(mine, actor).get(case.pk, [])
        for offer in offered:
            nearer = any(
                distance(procedure, to, aim) < distance(procedure, case.state, aim) for to in offer.transition.targets
            )
            if nearer and (isinstance(offer.verdict, Accepted) or offer.transition.asks):
                given = answers_to(offer.transition, city, actor)
                if act(Step(case.pk, offer.transition.event, given, "依据材料办理"), actor=actor).taken:
                    return True
    return False


def distance(procedure: object, state: str, aim: str) -> int:
    """Steps from a state to another in the graph of the procedure, timers left out."""
    reached, frontier, steps = {state}, {state}, 0
    while frontier:
        if aim in frontier:
            return steps
        steps += 1
        frontier = {
            to
            for here in frontier
            for item in procedure.transitions_from(here)  # type: ignore[attr-defined]
            if "clock" not in item.by and "admissions" not in item.by
            for to in item.targets
        } - reached
        reached |= frontier
    return 1_000


@pytest.mark.parametrize("aim", ["established", "not_enrolled", "withdrawn", "deferred", "given_back", "unregistered"])
def test_it_reaches_every_kind_of_end(edition: tuple[SmallCity, str, str], aim: str) -> None:
    city, name, key = edition
    procedure = load_rulebook(name).procedure(key)
    assert aim in procedure.states, f"{name} has no state {aim}"
    (entrant,) = city.entrants(1)
    city.classes["P1"] = city.class_group()
    actors = [city.actor(), city.district_officer(), city.city_officer()]
    if aim == "unregistered":
        with scope(actors[0]):
            case = Case.objects.get(entrant=entrant)
            assert act(Step(case.pk, "claim"), actor=actors[0]).taken
    if aim in {"not_enrolled", "unregistered"}:
        with scope(actors[2]):
            move_training_clock(actor=actors[2], to=date(2015, 9, 17))
    case = walk(city, entrant, actors, aim)
    assert case.edition == name
    state = procedure.state(aim)
    assert (case.closed_on is not None) == (state.closed is not None)
    assert case.outcome == (state.closed or "")


def test_the_office_the_rulebook_names_grants_late_entry(edition: tuple[SmallCity, str, str]) -> None:
    city, _, _ = edition
    (entrant,) = city.entrants(1)
    city.classes["P1"] = city.class_group()
    actors = [city.actor(), city.district_officer(), city.city_officer()]
    with scope(actors[2]):
        move_training_clock(actor=actors[2], to=date(2015, 9, 17))
        grant_exception(
            actor=actors[2], reason="批准", kind=ExceptionKind.LATE_ENTRY_REGISTRATION, paper_number="第1号",
            starts_on=date(2015, 9, 17), ends_on=date(2015, 9, 17) + timedelta(days=20), entrants=[entrant],
        )  # fmt: skip
    assert walk(city, entrant, actors, "established").outcome == "approved"
