"""The sheet itself on the page of an import: figures over it, filters, and its rows a page at a time."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from xueji.desks.access import DeskRequest
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.parts import Choice, Fact, Figure, Filter, Label, Tone
from xueji.desks.district.asking import address, asked
from xueji.desks.intake.telling import outcome_label, sheet_columns, sheet_row
from xueji.exchange.intake.columns.layout import find_layout
from xueji.exchange.intake.workbook.cells import SheetHead
from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus, RowOutcome, RowVerdict
from xueji.exchange.queries import rows_of

LANDED = frozenset({BatchStatus.DONE, BatchStatus.UNDONE})


def rows_on_page(request: DeskRequest, batch: ImportBatch) -> dict[str, Any]:
    """The sheet, row by row as it stands there, narrowed to one verdict or outcome if asked."""
    landed = batch.status in LANDED
    verdict, outcome = asked(request, "verdict"), asked(request, "outcome")
    rows = rows_of(batch, verdict if verdict in RowVerdict.values else "")
    rows = rows.filter(outcome=outcome) if landed and outcome in RowOutcome.values else rows
    page = keyset_page(rows.order_by(), [("row", int)], request.GET)
    headings = batch.headings
    return {
        "landed": landed,
        "figures": _figures(batch, landed=landed),
        "filters": _filters(verdict, outcome, landed=landed),
        "columns": sheet_columns(batch, with_outcome=landed),
        "verdicts": [sheet_row(row, headings, with_outcome=landed) for row in page.rows],
        "pages": page.pager(request.GET, rows.count()),
        "here": address("import", batch.pk),
    }


def _figures(batch: ImportBatch, *, landed: bool) -> list[Figure]:
    counts = batch.counts
    figures = [Figure(_("全部"), counts.get("rows", 0), address("import", batch.pk))]
    if landed:
        told = dict(rows_of(batch).order_by().exclude(outcome="").values_list("outcome").annotate(n=Count("pk")))
        figures += [
            _figure(batch, outcome_label(outcome), told.get(outcome, 0), outcome=outcome)
            for outcome in RowOutcome.values
        ]
    else:
        figures.append(_figure(batch, _("可导入"), counts.get("accept", 0), "done", verdict=RowVerdict.ACCEPT.value))
    doubted = _("可导入，查明前不能建立学籍")
    return [
        *figures,
        _figure(batch, _("疑似重复"), counts.get("problem", 0), "waits", doubted, verdict=RowVerdict.PROBLEM.value),
        _figure(
            batch,
            _("不导入"),
            counts.get("reject", 0),
            "late",
            _("改正后可再次导入"),
            verdict=RowVerdict.REJECT.value,
        ),
    ]


def _figure(
    batch: ImportBatch, label: Label, count: int, tone: Tone = "plain", note: str | None = None, **narrowed: str
) -> Figure:
    """A figure that leads to its rows; a nought leads nowhere and has nothing to say."""
    return Figure(label, count, address("import", batch.pk, **narrowed), note, tone) if count else Figure(label, 0)


def _filters(verdict: str, outcome: str, *, landed: bool) -> list[Filter]:
    verdicts = [
        Choice("", _("全部")),
        Choice(RowVerdict.ACCEPT.value, _("可导入")),
        Choice(RowVerdict.PROBLEM.value, _("疑似重复")),
        Choice(RowVerdict.REJECT.value, _("不导入")),
    ]
    filters = [Filter("verdict", _("结论"), "select", verdict, verdicts)]
    if landed:
        outcomes = [Choice("", _("全部")), *(Choice(value, outcome_label(value)) for value in RowOutcome.values)]
        filters.append(Filter("outcome", _("导入结果"), "select", outcome, outcomes))
    return filters


def recognized(batch: ImportBatch) -> list[Fact]:
    """Which column was taken for which field, found again from the headings as they were kept."""
    rows: list[Any] = [(batch.header_row, list(batch.headings))]
    layout = find_layout([SheetHead(batch.sheet, rows)], own_list=batch.school_id is not None)
    unknown = _("不识别，原样保存")
    return [Fact(column.heading, column.field.heading if column.field else unknown) for column in layout.columns]
