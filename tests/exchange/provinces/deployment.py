"""One province in a process of its own: `python -m tests.exchange.provinces.deployment` does what it is told, a line each.

Whatever changes a case goes through the door, by somebody who holds a post there; nothing is written by hand.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from datetime import date
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueji.server.settings")
django.setup()

# ruff: noqa: E402, FBT002 - models are there only once Django is set up; deeds are asked for by lines of JSON

from tests.newcomers import application
from tests.pupils import group_of
from tests.small_city import everything
from xueji.cases.batch.work import Opening, Outcome, Step
from xueji.cases.door import act, open_case
from xueji.cases.models import Case
from xueji.cases.outbox import deliver_owed
from xueji.exchange.border.connecting import our_wire, sync
from xueji.exchange.models import IncomingMessage, OutgoingMessage
from xueji.exchange.seeding.demo import build
from xueji.exchange.seeding.plan import BEIJING, LANTING, Plan
from xueji.parties.actors import Actor, actor_of
from xueji.parties.models import Post, School
from xueji.parties.rulebook import rulebook_in_force, rulebook_of
from xueji.parties.scope import scope
from xueji.records.models import Enrollment, EnrollmentQuota, NumberAssignment, StudentRecord
from xueji.records.schooling import entry_of
from xueji.server.demo.making import live_until as live
from xueji.vocabulary.schooling.grades import Grade

_FOLDER = "tests.exchange.provinces.small_beijing"
_PLANS = {
    "110000": Plan(_FOLDER, BEIJING.jurisdiction, BEIJING.code, BEIJING.name, BEIJING.first_day, 2017, "KB"),
    "990000": LANTING,
}
_TOLD = ("name", "sex", "document_type", "document_number", "nationality", "ethnicity", "hukou_place")


def found(code: str) -> None:
    build(_PLANS[code])


def live_until(day: str) -> str:
    return live(date.fromisoformat(day)).isoformat()


def exchange() -> dict[str, int]:
    """Deliver what is owed, say what is queued, hear what has come, as the worker does every minute."""
    deliver_owed()
    wire = our_wire()
    assert wire is not None
    carried, collected = sync(wire)
    deliver_owed()
    return {"said": carried.handed_over, "heard": collected.stored}


def pupil(school: str, grade: str, residency: str = "") -> dict[str, str]:
    """What a family says of its child: the first one of a grade, and of a residency, that is not on its way already."""
    with everything():
        on_their_way = Case.objects.filter(closed_on=None).exclude(student_record=None).values("student_record")
        here = Enrollment.objects.filter(school__code=school, grade=grade, during__upper_inf=True)
        if residency:
            here = here.filter(record__student__residency=residency)
        spell = here.exclude(record__in=on_their_way).order_by("pk")[0]
        student = spell.record.student
        number = spell.record.numbers.get(scheme="L", ends_on=None).number
    told = {name: getattr(student, name) for name in _TOLD}
    return {**told, "birth_date": student.birth_date.isoformat(), "grade": grade, "national_number": number}


def bring(school: str, told: dict[str, str], class_later: bool = False) -> dict[str, Any]:
    """Apply for a child of another province, with its class or without."""
    actor = _somebody(school__code=school)
    receiving = School.objects.get(code=school)
    left_open = {"class_group": ""} if class_later else {}
    answers = application(receiving, actor, **told, **left_open)
    return _told(open_case(Opening("cross_province_transfer_in", 0, None, answers), actor=actor))


def decide(case: int, event: str = "approve", reason: str = "", with_class: bool = False) -> dict[str, Any]:
    """Whoever holds the case takes a step."""
    with everything():
        held = Case.objects.select_related("school", "entrant").get(pk=case)
    at = {"school": held.holder_school_id} if held.holder_school_id else {"office": held.holder_office_id}
    actor = _somebody(**at)
    answers: dict[str, object] = {}
    if with_class:
        assert held.school
        assert held.entrant
        with scope(actor):
            answers["class_group"] = group_of(held.school, held.entrant.grade).pk
    return _told(act(Step(case, event, answers, reason), actor=actor))


def act_for(school: str, case: int, event: str, reason: str) -> dict[str, Any]:
    """A school takes a step in a case that lies with somebody else now."""
    return _told(act(Step(case, event, {}, reason), actor=_somebody(school__code=school)))


def case_about(number: str) -> dict[str, Any] | None:
    """The last case about the child of a national number, whichever way it goes."""
    with everything():
        ours = Case.objects.filter(student_record__numbers__number=number)
        others = Case.objects.filter(entrant__national_number=number)
        found = (ours | others).exclude(procedure="entry_registration").order_by("pk").last()
        if found is None:
            return None
        state = rulebook_of(found.edition).procedure(found.procedure).state(found.state)
        return {
            "case": found.pk,
            "procedure": found.procedure,
            "state": found.state,
            "label": state.label.zh,
            "outcome": found.outcome,
            "party": found.held_by,
        }


def record_of(number: str) -> dict[str, Any]:
    """The record that carries a national number, with its spells from the first to the last."""
    with everything():
        record = StudentRecord.objects.get(numbers__number=number)
        spells = Enrollment.objects.filter(record=record).select_related("school", "class_group").order_by("during")
        numbers = NumberAssignment.objects.filter(record=record, ends_on=None, scheme__in=("L", "G", "J"))
        return {
            "record": record.pk,
            "standing": record.standing,
            "numbers": [each.number for each in numbers],
            "went_to": record.went_to_province,
            "came_from": record.came_from_province,
            "name": record.student.name,
            "document_number": record.document_number,
            "spells": [
                {
                    "school": spell.school.code,
                    "grade": spell.grade,
                    "open": spell.during.upper_inf,
                    "entry": spell.entry_type,
                    "exit": spell.exit_type,
                    "class": bool(spell.class_group),
                }
                for spell in spells
            ],
        }


def places(school: str, grade: str) -> dict[str, int]:
    """The places of the cohort that sits in a grade."""
    year, entry = entry_of(Grade(grade), 2015)
    with everything():
        row = EnrollmentQuota.objects.get(school__code=school, school_year=year, grade=entry.value, kind="general")
    return {"held": row.held, "taken": row.taken}


def is_reported(number: str) -> bool:
    """Whether the nation has answered a report of the child."""
    with everything():
        said = OutgoingMessage.objects.filter(verb="report", record__numbers__number=number)
        return said.filter(state="acknowledged").exists()


def unsettled() -> list[str]:
    """Every message that waits for a person: what was rejected, and what could not be applied."""
    with everything():
        said = OutgoingMessage.objects.filter(state__in=("rejected", "silent"))
        heard = IncomingMessage.objects.exclude(state="applied")
        return [f"{each.verb} {each.state} {each.answer_text}" for each in said] + [
            f"{each.verb} {each.state} {each.why}" for each in heard
        ]


def _somebody(**at: object) -> Actor:
    """Who decides at a place: its first post that acts in procedures."""
    rulebook = rulebook_in_force().rulebook
    posts = Post.objects.filter(role__in=[role.value for role in rulebook.deciding], **at)
    post = posts.select_related("account", "school", "campus", "office").order_by("pk")[0]
    return actor_of(post, next(party for role, party in rulebook.posts.items() if role.value == post.role))


def _told(outcome: Outcome) -> dict[str, Any]:
    return {"taken": outcome.taken, "case": outcome.case_id, "reasons": [each.rule for each in outcome.reasons]}


_DEEDS: dict[str, Callable[..., Any]] = {
    deed.__name__: deed
    for deed in (
        found,
        live_until,
        exchange,
        pupil,
        bring,
        decide,
        act_for,
        case_about,
        record_of,
        places,
        is_reported,
        unsettled,
    )
}


def main() -> None:
    """Answer line by line until the input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            said = {"answer": _DEEDS[asked["deed"]](**asked["with"])}
        except Exception:  # noqa: BLE001 - whatever went wrong is shown by the test that asked
            said = {"fault": traceback.format_exc()}
        print(json.dumps(said), flush=True)  # noqa: T201 - the answer itself


if __name__ == "__main__":
    main()
