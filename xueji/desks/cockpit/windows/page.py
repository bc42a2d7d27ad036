"""时段与日历: a school year at a glance, what closes next, every exception with its reason and end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.cockpit.windows.dates import (
    Dated,
    Kind,
    Year,
    procedure_name,
    read_year,
    stage_name,
)
from xueji.desks.cockpit.windows.grid import months
from xueji.desks.cockpit.windows.tokens import feed_address
from xueji.desks.design.parts import Cell, Column, Mark, Row, Tag
from xueji.desks.district.asking import address, asked
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import WindowException
from xueji.parties.office_acts import may
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.windows import windowed
from xueji.vocabulary.calendar.working_days import CalendarYearMissing
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.school_years import SchoolYear

FIRST_YEAR, LAST_YEAR = 1990, 2100
NEXT = 6
"""How many of what closes next are shown beside the calendar."""


@require_GET
@desk_of(Party.DISTRICT, Party.CITY)
def windows_page(request: DeskRequest) -> HttpResponse:
    """Show the school year that the address names, the present one if it names none."""
    actor, today = request.actor, city_today()
    start = _year(request, today)
    first, last = date(start, 8, 1), date(start + 1, 7, 31)
    exceptions = list(exceptions_of(actor).filter(starts_on__lte=last, ends_on__gte=first))
    names = {row.district.pk: row.district.name for row in exceptions if row.district is not None}
    year = read_year(first, last, district_id=actor.district_id, names=names)
    context = {
        "year": SchoolYear(start),
        "before": address("windows", year=start - 1) if start > FIRST_YEAR else None,
        "after": address("windows", year=start + 1) if start < LAST_YEAR else None,
        "weekdays": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "months": months(start, year, today),
        "missing": CalendarYearMissing(year.missing[0]) if year.missing else None,
        "marks": [_mark(one, year, today) for one in year.closing_next(today)[:NEXT]],
        "columns": _columns(),
        "rows": [_row(one, year, today) for one in year.dates],
        "exception_columns": _exception_columns(),
        "exceptions": [_exception(row, today) for row in exceptions],
        "feed": feed_address(request),
        "may_open": may(actor, "open_window") and bool(windowed(rulebook_in_force())),
        "edits_calendar": may(actor, "set_term"),
    }
    return render(request, "cockpit/windows.jinja", context)


def exceptions_of(actor: Actor) -> QuerySet[WindowException]:
    """The exceptions that concern an actor's place: a district leaves out those of other districts."""
    rows = WindowException.objects.select_related("district", "entered_by").order_by("-starts_on", "-pk")
    if actor.district_id is None:
        return rows
    return rows.filter(Q(district__isnull=True) | Q(district_id=actor.district_id))


def exception_tag(row: WindowException, today: date) -> Tag:
    """Whether an exception holds, will hold, has run out or was taken back."""
    if row.ended_on is not None:
        return Tag(_("已撤回"))
    if row.ends_on < today:
        return Tag(_("已到期"))
    return Tag(_("未开始"), "info") if row.starts_on > today else Tag(_("执行中"), "waits")


def _year(request: DeskRequest, today: date) -> int:
    typed = asked(request, "year")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else school_year_of(today)  # noqa: PLR2004
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _mark(one: Dated, year: Year, today: date) -> Mark:
    if one.starts_on > today and one.kind != "deadline":
        return Mark(one.starts_on, one.label, until=_until(one), note=one.note or _("未开始"))
    return Mark(one.ends_on, one.label, left=year.left(today, one.ends_on), tone="info", note=one.note or _("最后一天"))


def _until(one: Dated) -> date | None:
    return one.ends_on if one.ends_on != one.starts_on else None


_KINDS: dict[Kind, Any] = {
    "term": lambda: _("学期"),
    "window": lambda: _("时段"),
    "exception": lambda: _("例外"),
    "deadline": lambda: _("期限"),
    "holiday": lambda: _("放假"),
    "working": lambda: _("调休"),
}


def _columns() -> list[Column]:
    return [
        Column("days", _("日期")),
        Column("label", _("事项")),
        Column("kind", _("类别"), on_phone=False),
        Column("state", _("状态"), "tag"),
        Column("source", _("依据"), on_phone=False),
    ]


def _row(one: Dated, year: Year, today: date) -> Row:
    cells = {
        "label": Cell(one.label, one.note or None),
        "kind": _KINDS[one.kind](),
        "days": " — ".join(day.isoformat() for day in (one.starts_on, _until(one)) if day),
        "state": _state(one, today),
        "source": one.source,
    }
    return Row(one.key, cells)


def _state(one: Dated, today: date) -> Tag | None:
    if one.ends_on < today:
        return Tag(_("已过"))
    if one.starts_on > today:
        return None
    if one.kind in {"window", "exception"}:
        return Tag(_("开放中"), "done") if one.span is None or one.span.opens else Tag(_("关闭中"), "late")
    return Tag(_("今天"), "info")


def _exception_columns() -> list[Column]:
    return [
        Column("what", _("例外"), "open"),
        Column("where", _("区县")),
        Column("stage", _("学段"), on_phone=False),
        Column("starts_on", _("开始"), "date"),
        Column("ends_on", _("截止"), "date"),
        Column("state", _("状态"), "tag"),
        Column("reason", _("理由")),
        Column("who", _("经办人"), on_phone=False),
    ]


def _exception(row: WindowException, today: date) -> Row:
    told = {"procedure": procedure_name(row.procedure)}
    cells = {
        "what": (_("%(procedure)s例外开放") if row.opens else _("%(procedure)s例外关闭")) % told,
        "where": row.district.name if row.district else _("全部区县"),
        "stage": stage_name(row.stage_group),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "state": exception_tag(row, today),
        "reason": Cell(row.reason, row.paper_number or None),
        "who": row.entered_by.full_name if row.entered_by else "",
    }
    return Row(str(row.pk), cells, address("window_exception", row.pk))
