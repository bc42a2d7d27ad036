"""Campuses: opened and closed by the city or the district."""

from typing import Any

from django.db.models import QuerySet

from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import Campus, School
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.vocabulary.text import Text


@office_act("open_campus")
def open_campus(*, actor: Actor, reason: str, school: School, name: str) -> Done:
    """Open a further campus of a school."""
    name = name.strip()
    if not name or school.campuses.filter(name=name).exists():
        raise refuse(
            "name",
            "campus_name",
            Text("校区名称为空，或与本校已有校区重名。", "The campus has no name, or one in use."),
            Text("请填写不重复的校区名称。", "Give a name of its own."),
        )
    number = (school.campuses.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    campus = Campus.objects.create(school=school, number=number, name=name)
    return Done(f"campus:{campus.pk}", {"name": name}, campus, school.pk, school.district_id)


@office_act("close_campus")
def close_campus(*, actor: Actor, reason: str, campus: Campus) -> Done:
    """Close a campus that is not the main one. Its open classes must be moved first."""
    if campus.main or _classes_of(campus).exists():
        raise refuse(
            "campus",
            "campus_in_use",
            Text("主校区或仍有班级的校区不能撤销。", "A main campus, or one with open classes, cannot be closed."),
            Text("请先将班级调整到其他校区。", "Move its classes first."),
        )
    Campus.objects.filter(pk=campus.pk).update(closed_on=city_today())
    return Done(f"campus:{campus.pk}", {}, None, campus.school_id)


def _classes_of(campus: Campus) -> QuerySet[Any]:
    """Open classes of this school year or a later one: those of past years are history and move nowhere."""
    return campus.classgroup_set.filter(closed_on__isnull=True, school_year__gte=school_year_of(city_today()))
