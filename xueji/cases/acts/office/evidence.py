"""Proofs: looked at before they are kept, brought to a case at any step, and written upon by everybody in the own name."""

import hashlib
from typing import Any

from xueji.cases.batch.sides import sides_of
from xueji.cases.evidence.looking import Looked, look_at
from xueji.cases.evidence.naming import safe_name
from xueji.cases.evidence.seeing import find_paper, is_hidden, paper_kinds
from xueji.cases.evidence.unfit import MAX_BYTES, UnfitError, in_words
from xueji.cases.models import Attachment, Case, Evidence
from xueji.cases.queries import visible_to
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import RefusedError, refuse
from xueji.vocabulary.text import Text

__all__ = ["MAX_BYTES", "add_evidence", "annotate_evidence", "attach_evidence"]

OTHER = "other"
"""The kind of a paper that the procedure has not asked for."""

LONGEST_NOTE = 100
_PDF = "application/pdf"


@office_act("attach_evidence")
def attach_evidence(*, actor: Actor, reason: str, file_name: str, content: bytes) -> Done:
    """Keep an uploaded proof; result is the attachment. Images lose their metadata (place, device).

    The same paper under the same name, already used by the same account, is kept once. Raises RefusedError for a file
    that is no plain image or PDF.
    """
    looked = _looked_at(actor, content)
    name, print_ = safe_name(file_name, looked.content_type), hashlib.sha256(looked.content).hexdigest()
    kept = _mine(actor).filter(sha256=print_, file_name=name, evidence__isnull=False).defer("content").first()
    attachment = kept or Attachment.objects.create(
        file_name=name,
        content_type=looked.content_type,
        sha256=print_,
        content=looked.content,
        preview=looked.preview,
        pages=looked.pages,
        uploaded_by_id=actor.account_id,
    )
    return Done(f"attachment:{attachment.pk}", {"sha256": attachment.sha256}, attachment)


@office_act("add_evidence")
def add_evidence(*, actor: Actor, reason: str, case: Case, kind: str, attachment: Attachment, note: str = "") -> Done:
    """Bring a paper to an open case of which the actor's place is a party, at any step; result is the evidence.

    `kind` is the key of a paper that the procedure asks for, or "other"; `attachment` is the actor's own upload.
    """
    seen = visible_to(actor).filter(pk=case.pk).first()
    if seen is None:
        raise _no_such_case()
    _still_open(seen)
    if kind != OTHER and kind not in paper_kinds(seen):
        raise _unknown_kind()
    if attachment.uploaded_by_id != actor.account_id or actor.account_id is None:
        raise _not_your_upload()
    brought = Evidence.objects.create(
        case=seen,
        kind=kind,
        attachment=attachment,
        note=_dated(actor, note) if note.strip() else "",
        party=_side(seen, actor),
        brought_by=actor.name[:60],
        city_date=city_today(),
    )
    return Done(
        f"evidence:{brought.pk}",
        {"case": seen.pk, "kind": kind, "attachment": attachment.pk},
        brought,
        school_id=seen.school_id,
        district_id=seen.district_id,
    )


@office_act("annotate_evidence")
def annotate_evidence(*, actor: Actor, reason: str, evidence: Evidence, note: str) -> Done:
    """Write a dated note under a paper of an open case, in the own name; what others wrote stands."""
    found = find_paper(actor, evidence.pk)
    if found is None or is_hidden(found, actor):
        raise _no_such_case()
    _still_open(found.case)
    if not note.strip():
        raise refuse(
            "note",
            "note_required",
            Text("批注没有内容。", "The note is empty."),
            Text("请写明要说明的事情。", "Write what is to be said."),
        )
    said = _dated(actor, note)
    locked = Evidence.objects.select_for_update(of=("self",)).get(pk=found.pk)
    locked.note = f"{locked.note}\n{said}" if locked.note else said
    _fits(locked.note)
    locked.save(update_fields=["note"])
    return Done(f"evidence:{locked.pk}", {"case": locked.case_id, "note": said}, locked)


def _looked_at(actor: Actor, content: bytes) -> Looked:
    """What the file is. A PDF is kept as it came: one that this account has brought before needs no second look."""
    known = _mine(actor).filter(sha256=hashlib.sha256(content).hexdigest(), content_type=_PDF)
    before = known.values_list("preview", "pages").first()
    if before is not None:
        preview, pages = before
        return Looked(_PDF, content, None if preview is None else bytes(preview), pages)
    try:
        return look_at(content)
    except UnfitError as error:
        raise refuse("file", error.rule, *in_words(error.rule)) from error


def _mine(actor: Actor) -> Any:
    return Attachment.objects.filter(uploaded_by_id=actor.account_id or 0).order_by("pk")


def _side(case: Case, actor: Actor) -> str:
    return min((side.value for side in sides_of(case, actor)), default=actor.party.value)


def _dated(actor: Actor, note: str) -> str:
    said = " ".join(note.split())
    if len(said) > LONGEST_NOTE:
        raise refuse(
            "note",
            "note_too_long",
            Text(f"批注超过{LONGEST_NOTE}个字。", f"The note has more than {LONGEST_NOTE} characters."),
            Text("请删减后重新提交。", "Shorten it and send it again."),
        )
    return f"{city_today().isoformat()} {actor.name}：{said}"


def _fits(text: str) -> None:
    longest = Evidence._meta.get_field("note").max_length
    if longest is not None and len(text) > longest:
        raise refuse(
            "note",
            "notes_full",
            Text("这份材料的批注已写满。", "There is no room for another note on this paper."),
            Text("请写得更短，或在审核意见中说明。", "Write less, or say it in the reason of your decision."),
        )


def _still_open(case: Case) -> None:
    if case.closed_on is not None:
        raise refuse(
            "",
            "case_closed",
            Text("业务已办结，不能再补充材料或批注。", "The case is closed: no paper and no note can be added."),
            Text("如需更正，请另行申请。", "Apply anew where something must be put right."),
        )


def _no_such_case() -> RefusedError:
    return refuse(
        "",
        "not_yours",
        Text("没有找到这项业务或材料。", "There is no such case or paper."),
        Text("请从待办事项进入。", "Come from your worklist."),
    )


def _unknown_kind() -> RefusedError:
    return refuse(
        "kind",
        "evidence_kind",
        Text("这项业务没有这种材料。", "The procedure knows no such paper."),
        Text("请从列表中选择，或选择“其他”。", "Choose one of the list, or “other”."),
    )


def _not_your_upload() -> RefusedError:
    return refuse(
        "file",
        "attachment_owner",
        Text("材料不是您上传的。", "You have not uploaded this paper."),
        Text("请重新上传。", "Upload it again."),
    )
