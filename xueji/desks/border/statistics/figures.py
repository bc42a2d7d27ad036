"""Figures of the border: what is open, how long answers took, what failed with which error, what is silent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Q

from xueji.exchange.models import Crossing, OutgoingMessage
from xueji.exchange.models.messages import MessageState
from xueji.vocabulary.border.error_help import help_for
from xueji.vocabulary.border.verbs import ToNation

PROVINCE, SCHOOL = "province", "school"
_BY = {PROVINCE: "other_province", SCHOOL: "school__name"}
_CASES_BY = {PROVINCE: "other_province", SCHOOL: "case__school__name"}


class Median(Aggregate):
    """The middle one of the values of a group."""

    function = "percentile_cont"
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    name = "Median"


@dataclass
class Line:
    """One province or school. `median` is how long the nation took to answer an application; None: no answer yet."""

    key: str
    open: int = 0
    said: int = 0
    silent: int = 0
    median: timedelta | None = None
    failed: Counter[str] = field(default_factory=Counter)

    @property
    def days(self) -> float | None:
        """The median in days, with one decimal."""
        return None if self.median is None else round(self.median / timedelta(days=1), 1)


def lines_by(by: str, since: datetime) -> list[Line]:
    """One line a province or school, the one with the most silent and open ones first. Four queries."""
    lines: dict[str, Line] = defaultdict(lambda: Line(""))
    open_cases = Crossing.objects.filter(case__closed_on__isnull=True)
    for key, count in _rows(open_cases, _CASES_BY[by], n=Count("pk")):
        lines[key].open = count
    said = OutgoingMessage.objects.exclude(**{_BY[by]: ""}).filter(**{f"{_BY[by]}__isnull": False})
    sent = said.filter(handed_over_at__gte=since)
    silent = Count("pk", filter=Q(state=MessageState.SILENT, replaced_by__isnull=True))
    for key, count, unheard in _rows(sent, _BY[by], n=Count("pk"), silent=silent):
        lines[key].said, lines[key].silent = count, unheard
    answered = sent.filter(verb=ToNation.APPLY.value, answered_at__isnull=False)
    took = Median(F("answered_at") - F("handed_over_at"), output_field=DurationField())
    for key, median in _rows(answered, _BY[by], median=took):
        lines[key].median = median
    _count_errors(lines, by, sent)
    for key, line in lines.items():
        line.key = key
    return sorted(lines.values(), key=lambda line: (-line.silent, -line.open, -sum(line.failed.values()), line.key))


def errors_of(lines: Iterable[Line]) -> list[tuple[str, int]]:
    """Every error of these lines with how often it came, the most frequent first."""
    counted: Counter[str] = Counter()
    for line in lines:
        counted.update(line.failed)
    return counted.most_common()


def _count_errors(lines: dict[str, Line], by: str, sent: Any) -> None:
    rejected = sent.filter(state=MessageState.REJECTED)
    told = rejected.order_by().values_list(_BY[by], "answer_code", "answer_text").annotate(n=Count("pk"))
    for key, code, text, count in told:
        known = help_for(code, text)
        lines[key].failed[known.says if known else text or code or "—"] += count


def _rows(found: Any, by: str, **aggregates: Any) -> Sequence[tuple[Any, ...]]:
    rows = found.order_by().values_list(by).annotate(**aggregates)
    return [row for row in rows if row[0]]
