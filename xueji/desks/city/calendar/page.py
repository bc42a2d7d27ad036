"""The year, its edits and terms on one page; a change is looked at first and made on a second step."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.city.calendar import effects
from xueji.desks.city.calendar.grid import has_data, known_years, months
from xueji.desks.design.parts import Choice, Column, Row, Tag
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address, asked
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.acts.office.calendar import edit_calendar_day, set_term
from xueji.parties.calendar import city_calendar, school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import CalendarDay, Term
from xueji.parties.refusals import RefusedError
from xueji.vocabulary.calendar.working_days import CalendarYearMissing
from xueji.vocabulary.schooling.school_years import SchoolYear

FIRST_YEAR, LAST_YEAR = 1990, 2100
WORKING = ("1", "0")
TERMS = ("1", "2")
DAY, TERM = "day", "term"


@require_GET
@for_posts_that_may("edit_calendar_day", "set_term")
def calendar_page(request: DeskRequest) -> HttpResponse:
    """Show the year that the address names, and the effect of a change that it asks to look at."""
    preview = asked(request, "preview")
    sent = Answers(request.GET)
    shown = _previewed(preview, sent) if preview in {DAY, TERM} else None
    return _page(request, sent if preview else None, preview, shown)


@require_POST
@for_posts_that_may("edit_calendar_day")
def edit_day(request: DeskRequest) -> HttpResponse:
    """Make a day worked or off, for the reason given."""
    sent = Answers(request.POST)
    day = sent.day("day", _("日期"))
    working = sent.one_of("working", _("改为"), WORKING)
    reason = sent.text("reason", _("依据"))
    if not sent.wrong and day is not None:
        try:
            edit_calendar_day(actor=request.actor, reason=reason, day=day, working=working == "1")
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong or day is None:
        return _page(request, sent, DAY, _previewed(DAY, Answers(request.POST)))
    told = {"day": day.isoformat(), "what": _("工作日") if working == "1" else _("休息日")}
    messages.success(request, _("已将 %(day)s 调整为%(what)s。") % told)
    return HttpResponseRedirect(address("calendar", year=day.year))


@require_POST
@for_posts_that_may("set_term")
def edit_term(request: DeskRequest) -> HttpResponse:
    """Set the first and last day of a term."""
    sent = Answers(request.POST)
    year, number, starts, ends = _term_asked(sent)
    if not sent.wrong and year is not None and starts and ends:
        try:
            set_term(actor=request.actor, school_year=year, number=int(number), starts_on=starts, ends_on=ends)
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong or year is None:
        return _page(request, sent, TERM, _previewed(TERM, Answers(request.POST)))
    messages.success(request, _("学期日期已保存。此后进入各步骤的新生按新日期计算期限，已在办的期限不变。"))
    return HttpResponseRedirect(address("calendar", year=year))


def _page(request: DeskRequest, sent: Answers | None, preview: str, shown: list[effects.Effect] | None) -> HttpResponse:
    today = city_today()
    year = _year(request, today)
    edits = {edit.day: edit for edit in CalendarDay.objects.filter(day__year=year)}
    working = city_calendar()
    missing = None if has_data(year) else CalendarYearMissing(year)
    try:
        drawn = months(year, working, edits, today) if missing is None else []
    except CalendarYearMissing as unknown:
        drawn, missing = [], unknown
    context: dict[str, Any] = {
        "year": year,
        "years": _neighbors(year),
        "months": drawn,
        "missing": missing,
        "weekdays": [_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日")],
        "edits": [_edit(edit) for edit in sorted(edits.values(), key=lambda edit: edit.day)],
        "edit_columns": [
            Column("day", _("日期"), "date"),
            Column("what", _("调整为"), "tag"),
            Column("why", _("依据")),
        ],
        "terms": [_term(term) for term in Term.objects.filter(school_year__in=(year - 1, year))],
        "term_columns": [
            Column("year", _("学年")),
            Column("number", _("学期")),
            Column("starts_on", _("开学"), "date"),
            Column("ends_on", _("结束"), "date"),
        ],
        "school_years": [Choice(str(start), SchoolYear(start).label) for start in (year - 1, year)],
        "numbers": [Choice("1", _("第一学期")), Choice("2", _("第二学期"))],
        "kinds": [Choice("1", _("工作日（上班）")), Choice("0", _("休息日（放假）"))],
        "preview": preview,
        "shown": shown,
        "typed": sent.typed if sent else {"day": asked(request, "day"), "school_year": str(school_year_of(today))},
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/calendar.jinja", context, status=422 if sent and sent.wrong else 200)


def _previewed(preview: str, sent: Answers) -> list[effects.Effect] | None:
    """The effect of the change asked about; None when it is not fully or not rightly said."""
    if preview == DAY:
        day = sent.day("day", _("日期"))
        working = sent.one_of("working", _("改为"), WORKING)
        if day is None or sent.wrong:
            return None
        return effects.of_day(day, working=working == "1", school_year=school_year_of(day))
    year, number, starts, _ends = _term_asked(sent)
    if year is None or starts is None or sent.wrong:
        return None
    return effects.of_term(year, starts) if number == "1" else []


def _term_asked(sent: Answers) -> tuple[int | None, str, date | None, date | None]:
    year = sent.whole("school_year", _("学年"), most=LAST_YEAR)
    number = sent.one_of("number", _("学期"), TERMS)
    return year, number, sent.day("starts_on", _("开学日期")), sent.day("ends_on", _("结束日期"))


def _year(request: DeskRequest, today: date) -> int:
    typed = asked(request, "year") or request.POST.get("day", "")[:4] or request.POST.get("school_year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year  # noqa: PLR2004
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _neighbors(year: int) -> dict[str, Any]:
    """The ways to the years beside, and which years have data at all."""
    known = known_years()
    return {
        "before": address("calendar", year=year - 1),
        "after": address("calendar", year=year + 1),
        "first": known[-1],
        "last": known[0],
    }


def _edit(edit: CalendarDay) -> Row:
    what = Tag(_("工作日")) if edit.working else Tag(_("休息日"))
    return Row(edit.day.isoformat(), {"day": edit.day, "what": what, "why": edit.reason})


def _term(term: Term) -> Row:
    number = _("第一学期") if term.number == 1 else _("第二学期")
    cells = {
        "year": SchoolYear(term.school_year).label,
        "number": number,
        "starts_on": term.starts_on,
        "ends_on": term.ends_on,
    }
    return Row(str(term.pk), cells)
