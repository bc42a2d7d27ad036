"""Whom a paper names, as far as they are the reader's own, and where each of them stands now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from xueji.cases.models import Case, GrantedException, GrantedExceptionSubject
from xueji.cases.queries import ENTRY, at_desk, exception_subjects_visible_to, visible_to
from xueji.desks.access import level_of_desk
from xueji.desks.cases.standing import left_until, state_tag
from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Cell, Column, Link, Row, Tag
from xueji.desks.district.asking import address
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_in_force
from xueji.records.models import Enrollment
from xueji.vocabulary.calendar.working_days import CalendarYearMissing, WorkingCalendar
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.grades import Grade

NAMES_SHOWN = 3


def own_subjects(actor: Actor) -> QuerySet[GrantedExceptionSubject]:
    """Those named who are the actor's own: a school does not learn whom else a paper names."""
    subjects = exception_subjects_visible_to(actor).select_related("entrant__school", "school", "record__student")
    now = Enrollment.objects.filter(record_id=OuterRef("record_id"), during__upper_inf=True)
    return subjects.annotate(
        at_school=Subquery(now.values("school__name")[:1]), in_grade=Subquery(now.values("grade")[:1])
    )


def with_own_subjects(granted: QuerySet[GrantedException], actor: Actor) -> QuerySet[GrantedException]:
    """The exceptions, each with the reader's own subjects as `own`, in one query for all of them."""
    return granted.prefetch_related(Prefetch("subjects", own_subjects(actor), to_attr="own"))


def named_in_short(subjects: Iterable[GrantedExceptionSubject]) -> Cell:
    """The first names, and of how many."""
    names = [_name(subject) for subject in subjects]
    shown = _("、").join(names[:NAMES_SHOWN])
    return Cell(shown, _("等%(n)s个") % {"n": len(names)} if len(names) > NAMES_SHOWN else None)


def subject_columns() -> list[Column]:
    """The table of those named."""
    return [
        Column("name", _("学生或学校"), "open"),
        Column("school", _("学校")),
        Column("grade", _("年级")),
        Column("state", _("现在的状态"), "tag"),
        Column("due_on", _("办理期限"), "date"),
    ]


def subject_rows(subjects: Iterable[GrantedExceptionSubject], actor: Actor) -> list[Row]:
    """One row for each child with its case; for a school, the row says that all its entrants are meant."""
    listed = list(subjects)
    entrants = [subject.entrant_id for subject in listed if subject.entrant_id]
    records = [subject.record_id for subject in listed if subject.record_id]
    # The latest case of each child; an open one is always the latest.
    entries = at_desk(actor).filter(entrant_id__in=entrants).order_by("entrant_id", "-pk").distinct("entrant_id")
    moves = visible_to(actor).filter(student_record_id__in=records).order_by("student_record_id", "-pk")
    moves = moves.distinct("student_record_id")
    cases: dict[tuple[str, int | None], Case] = {("e", case.entrant_id): case for case in entries if entrants}
    cases |= {("r", case.student_record_id): case for case in moves if records}
    level = level_of_desk(actor)
    return [_row(subject, cases, level) for subject in listed]


def _row(subject: Any, cases: Mapping[tuple[str, int | None], Case], level: Party) -> Row:
    if subject.entrant_id:
        return _child(subject, cases.get(("e", subject.entrant_id)), level)
    if subject.record_id:
        return _pupil(subject, cases.get(("r", subject.record_id)), level)
    return _school(subject)


def _name(subject: GrantedExceptionSubject) -> str:
    if subject.entrant:
        return subject.entrant.name
    return subject.record.student.name if subject.record else str(subject.school)


def school_links(subjects: Iterable[GrantedExceptionSubject], actor: Actor) -> list[tuple[str, list[Link]]]:
    """For each school named: its open entrants by state, each count a link to exactly those cases."""
    schools = {subject.school_id: str(subject.school) for subject in subjects if subject.school_id}
    counted = (
        at_desk(actor)
        .filter(school_id__in=schools, closed_on__isnull=True, entry_year=school_year_of(city_today()))
        .order_by("school_id", "state")
        .values_list("school_id", "state")
        .annotate(cases=Count("pk"))
    )
    states = rulebook_in_force().procedure(ENTRY).states
    told: dict[int, list[Link]] = {}
    for school, state, cases in counted:
        word = in_words(states[state].label) if state in states else state
        told.setdefault(school, []).append(Link(f"{word} {cases}", address("entrants", state=state, school=school)))
    return [(name, told.get(key, [])) for key, name in schools.items()]


def _child(subject: GrantedExceptionSubject, case: Case | None, level: Party) -> Row:
    entrant: Any = subject.entrant
    url = address("entrant", entrant.pk)
    cells = {
        "name": Cell(entrant.name, entrant.registration_number, url=url),
        "school": entrant.school.name,
        "grade": Grade(entrant.grade).label,
        "state": _standing(case, level),
        "due_on": case.due_on if case and case.closed_on is None else None,
    }
    return Row(f"e{subject.pk}", cells, url)


def _pupil(subject: Any, case: Case | None, level: Party) -> Row:
    url = address("child", subject.record.student_id)
    cells = {
        "name": Cell(subject.record.student.name, url=url),
        "school": subject.at_school,
        "grade": Grade(subject.in_grade).label if subject.in_grade else None,
        "state": _standing(case, level),
        "due_on": case.due_on if case and case.closed_on is None else None,
    }
    return Row(f"r{subject.pk}", cells, url)


def _school(subject: GrantedExceptionSubject) -> Row:
    school: Any = subject.school
    cells = {"name": school.name, "school": Cell(_("全校"), school.code), "grade": None, "state": None, "due_on": None}
    return Row(f"s{subject.pk}", cells)


def _standing(case: Case | None, level: Party) -> Tag | None:
    if case is None:
        return None
    late = case.closed_on is None and case.due_on is not None and case.due_on < city_today()
    return state_tag(case, level, late=late)


def days_left(granted: GrantedException, today: date, working: WorkingCalendar) -> int | None:
    """Working days until it ends; None once it is over, or where the calendar does not reach so far."""
    if granted.ended_on is not None or granted.ends_on < today:
        return None
    try:
        return left_until(granted.ends_on, today, working)
    except CalendarYearMissing:
        return None
