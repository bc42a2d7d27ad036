"""The photo of one child, to the places to which the child's present is told, and to nobody else."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.records.queries import present_told_to, students_visible_to

NONE_YET = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 358 441" width="358" height="441">
<rect width="358" height="441" fill="#eef1f4"/><g fill="#c3cad2"><circle cx="179" cy="170" r="72"/>
<path d="M45 441c0-100 58-165 134-165s134 65 134 165z"/></g></svg>"""


@require_GET
def child_photo(request: DeskRequest, pk: int) -> HttpResponse:
    """The photo, or an outline where there is none yet. Absent children and those of others look alike: 404."""
    told = students_visible_to(request.actor).filter(present_told_to(request.actor), pk=pk).order_by()
    seen = told.values_list("pk", "photo__content").first()
    if seen is None:
        raise Http404
    content = seen[1]
    kind = "image/jpeg" if content else "image/svg+xml"
    answer = HttpResponse(bytes(content) if content else NONE_YET, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
