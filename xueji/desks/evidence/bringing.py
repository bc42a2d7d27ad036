"""Two small forms: bringing a paper to a case between its steps, and writing a note under one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.cases.acts.office.evidence import (
    LONGEST_NOTE,
    MAX_BYTES,
    OTHER,
    add_evidence,
    annotate_evidence,
    attach_evidence,
)
from xueji.cases.evidence.seeing import find_paper, is_hidden, paper_kinds
from xueji.cases.models import Case
from xueji.cases.queries import visible_to
from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts, page_of, procedure_of
from xueji.desks.children.answers import typed, wrong_by_field, wrongs
from xueji.desks.design.parts import Choice, Wrong
from xueji.desks.forms import PAPERS
from xueji.parties.refusals import RefusedError

BACK = "next"
_LONGEST_TYPED = 500


@require_http_methods(["GET", "POST"])
@for_deciding_posts
def bring(request: DeskRequest, case_pk: int) -> HttpResponse:
    """Show the form, or keep the paper with the case. A refused file has to be chosen again; nothing else is lost."""
    case = visible_to(request.actor).filter(pk=case_pk).first()
    if case is None:
        raise Http404
    if request.method == "GET":
        return _bring_form(request, case, {"kind": OTHER}, [])
    sent = {name: typed(request.POST, name, _LONGEST_TYPED) for name in ("kind", "note")}
    sent["kind"] = sent["kind"] or OTHER
    upload = request.FILES.get("file")
    if upload is None:
        found = [Wrong("file", _("没有选择文件。"), _("请选择照片、扫描件或 PDF。"))]
        return _bring_form(request, case, sent, found)
    try:
        kept = attach_evidence(
            actor=request.actor, reason=sent["note"], file_name=upload.name or "", content=upload.read(MAX_BYTES + 1)
        )
        add_evidence(
            actor=request.actor,
            reason=sent["note"],
            case=case,
            kind=sent["kind"],
            attachment=kept,
            note=sent["note"],
        )
    except RefusedError as error:
        return _bring_form(request, case, sent, wrongs(error))
    messages.success(request, _("材料已补充。"))
    return HttpResponseRedirect(_back(request, case))


@require_http_methods(["GET", "POST"])
@for_deciding_posts
def annotate(request: DeskRequest, pk: int) -> HttpResponse:
    """Show what stands under the paper, or add a note to it."""
    paper = find_paper(request.actor, pk)
    if paper is None or is_hidden(paper, request.actor):
        raise Http404
    note, found = typed(request.POST, "note", _LONGEST_TYPED), []
    if request.method == "POST":
        try:
            annotate_evidence(actor=request.actor, reason=note, evidence=paper, note=note)
        except RefusedError as error:
            found = wrongs(error)
        else:
            messages.success(request, _("批注已记下。"))
            return HttpResponseRedirect(_back(request, paper.case))
    context = {
        "paper": paper,
        "notes": paper.note.splitlines(),
        "address": request.get_full_path(),
        "back": _back(request, paper.case),
        "typed": note,
        "longest": LONGEST_NOTE,
        "errors": found,
        "wrong": wrong_by_field(found),
    }
    return render(request, "evidence/note.jinja", context, status=422 if found else 200)


def _bring_form(request: DeskRequest, case: Case, sent: dict[str, Any], found: list[Wrong]) -> HttpResponse:
    context = {
        "title": procedure_of(case).title,
        "kinds": _kinds(case),
        "accept": PAPERS,
        "address": request.get_full_path(),
        "back": _back(request, case),
        "typed": sent,
        "longest": LONGEST_NOTE,
        "errors": found,
        "wrong": wrong_by_field(found),
    }
    return render(request, "evidence/bring.jinja", context, status=422 if found else 200)


def _kinds(case: Case) -> list[Choice]:
    """What a paper may be brought as."""
    return [*(Choice(key, proof.label) for key, proof in paper_kinds(case).items()), Choice(OTHER, _("其他材料"))]


def _back(request: DeskRequest, case: Case) -> str:
    """The page that the form was opened from, if it is one of ours; else the page of the case."""
    asked = request.GET.get(BACK, "")
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return page_of(case)
