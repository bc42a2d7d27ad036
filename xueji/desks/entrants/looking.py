"""Looking closer: the full document number, with a reason that is kept; and the papers of a case."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.models import Evidence
from xueji.desks.access import DeskRequest
from xueji.desks.entrants.case_page import Attempt, case_of, show
from xueji.desks.entrants.standing import for_deciding_posts
from xueji.records.acts.office.identity import reveal_number


@require_POST
@for_deciding_posts
def reveal(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the page with the full number in it, once. The number is never in an address, and the look is recorded."""
    case = case_of(pk, request.actor)
    number = reveal_number(actor=request.actor, reason=request.POST.get("reason", "")[:500], who=case.entrant)
    return show(request, case, Attempt(), number=number)


@require_GET
@for_deciding_posts
def paper(request: DeskRequest, pk: int, paper_pk: int) -> HttpResponse:
    """Hand out one paper of a case as a download: never shown inside a page, never guessed to be something else."""
    case = case_of(pk, request.actor)
    found = Evidence.objects.filter(case=case, pk=paper_pk).select_related("attachment").first()
    if found is None:
        raise Http404
    kept = found.attachment
    answer = HttpResponse(bytes(kept.content), content_type=kept.content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=kept.file_name or "paper")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
