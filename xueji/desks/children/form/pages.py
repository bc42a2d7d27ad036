"""The page of the form: shown, saved as a draft or complete, and never losing what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from xueji.desks.children.answers import typed, whole_number, wrong_by_field, wrongs
from xueji.desks.children.form.answers import current_answers, is_veiled, progress, read_form, shown
from xueji.desks.children.form.fields import sections
from xueji.desks.children.form.neighbors import Neighbors, neighbors_of
from xueji.desks.children.life.reading import Life, life_of
from xueji.desks.design.filters import in_words, masked_id
from xueji.desks.design.parts import Action, Wrong
from xueji.parties.office_acts import may
from xueji.parties.refusals import RefusedError
from xueji.records.acts.office.forms import save_student_form
from xueji.records.models import StudentForm
from xueji.vocabulary.form.items import form_item, missing

NEXT = "next"
STALE = "stale_page"
REFUSED, CONFLICT = 422, 409


@require_http_methods(["GET", "POST"])
def student_form(request: Any, pk: int) -> HttpResponse:
    """Show the form, or save it. A refusal shows the page again with all that was typed."""
    life = life_of(request.actor, pk)
    if life.form is None:
        raise Http404
    editable = life.held_by(request.actor) and may(request.actor, "save_student_form")
    around = neighbors_of(request.actor, life)
    if request.method == "POST" and editable:
        return _save(request, life, around)
    return _page(request, life, current_answers(life), around, editable=editable)


def _save(request: Any, life: Life, around: Neighbors | None) -> HttpResponse:
    form = _latest(life)
    given = read_form(request.POST, form.answers)
    try:
        saved = save_student_form(
            actor=request.actor, form=form, given=given, version=whole_number(typed(request.POST, "version"))
        )
    except RefusedError as error:
        stale = any(complaint.rule == STALE for complaint in error.complaints)
        life.student.form = form
        typed_in = {**current_answers(life), **given}
        status = CONFLICT if stale else REFUSED
        found = _stale(form, given) if stale else wrongs(error)
        return _page(request, life, typed_in, around, found=found, status=status)
    _tell(request, life, saved.missing)
    onward = around.unfinished or around.after if around else None
    if request.POST.get("deed") == NEXT and onward is not None:
        return redirect("child_form", onward.pk)
    return redirect("child_form", life.student.pk)


def _latest(life: Life) -> StudentForm:
    """The form as it stands now, locked: of two who save at once, the second is told."""
    form = StudentForm.objects.select_for_update().get(pk=life.form.pk)
    form.student = life.student
    return form


def _stale(form: StudentForm, given: Mapping[str, str]) -> list[Wrong]:
    """A page grown old is no loss: what was typed is still here, and beside it what somebody else has saved."""
    mend = _("您填写的内容仍在下面，没有丢失；与现已保存的不同之处已标出。核对后再次保存，将以您的内容为准。")
    found = [Wrong("", _("这张表在您填写期间已被他人保存，您的内容尚未保存。"), mend)]
    for key, text in given.items():
        kept = form.answers.get(key, "")
        if kept != text:
            item = form_item(key)
            said = masked_id(kept) if is_veiled(item) else shown(item, kept)
            told = {"what": in_words(item.label), "kept": said or _("空")}
            found.append(Wrong(key, _("“%(what)s”现已保存的是：%(kept)s。") % told))
    return found


def _tell(request: Any, life: Life, left: int) -> None:
    name = life.student.name
    if left == 0:
        messages.success(request, _("%(name)s的基本信息表已保存，必填项已填完。") % {"name": name})
    else:
        said = ngettext(
            "%(name)s的基本信息表已存为草稿，还缺%(n)s项必填。",
            "%(name)s的基本信息表已存为草稿，还缺%(n)s项必填。",
            left,
        )
        messages.info(request, said % {"name": name, "n": left})


def _page(  # noqa: PLR0913 - what the page shows differs in all of these
    request: Any,
    life: Life,
    answers: Mapping[str, str],
    around: Neighbors | None,
    *,
    editable: bool = True,
    found: list[Wrong] | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = wrong_by_field(found or [])
    filled, required = progress(answers)
    onward = around.unfinished or around.after if around else None
    also = [Action(_("保存并填下一名：%(name)s") % {"name": onward.name}, value=NEXT)] if onward is not None else []
    context = {
        "student": life.student,
        "life": life,
        "form": life.form,
        "sections": sections(answers, wrong, editable=editable),
        "errors": found or [],
        "editable": editable,
        "filled": filled,
        "required": required,
        "missing": missing(answers),
        "around": around,
        "also": also,
    }
    return render(request, "children/form.jinja", context, status=status)
