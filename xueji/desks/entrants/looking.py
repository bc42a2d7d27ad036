"""Looking closer: the full document number, with a reason that is kept."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.cases.page.stepping import Attempt
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.entrants.case_page import case_of, show
from xueji.records.acts.office.identity import reveal_number


@require_POST
@for_deciding_posts
def reveal(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the page with the full number in it, once. The number is never in an address, and the look is recorded."""
    case = case_of(pk, request.actor)
    number = reveal_number(actor=request.actor, reason=request.POST.get("reason", "")[:500], who=case.entrant)
    return show(request, case, Attempt(), number=number)
