"""What the list of children is asked for, as it stands in the address, and the spells that answer it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict

from xueji.desks.children.answers import typed, whole_number
from xueji.desks.children.search import search_condition
from xueji.parties.actors import Actor
from xueji.records.models import Enrollment
from xueji.records.queries import visible_to, with_national_number
from xueji.vocabulary.schooling.grades import Grade

COMPLETE, MISSING, LATE = "complete", "missing", "late"
_GRADES = {grade.value for grade in Grade}


@dataclass(frozen=True)
class Asked:
    """The filter; an empty word means all. `form` is complete, missing or late."""

    q: str = ""
    district: str = ""
    school: str = ""
    grade: str = ""
    class_group: str = ""
    form: str = ""

    @property
    def address(self) -> dict[str, str]:
        """What of it stands in the address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


def asked_of(sent: QueryDict) -> Asked:
    """Read the filter from an address; what is no grade or key counts as not asked."""
    told = {field.name: typed(sent, field.name, 60) for field in fields(Asked)}
    for name in ("district", "school", "class_group"):
        told[name] = told[name] if whole_number(told[name]) is not None else ""
    told["grade"] = told["grade"] if told["grade"] in _GRADES else ""
    return Asked(**told)


def roll_of(asked: Asked, actor: Actor, today: date) -> QuerySet[Enrollment]:
    """The open spells that the filter lets through, of those the actor may see. Neither ordered nor dressed."""
    spells = visible_to(actor)
    for name in ("district", "school", "class_group"):
        if getattr(asked, name):
            spells = spells.filter(**{f"{name}_id": int(getattr(asked, name))})
    if asked.grade:
        spells = spells.filter(grade=asked.grade)
    place = bool(not actor.sees_whole_city or asked.district or asked.school or asked.class_group)
    if asked.form:
        spells = spells.filter(_form(asked.form, today, within_a_place=place))
    return spells.filter(search_condition(asked.q, within_a_place=place)) if asked.q else spells


def dressed(spells: QuerySet[Enrollment]) -> QuerySet[Any]:
    """The same spells with all that a row shows, in one query."""
    spells = spells.select_related("student", "record", "class_group", "school")
    return with_national_number(spells).annotate(
        form_missing=F("student__form__missing"),
        form_due=F("student__form__due_on"),
        class_number=Coalesce("class_group__number", 0, output_field=IntegerField()),
        seat=Coalesce("seat_number", 0, output_field=IntegerField()),
    )


def order_of(asked: Asked, actor: Actor) -> tuple[tuple[str, type], ...]:
    """One school is listed by grade, class and seat; above it rows come as their index has them."""
    if actor.school_id or asked.school:
        return ("grade", str), ("class_number", int), ("seat", int), ("pk", int)
    if actor.district_id or asked.district:
        return ("school_id", int), ("pk", int)
    return (("pk", int),)


def _form(state: str, today: date, *, within_a_place: bool) -> Q:
    """A place is asked by what its spells repeat of the form, the whole city by the forms: each has its index there."""
    if within_a_place:
        complete, unfinished, due = Q(form_unfinished=False), Q(form_unfinished=True), "form_due_on"
    else:
        missing = "student__form__missing"
        complete, unfinished, due = Q(**{missing: 0}), Q(**{f"{missing}__gt": 0}), "student__form__due_on"
    if state == COMPLETE:
        return complete
    return unfinished & Q(**{f"{due}__lt": today}) if state == LATE else unfinished
