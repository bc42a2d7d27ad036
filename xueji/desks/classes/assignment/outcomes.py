"""The result of a batch, row by row: kept for the page that follows, so that reloading it repeats nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.batch.work import Outcome
from xueji.cases.queries import ASSIGN
from xueji.cases.queries import visible_to as cases_visible_to
from xueji.desks.cases.batches import selection
from xueji.desks.children.telling import shown_number
from xueji.desks.classes.assignment.desk import at_school
from xueji.desks.design.parts import Cell, CellFault, Verdict
from xueji.desks.errors import problem
from xueji.parties.actors import Actor
from xueji.records.queries import visible_to, with_national_number
from xueji.vocabulary.text import Text

OUTCOME = "assignment_outcome"


def batch_key(typed: str) -> UUID:
    """The batch that a page began when it was shown; sent twice, it decides once. A new one for what is none."""
    try:
        return UUID(typed)
    except ValueError:
        return uuid4()


def was_shown(request: Any, batch: UUID) -> bool:
    """Whether this very batch was decided before: the button was pressed twice, and its result is there already."""
    return selection.is_done(request.session, batch)


def show_outcomes(request: Any, batch: UUID, outcomes: Sequence[Outcome], back: str) -> HttpResponse:
    """Keep the outcomes of a batch in the session and go to their page."""
    cases = [outcome.case_id for outcome in outcomes]
    selection.keep(request.session, batch, selection.Picked(ASSIGN, "", cases, back))
    selection.conclude(request.session, batch, [outcome for outcome in outcomes if not outcome.taken])
    return redirect(OUTCOME, batch)


@at_school
@require_GET
def outcome_page(request: Any, key: UUID) -> HttpResponse:
    """What became of each row: the refused ones first, each with its reasons and remedies."""
    picked = selection.find(request.session, key)
    if picked is None or picked.refused is None:
        return problem(
            request,
            404,
            title=_("结果已不在此处"),
            says=_("逐行结果只保留最近几次分班的，退出登录后也不再保留；分班本身不受影响。"),
            mend=_("请在班级名册中查看现在的分班情况。"),
        )
    against = {case: told["reasons"] for told in picked.refused for case in told["cases"]}
    entrants: dict[int, Any] = {
        case.pk: case.entrant for case in cases_visible_to(request.actor).filter(pk__in=picked.cases)
    }
    seats = _seats(request.actor, [entrant.student_id for entrant in entrants.values()])
    rows = sorted(enumerate(picked.cases, start=1), key=lambda row: row[1] not in against)
    context = {
        "verdicts": [_verdict(number, entrants.get(case), against.get(case), seats) for number, case in rows],
        "taken": len(picked.cases) - len(against),
        "refused": len(against),
        "back": picked.back,
    }
    return render(request, "classes/outcome.jinja", context)


def _seats(actor: Actor, students: Sequence[int]) -> dict[int, Any]:
    spells = visible_to(actor).filter(student_id__in=students).select_related("class_group")
    return {spell.student_id: spell for spell in with_national_number(spells)}


def _verdict(number: int, entrant: Any, reasons: Sequence[dict[str, str]] | None, seats: dict[int, Any]) -> Verdict:
    seat = seats.get(entrant.student_id) if entrant is not None and reasons is None else None
    url = reverse("child", args=[seat.student_id]) if seat is not None else None
    cells = {
        "name": Cell(entrant.name, url=url) if entrant is not None else "",
        "class_group": seat.class_group.name if seat is not None and seat.class_group else "",
        "seat": seat.seat_number if seat is not None else None,
        "number": shown_number(seat.national_number) if seat is not None else "",
    }
    faults = [
        CellFault("", Text(told["zh"], told["en"]), Text(told["mend_zh"], told["mend_en"])) for told in reasons or ()
    ]
    return Verdict(number, "accept" if reasons is None else "reject", cells, faults)
