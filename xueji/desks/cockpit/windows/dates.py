"""Every date of some days of the year, in the reader's words: terms, windows, deadlines, holidays and exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from django.utils.translation import gettext as _

from xueji.desks.design.filters import in_words
from xueji.desks.district.dates import windows as deadlines_of
from xueji.parties.calendar import SchoolCalendar
from xueji.parties.models import CalendarDay, Term
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.windows import WindowSpan, terms_around, windows_between
from xueji.process.rulebook import CompiledRulebook
from xueji.vocabulary.calendar.working_days import CalendarYearMissing, WorkingCalendar, national_calendar
from xueji.vocabulary.schooling.school_years import SchoolYear
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.tables import read_table

DAY = timedelta(days=1)
SATURDAY = 5
TERM_REGISTRATION, DEFERRAL = "term_registration_days", "deferral_limit"

Kind = Literal["term", "window", "exception", "deadline", "holiday", "working"]
CLOSES: tuple[Kind, ...] = ("window", "exception", "deadline")
"""What closes on its last day, so that somebody may be late for it."""


@dataclass(frozen=True)
class Dated:
    """One thing of the year, both ends included.

    `mark` is the sign its days carry in the grid; `key` is its identity in a subscribed calendar, where it must stay
    the same as long as the thing does.
    """

    kind: Kind
    starts_on: date
    ends_on: date
    label: str
    key: str
    note: str = ""
    source: str = ""
    mark: str = ""
    span: WindowSpan | None = None

    def covers(self, day: date) -> bool:
        """Whether the day is one of these."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Year:
    """What is known of some days: every date in order, the working days, and the years whose days are unknown."""

    dates: list[Dated]
    working: WorkingCalendar
    missing: list[int]

    def left(self, today: date, day: date) -> int | None:
        """Working days from today to a day; None where a year between has no data."""
        try:
            return self.working.working_days_left(today, day)
        except CalendarYearMissing:
            return None

    def closing_next(self, today: date) -> list[Dated]:
        """What is still to close, the next first."""
        ahead = [one for one in self.dates if one.kind in CLOSES and one.ends_on >= today]
        return sorted(ahead, key=lambda one: (one.ends_on, one.starts_on))


def read_year(first: date, last: date, *, district_id: int | None, names: dict[int, str]) -> Year:
    """Everything from `first` to `last`; exceptions of other districts than `district_id` (if any) are left out.

    `names` are the districts' names by key. Three queries.
    """
    rulebook, terms = rulebook_in_force(), terms_around(first, last)
    edits = {edit.day: edit for edit in CalendarDay.objects.all()}
    working = national_calendar().with_edits({day: edit.working for day, edit in edits.items()})
    spans = windows_between(first, last, rulebook=rulebook, terms=terms)
    mine = [span for span in spans if None in {district_id, span.district_id} or span.district_id == district_id]
    found = [
        *(one for term in terms for one in _of_term(term)),
        *(_of_spans(shared, names) for shared in _shared(mine)),
        *_deadlines(terms, working, rulebook),
        *_days_off(first, last, working, edits),
        *_days_worked(first, last, working, edits),
    ]
    shown = [one for one in found if one.starts_on <= last and one.ends_on >= first]
    missing = [year for year in range(first.year, last.year + 1) if year not in national_calendar().years]
    return Year(sorted(shown, key=lambda one: (one.starts_on, one.ends_on, one.key)), working, missing)


def term_name(number: int) -> str:
    """What a term is called."""
    return _("第一学期") if number == 1 else _("第二学期")


def procedure_name(key: str) -> str:
    """What a procedure is called; its key where the edition in force has none of that name."""
    found = rulebook_in_force().procedures.get(key)
    return str(in_words(found.title)) if found else key


def stage_name(stage_group: str) -> str:
    """What a stage group is called."""
    return str(in_words(StageGroup(stage_group).label)) if stage_group else _("全部学段")


def _of_term(term: Term) -> Iterator[Dated]:
    key = f"{term.school_year}-{term.number}"
    told = {"year": SchoolYear(term.school_year), "term": term_name(term.number)}
    yield Dated("term", term.starts_on, term.starts_on, _("%(year)s学年%(term)s开学") % told, f"term-{key}-start")
    yield Dated("term", term.ends_on, term.ends_on, _("%(year)s学年%(term)s结束") % told, f"term-{key}-end")


def _shared(spans: Sequence[WindowSpan]) -> Iterator[list[WindowSpan]]:
    """Ordinary windows of several procedures that open and close together are one line; every exception is its own."""
    together: dict[object, list[WindowSpan]] = {}
    for span in spans:
        alike = (span.kind, span.starts_on, span.ends_on, span.source)
        together.setdefault(alike if span.kind != "exception" else span.key, []).append(span)
    yield from together.values()


def _of_spans(spans: list[WindowSpan], names: dict[int, str]) -> Dated:
    span, keys = spans[0], sorted(span.procedure for span in spans)
    told = {"procedure": _("、").join(procedure_name(key) for key in keys)}
    if span.kind == "before_vacation":
        label, mark = _("%(procedure)s时段（放假前）") % told, _("转")
    elif span.kind == "after_term_start":
        label, mark = _("%(procedure)s时段（开学后）") % told, _("转")
    elif span.opens:
        label, mark = _("%(procedure)s例外开放") % told, _("开")
    else:
        label, mark = _("%(procedure)s例外关闭") % told, _("停")
    if span.kind != "exception":
        key = f"window-{'+'.join(keys)}-{span.kind}-{_anchor(span)}"
        return Dated("window", span.starts_on, span.ends_on, label, key, source=span.source, mark=mark, span=span)
    where = names.get(span.district_id, "") if span.district_id else _("全部区县")
    note = _("%(where)s，%(stage)s。%(reason)s") % {
        "where": where,
        "stage": stage_name(span.stage_group),
        "reason": span.reason,
    }
    key = f"exception-{span.key}"
    return Dated("exception", span.starts_on, span.ends_on, label, key, note, span.source, mark, span)


def _anchor(span: WindowSpan) -> date:
    """The day of term that a window hangs on: its identity stays when its length changes."""
    return span.ends_on if span.kind == "before_vacation" else span.starts_on


def _deadlines(terms: Sequence[Term], working: WorkingCalendar, rulebook: CompiledRulebook) -> Iterator[Dated]:
    """Last days of what runs from the start of term; what falls into a year without data is left out."""
    for term in terms:
        try:
            if term.number == 1:
                for number, window in enumerate(deadlines_of(SchoolCalendar(working, term.starts_on), term.starts_on)):
                    note = _("自开学起第%(days)s个工作日截止") % {"days": window.days}
                    key = f"deadline-{term.school_year}-{number}"
                    label = str(in_words(window.label))
                    yield Dated("deadline", window.ends_on, window.ends_on, label, key, note, window.source)
                yield from _since_term(DEFERRAL, term, working, rulebook)
            yield from _since_term(TERM_REGISTRATION, term, working, rulebook)
        except (CalendarYearMissing, LookupError):
            continue


def _since_term(name: str, term: Term, working: WorkingCalendar, rulebook: CompiledRulebook) -> Iterator[Dated]:
    """The last day of a number of working days from the start of term, where the edition has that parameter."""
    if name not in rulebook.parameters:
        return
    parameter, days = rulebook.parameters.parameter(name), rulebook.parameters.days(name, term.starts_on)
    ends, source = working.after(term.starts_on, days), parameter.on(term.starts_on).source
    label = _("%(title)s（%(term)s）") % {"title": in_words(parameter.title), "term": term_name(term.number)}
    note = _("自开学起第%(days)s个工作日截止") % {"days": days}
    yield Dated("deadline", ends, ends, label, f"deadline-{name}-{term.school_year}-{term.number}", note, source)


def _days_off(first: date, last: date, working: WorkingCalendar, edits: dict[date, CalendarDay]) -> Iterator[Dated]:
    """Runs of days not worked that hold at least one weekday: a holiday with the weekends it is joined to."""
    day = first
    while day <= last:
        if not _is_off(day, working):
            day += DAY
            continue
        begun = day
        while day <= last and _is_off(day, working):
            day += DAY
        run = [begun + DAY * number for number in range((day - begun).days)]
        weekdays = [one for one in run if one.weekday() < SATURDAY]
        if weekdays:
            name = next((said for one in weekdays if (said := _holiday(one, edits))), _("放假"))
            yield Dated("holiday", run[0], run[-1], name, f"holiday-{run[0]}", _reason(run, edits), mark=_("休"))


def _days_worked(first: date, last: date, working: WorkingCalendar, edits: dict[date, CalendarDay]) -> Iterator[Dated]:
    for number in range((last - first).days + 1):
        day = first + DAY * number
        if day.weekday() >= SATURDAY and not _is_off(day, working):
            yield Dated("working", day, day, _("调休上班"), f"working-{day}", _reason([day], edits), mark=_("班"))


def _is_off(day: date, working: WorkingCalendar) -> bool:
    """Whether a day is not worked; in a year without data, weekends."""
    try:
        return not working.is_working(day)
    except CalendarYearMissing:
        return day.weekday() >= SATURDAY


def _reason(days: Sequence[date], edits: dict[date, CalendarDay]) -> str:
    """Why the city changed one of these days."""
    return next((edits[day].reason for day in days if day in edits), "")


def _holiday(day: date, edits: dict[date, CalendarDay]) -> str:
    if day in edits:
        return _("市级放假")
    return _holiday_names().get(day, "")


@cache
def _holiday_names() -> dict[date, str]:
    """What a weekday off is called, by the notices of the State Council."""
    rows = read_table("xueji.vocabulary.calendar", "working_days.csv")
    return {date.fromisoformat(row["day"]): row["holiday"] for row in rows if row["kind"] == "off"}
