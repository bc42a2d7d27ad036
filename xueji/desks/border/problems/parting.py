"""合并记录: which records were merged, by whom and why, and parting two again with the same preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xueji.cases.acts.office.merging import unmerge_records
from xueji.cases.problems.merging import Preview, preview_parting, told
from xueji.desks.access import DeskRequest
from xueji.desks.border.problems.listing import tabs
from xueji.desks.border.problems.merging import LONGEST, against, basis_of, facts_of, moved_lines
from xueji.desks.children.answers import typed, wrong_by_field, wrongs
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.parts import Cell, Column, Fact, Link, Row, Tag, Wrong
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.refusals import RefusedError
from xueji.records.models import RecordMerge


@require_GET
@for_posts_that_may("merge_records", "unmerge_records")
def record_merges(request: DeskRequest) -> HttpResponse:
    """Show one page of the merges, newest first."""
    found = merges()
    total = found.count()
    page = keyset_page(found, [("newest", int)], request.GET)
    context = {
        "tabs": tabs(request.actor, "record_merges"),
        "columns": _columns(),
        "rows": [_row(merged) for merged in page.rows],
        "pages": page.pager(request.GET, total),
        "total": total,
    }
    return render(request, "border/record_merges.jinja", context)


@require_http_methods(["GET", "POST"])
@for_posts_that_may("merge_records", "unmerge_records")
def record_merge(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one merge, what went over with it, and part the two again for a reason."""
    merged = merges().filter(pk=pk).first()
    if merged is None:
        raise Http404
    wrong: list[Wrong] = []
    if request.method == "POST":
        basis, wrong = basis_of(request)
        try:
            if not wrong:
                unmerge_records(actor=request.actor, reason=basis, merged=merged)
                messages.success(request, _("已拆分，两份学籍恢复为合并之前的样子。"))
                return redirect("record_merge", pk)
        except RefusedError as error:
            wrong = wrongs(error)
    return render(request, "border/record_merge.jinja", _context(request, merged, wrong), status=422 if wrong else 200)


def merges() -> QuerySet[Any]:
    """Every merge, with both children; `newest` puts the last one first. Who may part them may see them all."""
    return RecordMerge.objects.select_related("kept__student", "removed__student").annotate(newest=-F("pk"))


def _context(request: DeskRequest, merged: Any, wrong: list[Wrong]) -> dict[str, Any]:
    parted = merged.unmerged_on is not None
    preview = Preview((), told(merged.moved)) if parted else preview_parting(merged)
    return {
        "merged": merged,
        "title": merged.kept.student.name,
        "crumbs": [
            Link(_("问题学籍"), reverse("problem_records")),
            Link(_("合并记录"), reverse("record_merges")),
        ],
        "tags": [_tag(merged)],
        "facts": _facts(merged),
        "sides": [
            {"title": title, "url": url, "facts": facts_of(record)}
            for title, url, record in (
                (_("保留的学籍"), reverse("child", args=[merged.kept.student_id]), merged.kept),
                (_("合并前的另一份学籍"), None, merged.removed),
            )
        ],
        "parted": parted,
        "against": against(preview),
        "moved": moved_lines(Preview((), told(merged.moved))),
        "reason": typed(request.POST, "reason", LONGEST),
        "papers": typed(request.POST, "papers", LONGEST),
        "wrong": wrong_by_field(wrong),
        "errors": wrong,
    }


def _facts(merged: Any) -> list[Fact]:
    facts = [
        Fact(_("合并日期"), merged.merged_on.isoformat()),
        Fact(_("办理人"), merged.merged_by),
        Fact(_("理由和依据"), merged.reason),
    ]
    if merged.unmerged_on is None:
        return facts
    return [
        *facts,
        Fact(_("拆分日期"), merged.unmerged_on.isoformat()),
        Fact(_("拆分人"), merged.unmerged_by),
        Fact(_("拆分理由"), merged.unmerge_reason),
    ]


def _tag(merged: Any) -> Tag:
    return Tag(_("已合并"), "done") if merged.unmerged_on is None else Tag(_("已拆分"), "plain")


def _columns() -> list[Column]:
    return [
        Column("name", _("学生"), "open"),
        Column("day", _("合并日期"), "date"),
        Column("who", _("办理人"), on_phone=False),
        Column("state", _("现状"), "tag"),
    ]


def _row(merged: Any) -> Row:
    kept, removed = merged.kept.student.name, merged.removed.student.name
    cells = {
        "name": Cell(kept, removed if removed != kept else None),
        "day": merged.merged_on,
        "who": merged.merged_by,
        "state": _tag(merged),
    }
    return Row(str(merged.pk), cells, address("record_merge", merged.pk))
