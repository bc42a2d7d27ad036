"""One cohort of one school: its places, the cases and children behind each figure, and who changed the grant."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.cases.listing.asked import OPEN
from xueji.desks.cases.listing.rows import columns_of, row_of
from xueji.desks.cases.sides import dressed
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.cockpit.places.asked import cohort_label, kind_label, page_of, roll_address
from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Column, Event, Fact, Figure, Link, Row, Tag, Tone
from xueji.desks.district.asking import address
from xueji.insight.places import cases_moving, children_aside, grade_now, places_of
from xueji.parties.actors import Actor
from xueji.parties.calendar import city_calendar, school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import JournalEntry
from xueji.parties.office_acts import may
from xueji.records.models import EnrollmentQuota
from xueji.vocabulary.calendar.working_days import WorkingCalendar
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.standings import RecordStanding

MOST = 200
"""Rows of one list on this page; a cohort of one school never has more open cases than that at once."""

SET_QUOTA = "set_quota"


@require_GET
@desk_of(Party.DISTRICT, Party.CITY)
@for_deciding_posts
def cockpit_place(request: DeskRequest, quota_id: int) -> HttpResponse:
    """Show one row of the list; a school's that does not lie below the actor does not exist."""
    actor, today, working = request.actor, city_today(), city_calendar()
    quota = _quota(actor, quota_id)
    moving = list(dressed(cases_moving(quota))[:MOST])
    aside = list(children_aside(quota)[:MOST])
    context = {
        "quota": quota,
        "title": f"{quota.school.name} {in_words(grade_now(quota).label)}",
        "crumbs": [Link(_("学籍总量"), address("cockpit_places"))],
        "facts": _facts(quota),
        "figures": _figures(quota, moving, len(aside)),
        "moving_columns": [Column("comes", _("方向"), "tag"), *columns_of(OPEN)],
        "moving": [_case(case, actor, today, working) for case in moving],
        "cases_url": _cases_address(quota),
        "aside_columns": _aside_columns(),
        "aside": [_child(spell) for spell in aside],
        "changes": [_change(told) for told in quota.changes],
        "change_url": _change_address(quota) if may(actor, SET_QUOTA) else None,
        "merge_url": address("cockpit_merger", first=quota.school.code),
    }
    return render(request, "cockpit/place.jinja", context)


def _quota(actor: Actor, key: int) -> Any:
    """The row with `changes`, what the journal says of its grant, newest first."""
    entries = JournalEntry.objects.filter(subject=f"quota:{key}", act=SET_QUOTA).order_by("-pk")[:MOST]
    told = JSONObject(day="city_date", who="account__full_name", reason="reason", detail="detail")
    rows = places_of(actor, school_year_of(city_today())).annotate(changes=ArraySubquery(entries.values(told=told)))
    found = rows.filter(pk=key).select_related("school__district").first()
    if found is None:
        raise Http404
    return found


def _facts(quota: EnrollmentQuota) -> list[Fact]:
    return [
        Fact(_("学校标识码"), quota.school.code, url=page_of("district_school", quota.school_id)),
        Fact(_("区县"), quota.school.district.name),
        Fact(_("入学年份"), cohort_label(quota)),
        Fact(_("类别"), kind_label(quota.kind)),
    ]


def _figures(quota: EnrollmentQuota, moving: list[Any], aside: int) -> list[Figure]:
    coming = sum(case.comes for case in moving)
    over = quota.held + quota.taken + aside > quota.granted
    told = _("在籍学生多于核定数") if over else None
    return [
        Figure(_("核定"), quota.granted, "#changes"),
        Figure(_("已占用"), quota.taken, roll_address(quota)),
        Figure(_("预留"), quota.held, "#moving", note=_held_note(quota, moving)),
        Figure(_("空余"), quota.free, note=told, tone="late" if over else "plain" if quota.free else "waits"),
        Figure(_("不占总量"), aside, "#aside", note=_("休学和复学的学生")),
        Figure(_("待转入"), coming, "#moving"),
        Figure(_("待转出"), len(moving) - coming, "#moving"),
    ]


def _held_note(quota: EnrollmentQuota, moving: list[Any]) -> str | None:
    """How many places are held by transfers; the others are held by entrants who wait for a class."""
    by_transfer = sum(quota.pk in (case.held_place_id, case.held_foreign_place_id) for case in moving)
    if not quota.held:
        return None
    told = {"transfers": by_transfer, "entrants": quota.held - by_transfer}
    return _("转入%(transfers)s，待分班新生%(entrants)s") % told


def _case(case: Any, actor: Actor, today: date, working: WorkingCalendar) -> Row:
    row = row_of(case, actor, today, working)
    way = Tag(_("转入"), "info") if case.comes else Tag(_("转出"))
    return Row(row.key, {"comes": way, **row.cells}, row.url, row.tone)


def _cases_address(quota: EnrollmentQuota) -> str | None:
    return address("cases", tab=OPEN, school=quota.school_id) if page_of("cases") else None


def _aside_columns() -> list[Column]:
    return [
        Column("name", _("姓名"), "open"),
        Column("class_group", _("班级")),
        Column("standing", _("学籍状态"), "tag"),
        Column("since", _("自"), "date"),
    ]


def _child(spell: Any) -> Row:
    standing = RecordStanding(spell.record.standing)
    tone: Tone = "waits" if standing is RecordStanding.ON_LEAVE else "plain"
    cells = {
        "name": spell.student.name,
        "class_group": spell.class_group.name if spell.class_group else "",
        "standing": Tag(standing.label, tone),
        "since": spell.during.lower,
    }
    return Row(str(spell.pk), cells, address("child", spell.student_id))


def _change(told: dict[str, Any]) -> Event:
    detail = told["detail"]
    title = _("核定数由%(before)s改为%(after)s") % {"before": detail.get("from", 0), "after": detail.get("to", 0)}
    return Event(date.fromisoformat(told["day"]), title, told["who"], source=_("依据：%s") % told["reason"])


def _change_address(quota: EnrollmentQuota) -> str | None:
    """The city's form, which names a cohort by the grade it sits in now."""
    return address("change_quota", school=quota.school.code, grade=grade_now(quota).value, kind=quota.kind)
