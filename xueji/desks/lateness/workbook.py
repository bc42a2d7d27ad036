"""The same tables as they leave in a workbook: plain values, the units in the headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from xueji.desks.design.filters import in_words
from xueji.desks.lateness.tables import days_told, step_label, step_of
from xueji.insight.figures import Figures, PlaceLine, StepLine


def headings(first: Sequence[str]) -> list[str]:
    """Headings of a workbook: what a row is, then the figures with their units."""
    return [
        *first,
        *(_("现在逾期（件）"), _("逾期1至3个工作日"), _("逾期4至10个工作日"), _("逾期超过10个工作日"), _("最早到期日")),
        *(_("期内办结（环节）"), _("其中逾期"), _("逾期率（%）"), _("用时中位数（日历日）"), _("九成不超过（日历日）")),
    ]


def place_cells(lines: Iterable[PlaceLine]) -> Iterable[Sequence[object]]:
    """Rows of the league table's workbook."""
    for line in lines:
        yield [line.code, line.name, line.district, *_plain(line.figures)]


def step_cells(lines: Iterable[StepLine]) -> Iterable[Sequence[object]]:
    """Rows of the workbook of steps."""
    for line in lines:
        procedure, state = step_of(line)
        title = procedure.title if procedure else line.procedure
        yield [str(in_words(title)), str(in_words(step_label(state, line.state))), *_plain(line.figures)]


def _plain(figures: Figures) -> list[object]:
    return [
        *(figures.open_late, *figures.ages, figures.oldest),
        *(figures.steps, figures.late, figures.share, days_told(figures.median), days_told(figures.p90)),
    ]
