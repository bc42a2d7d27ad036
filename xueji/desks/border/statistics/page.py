"""The page of the figures, and its workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.border.statistics.figures import PROVINCE, SCHOOL, Line, errors_of, lines_by
from xueji.desks.border.telling import province
from xueji.desks.border.watching import for_border_posts
from xueji.desks.children.printing import Listing, export_list, workbook_answer
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Cell, Choice, Column, Filter, Link, Row
from xueji.desks.district.asking import address, asked
from xueji.parties.clock import city_now, city_today
from xueji.parties.office_acts import may

PERIODS = ("90", "30", "365")


@require_GET
@for_border_posts
def border_statistics(request: DeskRequest) -> HttpResponse:
    """Show a line a province or school, and the errors beside them."""
    by, days = _asked(request)
    lines = lines_by(by, city_now() - timedelta(days=int(days)))
    export = address("border_statistics_export", by=by, days=days) if may(request.actor, "export_list") else None
    context = {
        "crumbs": [Link(_("跨省交换"), reverse("border"))],
        "filters": _filters(by, days),
        "columns": _columns(by),
        "rows": [_row(line, by) for line in lines],
        "total": len(lines),
        "export": export,
        "error_columns": [Column("text", _("全国系统返回")), Column("count", _("次数"), "number")],
        "errors": [Row(text, {"text": text, "count": count}) for text, count in errors_of(lines)],
    }
    return render(request, "border/statistics.jinja", context)


@require_GET
@for_border_posts
def border_statistics_export(request: DeskRequest) -> FileResponse:
    """The table of this very page as a workbook, with a column for each error."""
    by, days = _asked(request)
    lines = lines_by(by, city_now() - timedelta(days=int(days)))
    errors = [text for text, _count in errors_of(lines)]
    told = {"by": _by_label(by), "day": city_today().isoformat()}
    title = _("跨省业务统计（%(by)s）%(day)s") % told
    headings = [
        _by_label(by),
        _("在办（件）"),
        _("已送交（条）"),
        _("无回音（条）"),
        _("申请回音中位数（日历日）"),
        *errors,
    ]
    subject = f"office:{request.actor.office_id}"
    listing = Listing(title, headings, _cells(lines, errors, by), subject, {"by": by, "days": days})
    return workbook_answer(export_list(actor=request.actor, listing=listing), f"{title}.xlsx")


def _asked(request: DeskRequest) -> tuple[str, str]:
    days = asked(request, "days")
    return SCHOOL if asked(request, "by") == SCHOOL else PROVINCE, days if days in PERIODS else PERIODS[0]


def _by_label(by: str) -> str:
    return _("学校") if by == SCHOOL else _("外省")


def _filters(by: str, days: str) -> list[Filter]:
    groups = [Choice(PROVINCE, _("按外省")), Choice(SCHOOL, _("按学校"))]
    periods = [Choice(each, _("近%(n)s天") % {"n": each}) for each in sorted(PERIODS, key=int)]
    return [
        Filter("by", _("分组"), value=by, choices=groups),
        Filter("days", _("送交日期"), value=days, choices=periods),
    ]


def _columns(by: str) -> list[Column]:
    return [
        Column("name", _by_label(by)),
        Column("open", _("在办"), "number"),
        Column("said", _("已送交"), "number"),
        Column("silent", _("无回音"), "number"),
        Column("days", _("申请回音中位数（日历日）"), "number"),
        Column("failed", _("被退回"), "number"),
        Column("why", _("最多的错误"), on_phone=False),
    ]


def _row(line: Line, by: str) -> Row:
    worst = line.failed.most_common(1)
    where = {"province": line.key} if by == PROVINCE else {}
    silent = Cell(line.silent, tone="late", url=address("border_outgoing", state="silent", **where))
    cells: dict[str, Any] = {
        "name": _name(line, by),
        "open": line.open,
        "said": line.said,
        "silent": silent if line.silent and by == PROVINCE else line.silent,
        "days": line.days,
        "failed": sum(line.failed.values()),
        "why": worst[0][0] if worst else None,
    }
    return Row(line.key, cells)


def _name(line: Line, by: str) -> str:
    return str(words(province(line.key))) if by == PROVINCE else line.key


def _cells(lines: Iterable[Line], errors: Sequence[str], by: str) -> Iterable[Sequence[Any]]:
    for line in lines:
        figures = (line.open, line.said, line.silent, line.days)
        yield [_name(line, by), *figures, *(line.failed.get(text, 0) for text in errors)]
