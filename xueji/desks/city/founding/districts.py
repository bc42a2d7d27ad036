"""The districts of the city with their schools, counted; where a new city begins."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xueji.desks.access import DeskRequest
from xueji.desks.city.founding.first_steps import first_steps
from xueji.desks.design.parts import Action, Cell, Column, Filter, Row, Why
from xueji.desks.district.asking import address
from xueji.parties.actors import Actor
from xueji.parties.models import Office, Post, School
from xueji.parties.office_acts import may
from xueji.parties.queries import districts, posts_below
from xueji.vocabulary.parties import Party, Role


def districts_page(request: DeskRequest, filters: Sequence[Filter]) -> HttpResponse:
    """Show every district; each leads to its schools."""
    actor = request.actor
    rows = _rows(actor)
    context = {
        "filters": filters,
        "steps": first_steps(actor),
        "deeds": founding_deeds(actor, has_districts=bool(rows)),
        "total": len(rows),
        "columns": [
            Column("name", _("区县"), "open"),
            Column("code", _("单位代码"), on_phone=False),
            Column("region", _("行政区划代码"), on_phone=False),
            Column("schools", _("学校"), "number"),
            Column("unmanned", _("尚无在岗人员的学校"), "number"),
            Column("officers", _("区县在岗人员"), "number"),
        ],
        "rows": rows,
        "create": address("new_district") if may(actor, "register_office") else None,
    }
    return render(request, "city/place_districts.jinja", context)


def founding_deeds(actor: Actor, *, has_districts: bool) -> list[Action]:
    """The buttons that found a district or a school; the second waits for the first."""
    deeds = []
    if may(actor, "register_office"):
        tone = "plain" if has_districts else "primary"
        deeds.append(Action(_("建立区县"), address("new_district"), tone=tone))  # type: ignore[arg-type]  # a literal
    if may(actor, "register_school"):
        reasons = [] if has_districts else [Why(_("还没有区县，学校无处归属。"), _("请先建立区县。"))]
        deeds.append(Action(_("登记学校"), address("new_school"), tone="primary", reasons=reasons))
    return deeds


def _rows(actor: Actor) -> list[Row]:
    opened = Q(schools__closed_on__isnull=True)
    offices = districts().annotate(open_schools=Count("schools", filter=opened))
    present = posts_below(actor).filter(ends_on__isnull=True, account__is_active=True).order_by()
    officers = _counted(present.filter(office__level=Party.DISTRICT.value), "office_id")
    manned = present.filter(school__isnull=False).values("school_id")
    unmanned = _counted(School.objects.filter(closed_on__isnull=True).exclude(pk__in=manned).order_by(), "district_id")
    return [_row(office, unmanned.get(office.pk, 0), officers.get(office.pk, 0)) for office in offices]


def _counted(rows: QuerySet[School] | QuerySet[Post], key: str) -> dict[int, int]:
    return dict(rows.values_list(key).annotate(Count("pk")))


def _row(office: Office, unmanned: int, officers: int) -> Row:
    people = address("accounts", district=office.pk, role=Role.DISTRICT_OFFICER.value)
    cells = {
        "name": office.name,
        "code": office.code,
        "region": office.region_code,
        "schools": office.open_schools,  # type: ignore[attr-defined]  # annotated above
        "unmanned": Cell(unmanned, tone="waits") if unmanned else 0,
        "officers": Cell(officers, url=people) if officers else Cell(0, tone="waits"),
    }
    return Row(str(office.pk), cells, address("places", district=office.pk))
