"""What if two schools were one: their cohorts side by side and together. Reads only; a merger is a procedure of its own."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.cockpit.places.asked import figure_columns, grade_cell
from xueji.desks.design.filters import number
from xueji.desks.design.parts import Cell, Choice, Column, Figure, Link, Row, Wrong
from xueji.desks.district.asking import address, asked
from xueji.insight.places import Surroundings, cohort_of, places_of
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.parties.queries import schools_below
from xueji.records.models import EnrollmentQuota
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.school_years import SchoolYear

SIDES = ("first", "second")
IN_ORDER = ("rank", "kind", "pk")
MOST_OFFERED = 400
"""Schools that a list still offers by name; above it the code is typed."""


@require_GET
@desk_of(Party.DISTRICT, Party.CITY)
@for_deciding_posts
def cockpit_merger(request: DeskRequest) -> HttpResponse:
    """Ask for two schools, and show what their merger would make of each cohort."""
    actor, year = request.actor, school_year_of(city_today())
    typed = {side: asked(request, side) for side in SIDES}
    found, wrong = _schools(actor, typed)
    rows = _rows(actor, year, found) if len(found) == len(SIDES) else []
    context = {
        "year": SchoolYear(year),
        "crumbs": [Link(_("学籍总量"), address("cockpit_places"))],
        "typed": typed,
        "offered": _offered(actor),
        "schools": found,
        "columns": _columns(),
        "rows": [row for row, _sums in rows],
        "figures": _figures([sums for _row, sums in rows]) if rows else [],
        "errors": wrong,
        "wrong": {fault.name: fault.says for fault in wrong},
    }
    return render(request, "cockpit/merger.jinja", context, status=422 if wrong else 200)


def _offered(actor: Actor) -> list[Choice]:
    offered = schools_below(actor).filter(closed_on__isnull=True)[: MOST_OFFERED + 1]
    choices = [Choice(school.code, school.name, note=school.code, find=school.code) for school in offered]
    return choices if len(choices) <= MOST_OFFERED else []


def _schools(actor: Actor, typed: dict[str, str]) -> tuple[list[School], list[Wrong]]:
    """The schools whose code or full name was typed, and what is wrong with what was typed."""
    words = [word for word in typed.values() if word]
    named = Q(code__in=words) | Q(name__in=words)
    below = list(schools_below(actor).filter(named)) if words else []
    known = {word: school for school in below for word in (school.code, school.name)}
    wrong = [
        Wrong(side, _("没有学校“%(word)s”。") % {"word": word}, _("请填写学校标识码或完整的学校名称。"))
        for side, word in typed.items()
        if word and word not in known
    ]
    found = [known[word] for word in words if word in known]
    if len(found) == len(SIDES) and found[0] == found[1]:
        return [], [Wrong(SIDES[1], _("两所学校相同。"), _("请选择另一所学校。"))]
    return found, wrong


def _rows(actor: Actor, year: int, schools: list[School]) -> list[tuple[Row, dict[str, int]]]:
    """One row a cohort and kind that either school has, with the sums of both."""
    quotas = list(places_of(actor, year).filter(school__in=schools).order_by(*IN_ORDER))
    around = Surroundings({school.pk for school in schools})
    together: dict[tuple[str, int, str], list[EnrollmentQuota]] = {}
    for quota in quotas:
        together.setdefault((*cohort_of(quota), quota.kind), []).append(quota)
    found = []
    for group in together.values():
        sides = [_summed([row for row in group if row.school_id == school.pk], around) for school in schools]
        found.append(_row(group[0], sides))
    return found


def _summed(rows: list[EnrollmentQuota], around: Surroundings) -> dict[str, int]:
    beside = [around.of(row) for row in rows]
    return {
        **{name: sum(getattr(row, name) for row in rows) for name in ("granted", "taken", "held", "free")},
        **{name: sum(getattr(one, name) for one in beside) for name in ("aside", "coming", "leaving")},
    }


def _row(quota: EnrollmentQuota, sides: list[dict[str, int]]) -> tuple[Row, dict[str, int]]:
    sums = {name: sum(side[name] for side in sides) for name in sides[0]}
    cells: dict[str, Any] = {"grade": grade_cell(quota)}
    for name, total in sums.items():
        cells[name] = Cell(total, " + ".join(number(side[name]) for side in sides)) if total else total
    return Row(f"{quota.pk}", cells), sums


def _figures(rows: list[dict[str, int]]) -> list[Figure]:
    sums = {name: sum(row[name] for row in rows) for name in rows[0]}
    return [
        Figure(_("核定"), sums["granted"]),
        Figure(_("已占用"), sums["taken"]),
        Figure(_("预留"), sums["held"]),
        Figure(_("空余"), sums["free"]),
        Figure(_("不占总量"), sums["aside"]),
    ]


def _columns() -> list[Column]:
    return [Column("grade", _("年级")), *figure_columns()]
