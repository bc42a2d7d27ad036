"""One step of one entrant's case, from its page."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from xueji.cases.models import Case
from xueji.desks.access import DeskRequest
from xueji.desks.cases.page.stepping import Attempt, Way, take
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.entrants.case_page import case_of, show


@require_POST
@for_deciding_posts
def take_step(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a step of the entrant's case and lead back to the page."""

    def shown(case: Case, attempt: Attempt, status: int) -> HttpResponse:
        return show(request, case, attempt, status=status)

    way = Way(lambda: case_of(pk, request.actor), shown, reverse("entrant", args=[pk]))
    return take(request, case_of(pk, request.actor), way)
