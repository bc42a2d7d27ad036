"""The list of problem records: one's own children, what the doubt is, who raised it, and how far it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.models import Case
from xueji.desks.access import DeskRequest
from xueji.desks.border.telling import province
from xueji.desks.cases.doubted import RELATED, own_side, record_problems, records_here
from xueji.desks.cases.standing import for_deciding_posts, state_of
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.frame import NavItem
from xueji.desks.design.parts import Cell, Choice, Column, Filter, Label, Row, Tag
from xueji.desks.district.asking import address, asked
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.records.models.problems import ProblemKind, ProblemOrigin, ProblemResolution
from xueji.vocabulary.text import Text

OPEN, RESOLVED = "", "resolved"
KINDS: dict[str, Text] = {
    ProblemKind.SAME_DOCUMENT.value: Text("身份证件号重复", "Same document number"),
    ProblemKind.SAME_LIKENESS.value: Text("姓名、性别、出生日期相同", "Same name, sex and birth date"),
    ProblemKind.WRONG_DOCUMENT.value: Text("身份证件号错误", "Wrong document number"),
}
ORIGINS: dict[str, Text] = {
    ProblemOrigin.ENTRANCE.value: Text("入口查重", "At an entrance"),
    ProblemOrigin.SCAN.value: Text("本市查重", "Our own scan"),
    ProblemOrigin.NATION.value: Text("全国查重", "The national table"),
}
RESOLUTIONS: dict[str, Text] = {
    ProblemResolution.DOCUMENT_CORRECTED.value: Text("更正证件号", "Document corrected"),
    ProblemResolution.WITHDRAWN.value: Text("撤回该新生", "Entrant withdrawn"),
    ProblemResolution.DIFFERENT_CHILDREN.value: Text("认定为两名不同学生", "Two different children"),
    ProblemResolution.SUBSTANTIATED.value: Text("佐证通过", "Substantiated"),
    ProblemResolution.CORRECTED.value: Text("变更通过", "Corrected"),
    ProblemResolution.REMOVED.value: Text("已删除", "Removed"),
    ProblemResolution.MERGED.value: Text("已合并", "Merged"),
    ProblemResolution.CLOSED_BY_NATION.value: Text("全国系统解除", "Closed by the nation"),
}


@require_GET
@for_deciding_posts
def problem_records(request: DeskRequest) -> HttpResponse:
    """Show one page of the list."""
    actor, shown, origin = request.actor, asked(request, "shown"), asked(request, "origin")
    found = record_problems(actor).filter(resolved_on__isnull=shown != RESOLVED)
    found = found.filter(origin=origin) if origin in ORIGINS else found
    total = found.count()
    page = keyset_page(found.select_related(*RELATED), [("pk", int)], request.GET)
    handled, here = _handled(page.rows), records_here(page.rows, actor)
    context: dict[str, Any] = {
        "tabs": tabs(actor, "problem_records"),
        "filters": _filters(shown, origin),
        "asked": bool(shown or origin),
        "columns": _columns(shown),
        "rows": [_row(problem, here, handled) for problem in page.rows],
        "pages": page.pager(request.GET, total),
        "total": total,
    }
    return render(request, "border/problem_records.jinja", context)


def tabs(actor: Actor, here: str) -> list[NavItem]:
    """Certain doubts, for offices above schools what only looks alike, and for who merges what was merged."""
    pages = [("problem_records", _("问题学籍"))]
    if not actor.school_id:
        pages.append(("possible_duplicates", _("疑似重复（仅供核对）")))
    if may(actor, "merge_records"):
        pages.append(("record_merges", _("合并记录")))
    return [NavItem(label, reverse(name), current=name == here) for name, label in pages]


def kind_label(problem: Any) -> Label:
    """What the doubt is."""
    return KINDS[problem.kind]


def _filters(shown: str, origin: str) -> list[Filter]:
    states = [Choice(OPEN, _("待处理")), Choice(RESOLVED, _("已处理"))]
    origins = [Choice("", _("全部")), *(Choice(key, label) for key, label in ORIGINS.items())]
    return [
        Filter("shown", _("处理"), value=shown, choices=states),
        Filter("origin", _("由谁发现"), value=origin, choices=origins),
    ]


def _columns(shown: str) -> list[Column]:
    return [
        Column("name", _("学生"), "open"),
        Column("kind", _("问题类型")),
        Column("origin", _("由谁发现"), on_phone=False),
        Column("other", _("另一方")),
        Column("found", _("发现日期"), "date"),
        Column("state", _("处理结果") if shown == RESOLVED else _("办理情况"), "tag"),
    ]


def _handled(problems: list[Any]) -> dict[int, Case]:
    """The open case about each problem's records, by record."""
    records = {key for problem in problems for key in (problem.flagged_record_id, problem.other_record_id) if key}
    found = Case.objects.filter(student_record_id__in=records, closed_on__isnull=True)
    return {case.student_record_id or 0: case for case in found}


def _row(problem: Any, here: set[int], handled: dict[int, Case]) -> Row:
    ours = own_side(problem, here)
    cells = {
        "name": ours.student.name,
        "kind": kind_label(problem),
        "origin": ORIGINS[problem.origin],
        "other": other_side(problem, ours),
        "found": problem.found_on,
        "state": _state(problem, handled.get(ours.pk)),
    }
    return Row(str(problem.pk), cells, address("problem_record", problem.pk))


def other_side(problem: Any, ours: Any) -> Label | None:
    """Who the other side is: a province, or another record of this city."""
    if problem.other_province:
        return province(problem.other_province)
    other = problem.other_record if ours.pk == problem.flagged_record_id else problem.flagged_record
    return _("本市另一份学籍") if other is not None else None


def _state(problem: Any, case: Case | None) -> Cell | Tag:
    if problem.resolved_on is not None:
        label = RESOLUTIONS.get(problem.resolution, Text(problem.resolution, problem.resolution))
        return Cell(Tag(label, "done"), problem.resolved_on.isoformat())
    return Tag(state_of(case).label, "info") if case else Tag(_("待处理"), "waits")
