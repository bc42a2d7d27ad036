"""When the windows of a procedure are open: the ordinary ones follow from the terms, the others from exceptions.

The rulebook says how long a window is (calendar days, dated), the city says when terms begin and end (S4: before each
vacation and after the start of term). A city exception opens or closes further days, for a stage or a district.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from django.db.models import F, Q

from xueji.parties.calendar import school_year_of
from xueji.parties.models import Term, WindowException
from xueji.process.parameters import ParameterMissingError
from xueji.process.rulebook import CompiledRulebook

DAY = timedelta(days=1)
Kind = Literal["before_vacation", "after_term_start", "exception"]


@dataclass(frozen=True)
class WindowSpan:
    """Days on which a procedure may be applied for, or (a closing exception) may not; both ends included.

    `source` is the article of an ordinary window, the paper of an exception; `key` is the exception's row. An empty
    `stage_group` is every stage, no `district_id` every district.
    """

    procedure: str
    kind: Kind
    opens: bool
    starts_on: date
    ends_on: date
    stage_group: str = ""
    district_id: int | None = None
    reason: str = ""
    source: str = ""
    key: int | None = None

    def covers(self, day: date) -> bool:
        """Whether the day is one of these."""
        return self.starts_on <= day <= self.ends_on

    def concerns(self, stage_group: str, district_ids: frozenset[int]) -> bool:
        """Whether it holds for a stage and one of these districts: the receiving one, in a transfer."""
        return self.stage_group in {"", stage_group} and (self.district_id is None or self.district_id in district_ids)


@dataclass(frozen=True)
class WindowReader:
    """The windows of one procedure around one day; asks the database nothing more."""

    on: date
    spans: tuple[WindowSpan, ...]
    known: bool

    def is_open(self, stage_group: str, district_ids: frozenset[int]) -> bool | None:
        """Whether it may be applied for on the day; None where the city has not set the terms that would say so."""
        span = self.current(stage_group, district_ids)
        if span is not None:
            return span.opens
        return False if self.known else None

    def current(self, stage_group: str, district_ids: frozenset[int]) -> WindowSpan | None:
        """What decides the day: a closing exception before an opening one, and that before the ordinary window."""
        return self._deciding(self.on, stage_group, district_ids)

    def next_opening(self, stage_group: str, district_ids: frozenset[int]) -> date | None:
        """The first open day from `on` on (`on` itself, if it is open); None where none is known."""
        turns = {self.on, *(span.starts_on if span.opens else span.ends_on + DAY for span in self.spans)}
        for day in sorted(turn for turn in turns if turn >= self.on):
            span = self._deciding(day, stage_group, district_ids)
            if span is not None and span.opens:
                return day
        return None

    def _deciding(self, day: date, stage_group: str, district_ids: frozenset[int]) -> WindowSpan | None:
        found = [span for span in self.spans if span.covers(day) and span.concerns(stage_group, district_ids)]
        return max(found, key=_weight, default=None)


def window_reader(on: date, *, rulebook: CompiledRulebook, procedure: str) -> WindowReader:
    """The windows of a procedure as they stand on a day; two queries, one for an edition without such windows."""
    exceptions = _exceptions(Q(procedure=procedure, ends_on__gte=on))
    if not has_windows(rulebook, procedure):
        return WindowReader(on, tuple(exceptions), known=False)
    terms = terms_around(on, on)
    ordinary = _ordinary(terms, rulebook, procedure)
    return WindowReader(on, (*ordinary, *exceptions), known=_is_known(on, terms))


def windows_between(
    first: date, last: date, *, rulebook: CompiledRulebook, terms: Sequence[Term] | None = None
) -> list[WindowSpan]:
    """Every window and exception of every procedure that touches these days, in order of their first day.

    `terms` may be handed in by who has read them already (`terms_around`): then it costs one query, else two.
    """
    known = terms_around(first, last) if terms is None else terms
    spans = [span for procedure in windowed(rulebook) for span in _ordinary(known, rulebook, procedure)]
    spans += _exceptions(Q(starts_on__lte=last, ends_on__gte=first))
    touching = (span for span in spans if span.starts_on <= last and span.ends_on >= first)
    return sorted(touching, key=lambda span: (span.starts_on, span.ends_on, span.procedure))


def terms_around(first: date, last: date) -> list[Term]:
    """The terms of the school years of these days, and of the years beside: no window reaches further."""
    return list(Term.objects.filter(school_year__range=(school_year_of(first) - 1, school_year_of(last) + 1)))


def windowed(rulebook: CompiledRulebook) -> list[str]:
    """Procedures that have windows in this edition."""
    return [procedure for procedure in rulebook.rulebook.term_windows if has_windows(rulebook, procedure)]


def has_windows(rulebook: CompiledRulebook, procedure: str) -> bool:
    """Whether this edition gives the procedure windows: its parameters tell."""
    return any(name in rulebook.parameters for name in _names(rulebook, procedure))


def _names(rulebook: CompiledRulebook, procedure: str) -> tuple[str, ...]:
    """The parameters that say how long its windows are. One that an edition lacks, or sets to nought, opens none."""
    prefix = rulebook.rulebook.term_windows.get(procedure)
    return (f"{prefix}_before_vacation_days", f"{prefix}_after_term_start_days") if prefix else ()


def _ordinary(terms: Iterable[Term], rulebook: CompiledRulebook, procedure: str) -> list[WindowSpan]:
    before, after = _names(rulebook, procedure)
    found = []
    for term in terms:
        days, source = _days(rulebook, before, term.ends_on)
        if days:
            starts = term.ends_on - DAY * (days - 1)
            found.append(WindowSpan(procedure, "before_vacation", True, starts, term.ends_on, source=source))  # noqa: FBT003
        days, source = _days(rulebook, after, term.starts_on)
        if days:
            ends = term.starts_on + DAY * (days - 1)
            span = WindowSpan(procedure, "after_term_start", True, term.starts_on, ends, source=source)  # noqa: FBT003
            found.append(span)
    return found


def _days(rulebook: CompiledRulebook, name: str, on: date) -> tuple[int, str]:
    """Length in calendar days on the day a window is about, with its article; nought where nothing is in force yet."""
    if name not in rulebook.parameters:
        return 0, ""
    try:
        return rulebook.parameters.days(name, on), rulebook.parameters.parameter(name).on(on).source
    except ParameterMissingError:
        return 0, ""


def _exceptions(wanted: Q) -> list[WindowSpan]:
    """Exceptions that hold at all, each up to the day before it was taken back."""
    never = Q(ended_on__isnull=False, ended_on__lte=F("starts_on"))
    return [_span(row) for row in WindowException.objects.filter(wanted).exclude(never).order_by("starts_on", "id")]


def _span(row: WindowException) -> WindowSpan:
    whole = WindowSpan(
        row.procedure,
        "exception",
        row.opens,
        row.starts_on,
        row.ends_on,
        row.stage_group,
        row.district_id,
        row.reason,
        row.paper_number,
        row.pk,
    )
    if row.ended_on is None:
        return whole
    return replace(whole, ends_on=min(row.ends_on, row.ended_on - DAY))


def _is_known(on: date, terms: list[Term]) -> bool:
    """Whether the terms set so far say that the day lies in no window.

    They do inside a term, and in a vacation whose two ends are set. August is before the first term of its school
    year, July after the second: there the other end belongs to another year, and no window reaches so far.
    """
    if any(term.starts_on <= on <= term.ends_on for term in terms):
        return True
    own = {term.number: term for term in terms if term.school_year == school_year_of(on)}
    first, second = own.get(1), own.get(2)
    if first is not None and on < first.starts_on:
        return True
    if second is not None and on > second.ends_on:
        return True
    return first is not None and second is not None


def _weight(span: WindowSpan) -> tuple[bool, bool, date]:
    return (not span.opens, span.kind == "exception", span.ends_on)
