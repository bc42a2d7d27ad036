"""Papers: uploaded before the step that rests on them, and opened by the parties that may see them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from xueji.cases.acts.office.evidence import (
    LONGEST_NOTE,
    MAX_BYTES,
    add_evidence,
    annotate_evidence,
    attach_evidence,
)
from xueji.cases.evidence.seeing import find_paper, is_hidden
from xueji.cases.models import Attachment, Evidence
from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.gateway.problems import fault
from xueji.desks.api.shapes.cases import PaperTold
from xueji.desks.api.shapes.people import must_decide
from xueji.desks.api.shapes.whole_case import case_of, paper_told
from xueji.desks.api.shapes.words import Key, KeyInPath, Prose, Sent
from xueji.vocabulary.text import Text

router = Router(tags=["证明材料 Papers"])
Json = dict[str, Any]
BINARY = {"schema": {"type": "string", "format": "binary"}}
_OPENED = {
    "responses": {
        200: {"description": "OK", "content": dict.fromkeys(("application/pdf", "image/jpeg", "image/png"), BINARY)}
    }
}


class PaperKept(Schema):
    """An uploaded paper; `id` is what a step answers with."""

    id: int
    file_name: str
    content_type: str
    sha256: str
    pages: int


class PaperSent(Sent):
    """An uploaded paper and what it proves: a key of the procedure's papers, or `other`."""

    attachment_id: Key
    kind: Annotated[str, Field(pattern="^[a-z0-9_]{1,40}$")] = "other"
    note: Annotated[Prose, Field(max_length=LONGEST_NOTE)] = ""


class NoteSent(Sent):
    """What is written under a paper."""

    note: Annotated[Prose, Field(min_length=1, max_length=LONGEST_NOTE)]


@router.post("/attachments", response={201: PaperKept}, summary="上传材料 · Upload a paper")
def attach(request: ApiRequest, file: File[UploadedFile]) -> Status[Json]:
    """Keep a PDF, JPG or PNG of at most 5 MB. Images lose what they tell of place and device."""
    # One byte more than allowed is read at most, and then refused.
    content = file.read(MAX_BYTES + 1)
    name = (file.name or "file").replace("\x00", "")
    kept = attach_evidence(actor=request.actor, file_name=name, content=content)
    told = ("file_name", "content_type", "sha256", "pages")
    return Status(201, {"id": kept.pk, **{name: getattr(kept, name) for name in told}})


@router.get("/cases/{int:key}/papers/{int:paper}", summary="打开材料 · Open a paper", openapi_extra=_OPENED)
def open_paper(request: ApiRequest, key: KeyInPath, paper: KeyInPath) -> HttpResponse:
    """The content of a paper. Hidden from this side and absent look alike."""
    must_decide(request.actor)
    attachment = _paper(request, key, paper).attachment
    response = HttpResponse(bytes(attachment.content), content_type=attachment.content_type)
    header = content_disposition_header(as_attachment=True, filename=attachment.file_name)
    response["Content-Disposition"] = header or "attachment"
    return response


@router.post("/cases/{int:key}/papers", response={201: PaperTold}, summary="补充材料 · Bring a paper to a case")
def bring(request: ApiRequest, key: KeyInPath, data: PaperSent) -> Status[Json]:
    """Bring an uploaded paper to an open case, at any step."""
    must_decide(request.actor)
    case = case_of(request.actor, key)
    uploads = Attachment.objects.filter(pk=data.attachment_id, uploaded_by_id=request.actor.account_id or 0)
    upload = uploads.defer("content", "preview").first()
    if upload is None:
        raise fault("attachment_id", "paper_absent", _NO_PAPER, _NO_PAPER_MEND)
    brought = add_evidence(
        actor=request.actor, reason=data.note, case=case, kind=data.kind, attachment=upload, note=data.note
    )
    return Status(201, paper_told(case, brought, request.actor))


@router.post("/cases/{int:key}/papers/{int:paper}/notes", response=PaperTold, summary="批注材料 · Annotate a paper")
def annotate(request: ApiRequest, key: KeyInPath, paper: KeyInPath, data: NoteSent) -> Json:
    """Write a dated note under a paper, in the name of this key; what others wrote stands."""
    must_decide(request.actor)
    case, found = case_of(request.actor, key), _paper(request, key, paper)
    noted = annotate_evidence(actor=request.actor, reason=data.note, evidence=found, note=data.note)
    return paper_told(case, noted, request.actor)


def _paper(request: ApiRequest, key: int, paper: int) -> Evidence:
    """A paper of a case. Raises Http404."""
    found = find_paper(request.actor, paper)
    if found is None or found.case_id != key or is_hidden(found, request.actor):
        raise Http404
    return found


_NO_PAPER = Text(
    "没有这份材料，或它不是由该密钥所属账号上传的。", "There is no such paper, or another account uploaded it."
)
_NO_PAPER_MEND = Text("请先上传，再填写上传后得到的编号。", "Upload it first, and send the key you are told.")
