"""What became of a batch of cases: a line for every row, taken or refused, with rule, source and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.queries import visible_to
from xueji.desks.access import DeskRequest
from xueji.desks.cases.batches import selection
from xueji.desks.cases.batches.deciding import WAITING
from xueji.desks.cases.batches.steps import steps_for
from xueji.desks.cases.batches.telling import PAGE, pages_of, reasons_by_case, refused_first, start_of
from xueji.desks.cases.listing.asked import list_address
from xueji.desks.cases.listing.rows import way_of
from xueji.desks.cases.sides import child_name, dressed
from xueji.desks.cases.standing import for_deciding_posts, state_of
from xueji.desks.design.parts import CellFault, Column, Link, Tag, Verdict
from xueji.parties.actors import Actor


@require_GET
@for_deciding_posts
def case_batch_result(request: DeskRequest, batch: UUID) -> HttpResponse:
    """Show the result; refused rows come first. Reloading this page decides nothing."""
    picked = selection.find(request.session, batch)
    if picked is None:
        raise Http404
    if picked.refused is None:
        return redirect(WAITING, batch)
    back = QueryDict(picked.back)
    step = steps_for(back.get("procedure", ""), back.get("state", ""), request.actor).get(picked.event)
    why = reasons_by_case(picked.refused)
    rows = refused_first(picked.cases, why)
    start = start_of(request.GET.get("from", ""), len(rows))
    context = {
        "crumbs": [Link(_("业务办理"), list_address(picked.back))],
        "tags": [Tag(step.label)] if step else [],
        "step": step.label if step else "",
        "taken": len(rows) - len(why),
        "refused": len(why),
        "unit": _("件"),
        "columns": [Column("name", _("学生")), Column("way", _("学校")), Column("state", _("现在的状态"))],
        "verdicts": _verdicts(rows, start, why, request.actor),
        "pages": pages_of(reverse("case_batch_result", args=[batch]), start, len(rows)),
        "back": Link(_("返回列表"), list_address(picked.back)),
    }
    return render(request, "cases/batch_result.jinja", context)


def _verdicts(rows: Sequence[int], start: int, why: Mapping[int, list[CellFault]], actor: Actor) -> list[Verdict]:
    """The lines of one page. A row that this place has no part in any more keeps its line without its name."""
    page = rows[start : start + PAGE]
    cases = {case.pk: case for case in dressed(visible_to(actor).filter(pk__in=page))}
    lines = []
    for number, key in enumerate(page, start=start + 1):
        case = cases.get(key)
        cells = {
            "name": child_name(case) if case else _("已不在本单位"),
            "way": way_of(case) if case else None,
            "state": state_of(case).label if case else None,
        }
        url = reverse("case", args=[key]) if case else None
        lines.append(Verdict(number, "reject" if key in why else "accept", cells, why.get(key, []), url))
    return lines
