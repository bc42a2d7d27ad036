"""Open doubts: the district's to decide, the school's to know, the city's to watch."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.parts import Cell, Choice, Column, Filter, Row, Tag
from xueji.desks.district.asking import address, asked, asked_key
from xueji.desks.district.problems.sides import kind_label
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.parties.queries import districts
from xueji.records.models import Entrant, ProblemRecord
from xueji.records.queries import doubts_of

OPEN, RESOLVED = "open", "resolved"


@require_GET
@for_deciding_posts
def problems(request: DeskRequest) -> HttpResponse:
    """Show the doubts about entrants that concern the actor's office; those about records have a desk of their own."""
    actor = request.actor
    shown = asked(request, "shown") or OPEN
    found = doubts_of(actor).filter(flagged__isnull=False, resolved_on__isnull=shown != RESOLVED)
    district = asked_key(request, "district")
    if district and actor.sees_whole_city:
        found = found.filter(district_id=district)
    total = found.count()
    rows = found.select_related(
        "flagged__school",
        "flagged__district",
        "other_entrant__school",
        "other_entrant__district",
        "other_record__student",
    )
    page = keyset_page(rows, [("pk", int)], request.GET)
    context = {
        "filters": _filters(actor, shown, asked(request, "district")),
        "total": total,
        "shown": shown,
        "decides": may(actor, "resolve_possible_duplicate"),
        "columns": _columns(shown),
        "rows": [_row(problem, actor) for problem in page.rows],
        "pages": page.pager(request.GET, total),
    }
    return render(request, "district/problems.jinja", context)


def _filters(actor: Actor, shown: str, district: str) -> list[Filter]:
    filters = [Filter("shown", _("处理"), "select", shown, [Choice(OPEN, _("待处理")), Choice(RESOLVED, _("已处理"))])]
    if actor.sees_whole_city:
        choices = [Choice("", _("全部")), *(Choice(str(office.pk), office.name) for office in districts())]
        filters.append(Filter("district", _("区县"), "select", district, choices))
    return filters


def _columns(shown: str) -> list[Column]:
    return [
        Column("name", _("疑似重复的新生"), "open"),
        Column("document", _("身份证件号"), "masked"),
        Column("kind", _("疑点")),
        Column("other", _("与谁相似")),
        Column("found_on", _("发现日期"), "date"),
        Column("state", _("处理结果") if shown == RESOLVED else _("由谁处理"), "tag"),
    ]


def _row(problem: Any, actor: Actor) -> Row:
    state: Any = Tag(problem.district.name, "waits") if _decided_here(problem, actor) else problem.flagged.district.name
    if problem.resolved_on:
        state = Cell(problem.resolved_on.isoformat(), problem.resolved_by)
    mine = _sees(problem.flagged, actor)
    cells = {
        "name": Cell(
            _shown(problem.flagged, actor), problem.flagged.school.short_name, url=address("problem", problem.pk)
        ),
        "document": problem.flagged.document_number if mine else "",
        "kind": kind_label(problem),
        "other": _other(problem, actor),
        "found_on": problem.found_on,
        "state": state,
    }
    return Row(str(problem.pk), cells, address("problem", problem.pk))


def _decided_here(problem: ProblemRecord, actor: Actor) -> bool:
    return problem.district_id == actor.district_id and may(actor, "resolve_possible_duplicate")


def _other(problem: ProblemRecord, actor: Actor) -> Cell:
    if problem.other_entrant is not None:
        other = problem.other_entrant
        return Cell(_shown(other, actor), other.school.short_name)
    return Cell(_("一名已有学籍的学生"))


def _sees(entrant: Entrant, actor: Actor) -> bool:
    return not actor.school_id or entrant.school_id == actor.school_id


def _shown(entrant: Entrant, actor: Actor) -> str:
    return entrant.name if _sees(entrant, actor) else f"{entrant.name[:1]}{'＊' * max(len(entrant.name) - 1, 1)}"
