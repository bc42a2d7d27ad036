"""R13 for cases: whatever befalls the messages on the wire, the cases end as they do on a wire without faults.

Four children come or go: one is taken in, one is refused after its first application failed its check, one is called
back, one goes to the other province; a fifth is asked for, and the other province thinks better of it.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from django.db import transaction

from tests.exchange.border.messages import arrivals, ours
from tests.exchange.border.wires import Faults, Nation, Wire
from tests.newcomers import HEBEI, bring
from tests.pupils import Schools, approve, clerk, decide, group_of, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.batch.work import Outcome
from xueji.cases.models import Case
from xueji.cases.outbox import deliver_owed
from xueji.exchange.border.courier import carry
from xueji.exchange.border.inbox import collect
from xueji.exchange.border.queries import unsettled_incoming
from xueji.exchange.models import Crossing
from xueji.exchange.models.messages import WAITING_FOR_A_PERSON
from xueji.parties.scope import scope
from xueji.records.models import Enrollment, EnrollmentQuota, NumberAssignment, StudentRecord
from xueji.vocabulary.border.messages import Dispatch
from xueji.vocabulary.border.verbs import FromNation, ToNation

SOAK = os.environ.get("XUEJI_SOAK") == "1"
SEEDS, LOTS = (1_000, 20) if SOAK else (12, 1)
ROUNDS, AT_MOST = 4, 40
LEAVES, STAYS = f"{HEBEI}-1", f"{HEBEI}-2"


@dataclass
class Story:
    """The city's side before anything has crossed: three applications owed, and two children somebody will ask for."""

    city: SmallCity
    schools: Schools
    taken_in: int
    refused: int
    called_back: int
    leaves: StudentRecord
    stays: StudentRecord

    def roads(self) -> dict[str, Any]:
        """How each case stands, by the key under which it is spoken of."""
        with everything():
            found = Crossing.objects.select_related("case")
            return {each.application: (each.case.state, each.case.outcome) for each in found}


@dataclass
class Country(Nation):
    """The nation of `Nation`, which also knows how each application fares."""

    refused: str = ""
    called_back: str = ""

    def _answer(self, said: Dispatch) -> None:
        tell = self.wire.tell
        if said.verb is ToNation.APPLY:
            self._check(said)
        elif said.verb is ToNation.REQUEST_FILE:
            tell(FromNation.FILE_SENT, said.about, {}, said.key)
        elif said.verb is ToNation.WITHDRAW:
            tell(FromNation.WITHDRAWN, said.about, {}, said.key)
        elif said.verb in (ToNation.REVIEW, ToNation.RELEASE_FILE):
            tell(FromNation.RECEIVED, said.about, {}, said.key)
            if said.body.get("last"):
                tell(FromNation.FILE_REQUESTED, said.about, {})
        else:
            super()._answer(said)

    def _check(self, said: Dispatch) -> None:
        about, before = said.about, self.pupils.setdefault(said.about, [])
        before.append(said.key)
        if about == self.refused and len(before) == 1:
            self.wire.tell(FromNation.CHECK_FAILED, about, {"code": "E04", "text": "未查到该生"}, said.key)
            return
        self.wire.tell(FromNation.CHECK_PASSED, about, {}, said.key)
        self._review(about, "school")
        if about == self.called_back:
            return
        self._review(about, "district", approved=about != self.refused)
        if about != self.refused:
            self._review(about, "province")
            self.wire.tell(FromNation.FILE_READY, about, {})

    def _review(self, about: str, level: str, *, approved: bool = True) -> None:
        self.wire.tell(FromNation.REVIEWED, about, {"level": level, "approved": approved, "text": "意见"})


@pytest.mark.parametrize("lot", range(LOTS))
def test_the_cases_end_as_on_a_wire_without_faults_and_every_message_is_accounted_for(
    city: SmallCity, lot: int
) -> None:
    story = _story(city)
    undisturbed = _lived(story, 0, Faults())
    assert sorted(state for state, _ in undisturbed["roads"].values()) == [
        *("application_withdrawn", "sending_district_refused", "student_file_received", "student_file_received"),
        "withdrawal_confirmed",
    ]
    share = SEEDS // LOTS
    for seed in range(lot * share + 1, (lot + 1) * share + 1):
        dice = Random(-seed)  # noqa: S311 - faults of a test
        assert _lived(story, seed, Faults(*(dice.randrange(40) for _ in range(6)))) == undisturbed, seed


def _story(city: SmallCity) -> Story:
    schools = Schools(city)
    cases = []
    for _ in range(3):
        opened = bring(schools.primary, clerk(city, schools.primary))
        assert opened.taken, opened.reasons
        assert approve(city, opened.case_id).taken
        cases.append(opened.case_id)
    group_of(schools.primary, "P3")
    deliver_owed()
    return Story(city, schools, *cases, leaves=pupil(schools.primary), stays=pupil(schools.far_primary))


def _lived(story: Story, seed: int, faults: Faults) -> dict[str, Any]:
    """Live through one schedule and tell how everything ended; then it never was."""
    with transaction.atomic():
        dice, wire = Random(seed), Wire(seed, faults)  # noqa: S311 - a schedule of a test
        refused, called_back = (f"110000-{case}" for case in (story.refused, story.called_back))
        nation = Country(wire, refused=refused, called_back=called_back)
        _ask_for(wire, story.leaves, LEAVES)
        _ask_for(wire, story.stays, STAYS)
        wire.tell(FromNation.APPLICATION_WITHDRAWN, STAYS, {})
        for turn in range(AT_MOST):
            if turn == ROUNDS:
                wire.faults.cut = 0
            if turn >= ROUNDS or dice.randrange(2):
                wire.let_time_pass()
            if not _meet(story, wire, nation, dice if turn < ROUNDS else None) and turn > ROUNDS:
                break
        _all_accounted_for(story, seed, wire)
        ended = _ended(story)
        transaction.set_rollback(True)
    return ended


def _meet(story: Story, wire: Wire, nation: Nation, dice: Random | None) -> bool:
    """Everybody does what is theirs, in an order of chance if there are dice; whether anything is under way still."""
    before = (len(wire.taken), wire.told)
    batch = dice.choice([1, 3, 100]) if dice else 100
    deeds = [lambda: carry(wire, batch=batch), nation.step, lambda: collect(wire, batch=3)]
    if dice:
        dice.shuffle(deeds)
    for deed in deeds:
        deed()
        wire.freeze()
    moved = _act_here(story)
    deliver_owed()
    return moved or (len(wire.taken), wire.told) != before or bool(wire.late) or wire.confirmed < wire.read_upto


def _act_here(story: Story) -> bool:
    """Our schools and districts do what lies on their desks."""
    city, school = story.city, story.schools.primary
    steps: list[Outcome] = []
    with everything():
        states = dict(Case.objects.filter(closed_on__isnull=True).values_list("pk", "state"))
        leaving = Crossing.objects.filter(application=LEAVES).values_list("case_id", flat=True).first()
    if states.get(story.taken_in) == "awaiting_file_request":
        group = group_of(school, "P3").pk
        steps.append(decide(story.taken_in, "request_file", clerk(city, school), class_group=group))
    if states.get(story.refused) == "check_failed":
        steps += [decide(story.refused, "resubmit", clerk(city, school)), approve(city, story.refused)]
    if states.get(story.called_back) == "sending_school_approved":
        steps.append(decide(story.called_back, "withdraw", clerk(city, school), "家长撤回"))
    if states.get(leaving) in ("awaiting_sending_school_review", "sending_school_approved"):
        steps.append(approve(city, leaving))
    assert all(step.taken for step in steps)
    return bool(steps)


def _ask_for(wire: Wire, record: StudentRecord, about: str) -> None:
    with everything():
        number = NumberAssignment.objects.get(record=record, scheme="G").number
        name = record.student.name
    body = {"business": "transfer", "national_number": number, "name": name, "receiving_province": HEBEI}
    more = {"receiving_school": "宣化区第二小学", "grade": "P3", "reason": "户籍迁移"}
    wire.tell(FromNation.APPLICATION_ARRIVED, about, body | more)


def _all_accounted_for(story: Story, seed: int, wire: Wire) -> None:
    """Every message that was told was applied once, or is on the list of a person with a plain reason."""
    came = arrivals()
    whole = {f"N{number + 1:06d}" for number in range(wire.told)}
    assert whole <= {each.number for each in came}, seed
    applied = Counter(each.number for each in came if each.state == "applied")
    assert set(applied.values()) == {1}, seed
    waiting = [each for each in came if each.state != "applied"]
    assert {each.state for each in waiting} <= set(WAITING_FOR_A_PERSON), (seed, {each.state for each in waiting})
    for each in waiting:
        assert each.why, (seed, each.number)
        assert all(told[part][tongue] for told in each.why for part in ("says", "mend") for tongue in ("zh", "en"))
    officer = story.city.city_officer()
    with scope(officer):
        listed = unsettled_incoming(officer, limit=len(came) + 1)
    assert {each.pk for each in listed} == {each.pk for each in waiting}, seed
    assert Counter(each.state for each in came)["unreadable"] == wire.spoiled, seed
    said = ours()
    assert sorted(wire.taken) == sorted(said), seed
    assert {each.state for each in said.values()} <= {"acknowledged", "rejected"}, seed


def _ended(story: Story) -> dict[str, Any]:
    """Cases, children, places, and how our messages were answered: what must not depend on the wire."""
    with everything():
        children = [
            (record.student.name, record.student.document_number, record.standing, record.went_to_province)
            for record in StudentRecord.objects.select_related("student").order_by("student__document_number")
        ]
        spells = Enrollment.objects.order_by("student__document_number", "during")
        numbers = NumberAssignment.objects.filter(scheme="G").order_by("number")
        places = EnrollmentQuota.objects.filter(school=story.schools.primary).order_by("school_year", "grade", "kind")
        return {
            "roads": story.roads(),
            "children": children,
            "spells": list(spells.values_list("student__document_number", "school__code", "grade", "exit_type")),
            "numbers": list(numbers.values_list("number", "ends_on")),
            "places": list(places.values_list("school_year", "grade", "kind", "held", "taken")),
            "answers": Counter((each.verb, each.answer) for each in ours().values()),
        }
