"""For an office above schools: whose classes to look at."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.desks.children.answers import typed
from xueji.desks.design.parts import Choice, Filter, Row
from xueji.parties.models import School
from xueji.parties.queries import districts, schools_below

MOST = 200
"""Schools shown at once; a whole city has ten times as many, so it is narrowed by district or name."""


def schools_page(request: Any) -> HttpResponse:
    """Every school of the jurisdiction, by district and name, each a link to its classes."""
    actor = request.actor
    name, district = typed(request.GET, "q"), typed(request.GET, "district")
    schools = schools_below(actor).filter(closed_on__isnull=True)
    if name:
        schools = schools.filter(Q(name__contains=name) | Q(code__startswith=name))
    if district.isdecimal() and len(district) <= 10 and actor.sees_whole_city:  # noqa: PLR2004
        schools = schools.filter(district_id=int(district))
    found = list(schools[: MOST + 1])
    context = {
        "filters": _filters(request, name, district),
        "rows": [_row(school) for school in found[:MOST]],
        "more": len(found) > MOST,
        "most": MOST,
    }
    return render(request, "classes/schools.jinja", context)


def _filters(request: HttpRequest, name: str, district: str) -> list[Filter]:
    filters = [Filter("q", _("学校名称或标识码"), "search", name)]
    if request.actor.sees_whole_city:  # type: ignore[attr-defined]  # set by the middleware
        choices = [Choice("", _("全部")), *(Choice(str(office.pk), office.name) for office in districts())]
        filters.append(Filter("district", _("区县"), "select", district, choices))
    return filters


def _row(school: School) -> Row:
    url = f"{reverse('classes')}?school={school.pk}"
    return Row(str(school.pk), {"name": school.name, "code": school.code, "district": school.district.name}, url)
