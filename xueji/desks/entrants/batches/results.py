"""What became of a batch: a line for every row, taken or refused, with rule, source and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.queries import visible_to
from xueji.desks.access import DeskRequest
from xueji.desks.cases.batches import selection
from xueji.desks.cases.batches.telling import PAGE, pages_of, reasons_by_case, refused_first, start_of
from xueji.desks.cases.standing import for_deciding_posts, state_of
from xueji.desks.design.parts import CellFault, Column, Link, Tag, Verdict
from xueji.desks.entrants.batches.deciding import WAITING, list_address
from xueji.desks.entrants.batches.steps import step_of
from xueji.parties.actors import Actor


@require_GET
@for_deciding_posts
def batch_result(request: DeskRequest, batch: UUID) -> HttpResponse:
    """Show the result; refused rows come first. Reloading this page decides nothing."""
    picked = selection.find(request.session, batch)
    step = step_of(picked.state, picked.event) if picked else None
    if picked is None or step is None:
        raise Http404
    if picked.refused is None:
        return redirect(WAITING, batch)
    why = reasons_by_case(picked.refused)
    rows = refused_first(picked.cases, why)
    start = start_of(request.GET.get("from", ""), len(rows))
    context = {
        "crumbs": [Link(_("新生"), list_address(picked.back))],
        "tags": [Tag(step.label)],
        "step": step.label,
        "unit": _("名"),
        "taken": len(rows) - len(why),
        "refused": len(why),
        "columns": [
            Column("name", _("姓名")),
            Column("document", _("身份证件号"), "masked"),
            Column("state", _("现在的状态")),
        ],
        "verdicts": _verdicts(rows, start, why, request.actor),
        "pages": pages_of(reverse("entrant_batch_result", args=[batch]), start, len(rows)),
        "back": Link(_("返回名单"), list_address(picked.back)),
    }
    return render(request, "cases/batch_result.jinja", context)


def _verdicts(rows: Sequence[int], start: int, why: Mapping[int, list[CellFault]], actor: Actor) -> list[Verdict]:
    """The lines of one page. A row that has meanwhile gone to another office keeps its line without its name."""
    page = rows[start : start + PAGE]
    cases = {case.pk: case for case in visible_to(actor).filter(pk__in=page).defer("entrant__verbatim")}
    lines = []
    for number, key in enumerate(page, start=start + 1):
        case = cases.get(key)
        entrant: Any = case.entrant if case else None
        cells = {
            "name": entrant.name if entrant else _("已不在本单位"),
            "document": entrant.document_number if entrant else None,
            "state": state_of(case).label if case else None,
        }
        url = reverse("entrant", args=[entrant.pk]) if entrant else None
        lines.append(Verdict(number, "reject" if key in why else "accept", cells, why.get(key, []), url))
    return lines
