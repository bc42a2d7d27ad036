"""What the list of children is asked for, as it stands in the address, and the spells that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import QueryDict

from xueji.desks.children.answers import typed, whole_number
from xueji.desks.children.search import search_condition
from xueji.parties.actors import Actor
from xueji.parties.models import Office
from xueji.records.models import Enrollment
from xueji.records.queries import visible_to, with_national_number
from xueji.vocabulary.schooling.grades import Grade

COMPLETE, MISSING, LATE = "complete", "missing", "late"
_SEATED = {
    "class_number": Coalesce("class_group__number", 0, output_field=IntegerField()),
    "seat": Coalesce("seat_number", 0, output_field=IntegerField()),
}
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
    whole_city = not (actor.school_id or actor.district_id or asked.district or asked.school or asked.class_group)
    if asked.form:
        spells = spells.filter(_form(asked.form, today))
        spells = spells.filter(district_id__in=Office.objects.values("pk")) if whole_city else spells
    return spells.filter(search_condition(asked.q, whole_city=whole_city)) if asked.q else spells


def sortable(spells: QuerySet[Enrollment], order: Sequence[tuple[str, type]]) -> QuerySet[Any]:
    """The same spells with those columns of `order_of` that are none of their own."""
    wanted = {name for name, _kind in order} & set(_SEATED)
    return spells.annotate(**{name: _SEATED[name] for name in sorted(wanted)})


def dressed(spells: QuerySet[Enrollment]) -> QuerySet[Any]:
    """The same spells with all that a row shows, in one query."""
    spells = spells.select_related("student", "record", "class_group", "school")
    return with_national_number(spells).annotate(
        form_missing=F("student__form__missing"), form_due=F("student__form__due_on"), **_SEATED
    )


def order_of(asked: Asked, actor: Actor) -> tuple[tuple[str, type], ...]:
    """One school is listed by grade, class and seat; above it rows come as their index has them."""
    if actor.school_id or asked.school:
        return ("grade", str), ("class_number", int), ("seat", int), ("pk", int)
    if actor.district_id or asked.district:
        return ("school_id", int), ("pk", int)
    return (("pk", int),)


def _form(state: str, today: date) -> Q:
    """By what a spell repeats of its child's form."""
    if state == COMPLETE:
        return Q(form_unfinished=False)
    unfinished = Q(form_unfinished=True)
    return unfinished & Q(form_due_on__lt=today) if state == LATE else unfinished
