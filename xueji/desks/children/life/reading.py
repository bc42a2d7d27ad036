"""What the register knows of one child, in three questions: the child with all its rows, its decisions, its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, CharField, ExpressionWrapper, F, JSONField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, JSONObject
from django.http import Http404

from xueji.cases.models import Decision, Evidence
from xueji.cases.queries import visible_to as cases_visible_to
from xueji.parties.actors import Actor
from xueji.parties.models import JournalEntry
from xueji.records.models import (
    DisciplinaryMeasure,
    Enrollment,
    Entrant,
    NumberAssignment,
    ProblemRecord,
    Student,
    StudentRecord,
)
from xueji.records.models.enrollments import ExitType
from xueji.records.models.numbers import NATIONAL
from xueji.records.queries import present_told_to, students_visible_to
from xueji.vocabulary.parties import Role

HISTORY = "history"
CHANGE_CLASS = "change_class"
TRACKED = (
    *("name", "sex", "birth_date", "document_type", "document_number", "nationality", "ethnicity"),
    *("residency", "as_local_category", "hukou_place", "former_name"),
)


@dataclass(frozen=True)
class Spell:
    """One spell at a school; `until` is the first day no longer in it."""

    pk: int
    record_id: int
    school_id: int
    district_id: int
    school: str
    school_code: str
    campus: str
    campus_id: int
    class_group_id: int | None
    class_group: str
    grade: str
    school_year: int
    seat: int | None
    entry: str
    leaving: str
    since: date
    until: date | None

    @property
    def open(self) -> bool:
        """Whether the child is in it now."""
        return self.until is None


@dataclass(frozen=True)
class Number:
    """One number and the days of its force."""

    scheme: str
    number: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Left:
    """A place has the child no more: since which day, and to which school it was transferred; "" for other ways out."""

    on: date
    to: str


@dataclass(frozen=True)
class Life:
    """The child and everything that its page shows, except what somebody decided or changed.

    With `left`, only what was while the child was there: a former place learns nothing of what came after.
    """

    student: Any
    spells: Sequence[Spell]
    numbers: Sequence[Number]
    records: Sequence[dict[str, Any]]
    admissions: Sequence[dict[str, Any]]
    measures: Sequence[dict[str, Any]] = ()
    problems: Sequence[dict[str, Any]] = ()
    left: Left | None = None

    @property
    def now(self) -> Spell | None:
        """The spell the child is in; None without one."""
        return next((spell for spell in self.spells if spell.open), None)

    @property
    def form(self) -> Any:
        """The 72-item form; None before a record exists, and for a place that the child has left."""
        return None if self.left else getattr(self.student, "form", None)

    def held_by(self, actor: Actor) -> bool:
        """Whether the child is now on the roll of the actor's place: an old school looks, and changes nothing."""
        now = self.now
        if now is None:
            return False
        if actor.role is Role.HOMEROOM_TEACHER:
            return now.class_group_id in actor.class_group_ids
        if actor.school_id:
            return _was_at(now, actor)
        return actor.district_id in (None, now.district_id)


@dataclass(frozen=True)
class Trace:
    """One entry of the history of the identity, or of the journal. `told` is the row, or the journal's detail."""

    at: datetime
    kind: str
    who: str
    on: date | None
    reason: str
    told: dict[str, Any]

    @property
    def day(self) -> date:
        """The city's date, or the machine's where none was kept."""
        return self.on or self.at.date()


def life_of(actor: Actor, pk: int) -> Life:
    """The child with its rows, in one question. Raises Http404: absent and not theirs to see look alike.

    To a place that the child has left only its own past is told (`records.queries.present_told_to`).
    """
    told = ExpressionWrapper(present_told_to(actor), output_field=BooleanField())
    mine = Student.objects.filter(pk=pk, pk__in=students_visible_to(actor).values("pk"))
    student = _dressed(mine).annotate(told_present=told).first()
    if student is None:
        raise Http404
    life = Life(
        student=student,
        spells=[_spell(row) for row in student.told_spells],
        numbers=sorted((_number(row) for row in student.told_numbers), key=lambda one: one.scheme not in NATIONAL),
        records=student.told_records,
        admissions=student.told_admissions,
        measures=[_measure(row) for row in student.told_measures],
        problems=student.told_problems,
    )
    return life if student.told_present else _past_of(life, actor)


def _past_of(life: Life, actor: Actor) -> Life:
    """What a former place may consult: its own spells and admissions; of what came after, where the child went."""
    spells = [spell for spell in life.spells if _was_at(spell, actor)]
    admissions = [told for told in life.admissions if _admitted_at(told, actor)]
    last = next(iter(spells), None)
    until = last.until if last and last.until else date.min
    after = [spell for spell in life.spells if spell.since >= until and spell not in spells]
    moved = last is not None and last.leaving == ExitType.TRANSFER
    to = after[-1].school if moved and after else ""
    return replace(life, spells=spells, admissions=admissions, measures=(), left=Left(until, to))


def _was_at(spell: Spell, actor: Actor) -> bool:
    """Whether a spell was spent at the actor's school or campus, or in its district."""
    if actor.school_id:
        return spell.school_id == actor.school_id and actor.campus_id in (None, spell.campus_id)
    return spell.district_id == actor.district_id


def _admitted_at(told: dict[str, Any], actor: Actor) -> bool:
    key = "school_id" if actor.school_id else "district_id"
    return bool(told[key] == getattr(actor, key))


def decisions_about(actor: Actor, life: Life) -> list[Any]:
    """Every decision in cases about the child that the actor may see, oldest first, each with its case's proofs."""
    entrants, records = ([told["pk"] for told in rows] for rows in (life.admissions, life.records))
    about = Q(entrant_id__in=entrants) | Q(student_record_id__in=records)
    cases = cases_visible_to(actor).filter(about).order_by().values("pk")
    proofs = (
        Evidence.objects.filter(case_id=OuterRef("case_id"))
        .order_by("pk")
        .values(
            told=JSONObject(pk=F("pk"), kind=F("kind"), file=F("attachment__file_name"), attachment=F("attachment_id"))
        )
    )
    found = Decision.objects.filter(case_id__in=cases).select_related("case").annotate(proofs=ArraySubquery(proofs))
    return list(found.order_by("city_date", "at", "pk"))


def history_of(actor: Actor, life: Life) -> list[Trace]:
    """Changes of the identity as the triggers kept them, and the journal's entries about the child, oldest first.

    A change of class stands in the journal of the class with all who were moved: it counts where it names the child.
    """
    student, history = life.student, Student.pgh_event_model  # type: ignore[attr-defined]  # made by pghistory
    identity = history.objects.filter(pgh_obj_id=student.pk).values_list(
        "pgh_created_at",
        Value(HISTORY),
        Cast("pgh_context", JSONField()),
        Value("", output_field=CharField()),
        JSONObject(**{name: F(name) for name in TRACKED}),
    )
    subjects = [f"student:{student.pk}", *(f"entrant:{told['pk']}" for told in life.admissions)]
    classes = {f"class_group:{spell.class_group_id}" for spell in life.spells if spell.class_group_id}
    about = Q(subject__in=subjects) | Q(subject__in=classes, act=CHANGE_CLASS)
    journal = _mine(JournalEntry.objects.filter(about), actor).values_list(
        "at",
        F("act"),
        JSONObject(name=F("account__full_name"), city_date=F("city_date")),
        Cast("reason", CharField()),
        F("detail"),
    )
    records = {told["pk"] for told in life.records}
    rows = sorted([*identity.union(journal, all=True)], key=lambda row: row[0])
    traces = [_trace(*row) for row in rows if row[1] != CHANGE_CLASS or records & set(row[4].get("records", ()))]
    return [trace for trace in traces if life.left is None or trace.day < life.left.on]


def _dressed(students: QuerySet[Student]) -> QuerySet[Any]:
    mine = {"student_id": OuterRef("pk")}
    spells = Enrollment.objects.filter(**mine).order_by("-during", "-pk")
    numbers = NumberAssignment.objects.filter(record__student_id=OuterRef("pk")).order_by("-starts_on", "scheme")
    records = StudentRecord.objects.filter(**mine, removed_at__isnull=True).order_by("-pk")
    admissions = Entrant.objects.filter(**mine).order_by("-school_year", "-pk")
    measures = DisciplinaryMeasure.objects.filter(record__student_id=OuterRef("pk")).order_by("-starts_on", "-pk")
    sides = Q(flagged_record__student_id=OuterRef("pk")) | Q(
        other_record__student_id=OuterRef("pk"), flagged_record__isnull=False
    )
    problems = ProblemRecord.objects.filter(sides, resolved_on__isnull=True).order_by("pk")
    return students.select_related("form").annotate(
        told_spells=ArraySubquery(spells.values(told=JSONObject(**_SPELL))),
        told_numbers=ArraySubquery(numbers.values(told=JSONObject(**_NUMBER))),
        told_records=ArraySubquery(records.values(told=JSONObject(**_RECORD))),
        told_admissions=ArraySubquery(admissions.values(told=JSONObject(**_ADMISSION))),
        told_measures=ArraySubquery(measures.values(told=JSONObject(**_MEASURE))),
        told_problems=ArraySubquery(problems.values(told=JSONObject(pk=F("pk"), found_on=F("found_on")))),
    )


def _mine(entries: QuerySet[JournalEntry], actor: Actor) -> QuerySet[JournalEntry]:
    """What other schools did in their offices is theirs."""
    if actor.school_id:
        return entries.filter(school_id=actor.school_id)
    return entries.filter(district_id=actor.district_id) if actor.district_id else entries


_SPELL = {
    **{name: F(name) for name in ("pk", "record_id", "school_id", "district_id", "campus_id", "class_group_id")},
    "school": F("school__name"),
    "school_code": F("school__code"),
    "campus": F("campus__name"),
    "class_group": F("class_group__name"),
    "grade": F("grade"),
    "school_year": F("school_year"),
    "seat": F("seat_number"),
    "entry": F("entry_type"),
    "leaving": F("exit_type"),
    "since": F("during__startswith"),
    "until": F("during__endswith"),
}
_NUMBER = {"scheme": F("scheme"), "number": F("number"), "since": F("starts_on"), "until": F("ends_on")}
_RECORD = {
    name: F(name)
    for name in (
        *("pk", "standing", "leaving_outcome", "contested", "established_on", "closed_on"),
        *("came_from_province", "went_to_province"),
    )
}
_ADMISSION = {
    **{name: F(name) for name in ("pk", "school_id", "district_id")},
    "school": F("school__name"),
    "grade": F("grade"),
    "school_year": F("school_year"),
    "number": F("registration_number"),
}

_MEASURE = {
    "pk": F("pk"),
    "kind": F("kind"),
    "paper": F("paper_number"),
    "since": F("starts_on"),
    "until": F("ends_on"),
    "lifted": F("lifted_on"),
}


def _spell(row: dict[str, Any]) -> Spell:
    since, until = _day(row["since"]), _day(row["until"])
    return Spell(**{**row, "class_group": row["class_group"] or "", "since": since, "until": until})


def _number(row: dict[str, Any]) -> Number:
    return Number(**{**row, "since": _day(row["since"]), "until": _day(row["until"])})


def _measure(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, **{name: _day(row[name]) for name in ("since", "until", "lifted")}}


def _trace(at: datetime, kind: str, context: dict[str, Any] | None, reason: str, told: dict[str, Any]) -> Trace:
    known = context or {}
    return Trace(at, kind, known.get("name") or "", _day(known.get("city_date")), reason, told)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
