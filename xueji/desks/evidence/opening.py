"""Handing out a paper: to the parties of its case alone, never guessed to be something else, never kept by a cache."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.evidence.seeing import find_paper, is_hidden
from xueji.cases.models import Evidence
from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.errors import problem
from xueji.parties.actors import Actor

# A paper is shown by itself: it loads nothing, sends nothing, runs nothing, and has no name of ours.
_IMAGE_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
# Browsers open no PDF within a sandbox. What acts in one has been refused at the door (cases/evidence/pdfs.py).
_PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@require_GET
@for_deciding_posts
def open_paper(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand out the paper. A party from whom the rulebook hides it is told so; for everybody else it does not exist."""
    paper = _found(request.actor, pk)
    if is_hidden(paper, request.actor):
        return problem(
            request,
            403,
            title=_("这份材料不对您所在的单位开放"),
            says=_("按规定，此类材料只由经办的单位查阅。"),
            mend=_("如需了解内容，请联系提交材料的单位。"),
        )
    kept = paper.attachment
    return _handed_out(bytes(kept.content), kept.content_type, kept.file_name)


@require_GET
@for_deciding_posts
def open_preview(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand out the small picture of a paper; absent alike for one that is hidden and one that has none."""
    paper = _found(request.actor, pk)
    if is_hidden(paper, request.actor) or paper.attachment.preview is None:
        raise Http404
    return _handed_out(bytes(paper.attachment.preview), "image/jpeg", f"{paper.pk}.jpg")


def _found(actor: Actor, pk: int) -> Evidence:
    paper = find_paper(actor, pk)
    if paper is None:
        raise Http404
    return paper


def _handed_out(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = _PDF_POLICY if content_type == "application/pdf" else _IMAGE_POLICY
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
