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
from xueji.desks.design.parts import CellFault, Column, Pager, Verdict
from xueji.desks.entrants.batches import selection
from xueji.desks.entrants.batches.deciding import WAITING, list_address
from xueji.desks.entrants.batches.steps import step_of
from xueji.desks.entrants.standing import cited, for_deciding_posts, state_of
from xueji.parties.actors import Actor
from xueji.vocabulary.text import Text

PAGE = 100


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
    why = _reasons(picked.refused)
    rows = sorted(picked.cases, key=lambda case: (case not in why, case))
    start = _start(request.GET.get("from", ""), len(rows))
    context = {
        "step": step,
        "taken": len(rows) - len(why),
        "refused": len(why),
        "columns": [
            Column("name", _("姓名")),
            Column("document", _("身份证件号"), "masked"),
            Column("state", _("现在的状态")),
        ],
        "verdicts": _verdicts(rows, start, why, request.actor),
        "words": {"accept": _("已办理"), "problem": _("已办理"), "reject": _("没有办理")},
        "pages": _pages(reverse("entrant_batch_result", args=[batch]), start, len(rows)),
        "back": list_address(picked.back),
    }
    return render(request, "entrants/batch_result.jinja", context)


def _reasons(refused: Sequence[Mapping[str, Any]]) -> dict[int, list[CellFault]]:
    told = {}
    for group in refused:
        faults = [_fault(reason) for reason in group["reasons"]]
        told.update(dict.fromkeys(group["cases"], faults))
    return told


def _fault(reason: Mapping[str, str]) -> CellFault:
    source = cited(reason["source"])
    says = Text(reason["zh"], reason["en"])
    says = Text(f"{says.zh}（{source}）", f"{says.en} ({source})") if source else says
    return CellFault(reason["field"], says, Text(reason["mend_zh"], reason["mend_en"]))


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


def _start(asked: str, count: int) -> int:
    return min(int(asked), max(count - 1, 0)) // PAGE * PAGE if asked.isascii() and asked.isdigit() else 0


def _pages(address: str, start: int, count: int) -> Pager:
    before = f"{address}?from={start - PAGE}" if start else None
    after = f"{address}?from={start + PAGE}" if start + PAGE < count else None
    return Pager(min(PAGE, count - start), count, before, after, address if start else None)
