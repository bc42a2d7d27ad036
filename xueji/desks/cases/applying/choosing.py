"""The beginning of an application: for a newcomer, or for which other school's child, by number and exact name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.cases.acts.office.looking import NO_SUCH_CHILD, Found, look_up_record
from xueji.desks.access import DeskRequest
from xueji.desks.cases.possible import brings_child_here, opens_here
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.answers import typed, wrongs
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Action, Choice, Field, Link, Wrong
from xueji.desks.errors import problem
from xueji.parties.refusals import RefusedError
from xueji.process.compiled import CompiledProcedure

_KEY = "found_records"
_KEPT = 20


@require_http_methods(["GET", "POST"])
@for_deciding_posts
def new_case(request: DeskRequest) -> HttpResponse:
    """Choose the procedure and look the child up. The look-up is on record, found or not."""
    opens = opens_here(request.actor)
    procedures = [item for item in opens if brings_child_here(item)]
    newcomers = [item for item in opens if item.newcomer]
    if not procedures:
        return _nobody_to_look_up(request, newcomers)
    if request.method == "POST":
        return _look_up(request, procedures)
    wanted = typed(request.GET, "procedure", 60)
    if any(item.key == wanted for item in newcomers):
        return redirect("apply_for_newcomer", wanted)
    return _form(request, procedures, {"procedure": wanted or procedures[0].key, "number": "", "name": ""}, [])


def _look_up(request: DeskRequest, procedures: Sequence[CompiledProcedure]) -> HttpResponse:
    sent = {name: typed(request.POST, name, 60) for name in ("procedure", "number", "name")}
    procedure = next((item for item in procedures if item.key == sent["procedure"]), None)
    wrong = _missing(sent, procedure)
    if procedure is None or wrong:
        return _form(request, procedures, sent, wrong)
    try:
        reason = _("申请%(what)s") % {"what": words(procedure.title)}
        found = look_up_record(actor=request.actor, reason=reason, number=sent["number"], name=sent["name"])
    except RefusedError as refusal:
        return _form(request, procedures, sent, wrongs(refusal))
    if found is None:
        return _form(request, procedures, sent, [Wrong("number", NO_SUCH_CHILD.says, NO_SUCH_CHILD.mend)])
    remember(request.session, found)
    return redirect("apply_for", procedure.key, found.record_id)


def remember(session: SessionBase, found: Found) -> None:
    """Keep who was found, so that the application may go on; only the latest few are kept."""
    told = {"name": found.name, "number": found.number, "sex": found.sex, "grade": found.grade.value}
    told |= {"school": found.school, "district": found.district}
    kept = {key: one for key, one in session.get(_KEY, {}).items() if key != str(found.record_id)}
    session[_KEY] = dict([*kept.items(), (str(found.record_id), told)][-_KEPT:])


def remembered(session: SessionBase, record_id: int) -> dict[str, Any] | None:
    """Who was found by this clerk under this key; None for a record never looked up, whose key tells nothing."""
    found: dict[str, Any] | None = session.get(_KEY, {}).get(str(record_id))
    return found


def _missing(sent: dict[str, str], procedure: CompiledProcedure | None) -> list[Wrong]:
    wrong = [] if procedure else [Wrong("procedure", _("请选择要办理的业务。"))]
    if not sent["number"]:
        wrong.append(Wrong("number", _("请填写全国学籍号。"), _("学籍号由监护人或原学校提供，共19位。")))
    if not sent["name"]:
        wrong.append(Wrong("name", _("请填写学生姓名。"), _("须与户口簿一致。")))
    return wrong


def _form(
    request: DeskRequest, procedures: Sequence[CompiledProcedure], sent: dict[str, str], wrong: Sequence[Wrong]
) -> HttpResponse:
    says = {fault.name: fault.says for fault in wrong}
    choices = [Choice(item.key, item.title) for item in procedures]
    context = {
        "crumbs": [Link(_("业务办理"), reverse("cases"))],
        "fields": [
            Field(
                "procedure", _("业务"), "radio", sent["procedure"], choices, wrong=says.get("procedure"), required=True
            ),
            Field(
                "number",
                _("全国学籍号"),
                "text",
                sent["number"],
                hint=_("一个字母和18位号码，可以带空格。"),
                wrong=says.get("number"),
                required=True,
                max_length=40,
            ),
            Field("name", _("学生姓名"), "text", sent["name"], wrong=says.get("name"), required=True, max_length=60),
        ],
        "wrong": wrong,
        "newcomers": _ways(item for item in opens_here(request.actor) if item.newcomer),
    }
    return render(request, "cases/new_case.jinja", context, status=422 if wrong else 200)


def _nobody_to_look_up(request: DeskRequest, newcomers: Sequence[CompiledProcedure]) -> HttpResponse:
    if not newcomers:
        return _nothing_to_open(request)
    context = {
        "crumbs": [Link(_("业务办理"), reverse("cases"))],
        "fields": [],
        "wrong": [],
        "newcomers": _ways(newcomers),
    }
    return render(request, "cases/new_case.jinja", context)


def _ways(newcomers: Iterable[CompiledProcedure]) -> list[Action]:
    """The procedures about children whom nobody here knows, each a link to its form."""
    return [Action(item.title, reverse("apply_for_newcomer", args=[item.key])) for item in newcomers]


def _nothing_to_open(request: DeskRequest) -> HttpResponse:
    return problem(
        request,
        403,
        title=_("不能从这里提出申请"),
        says=_("现行规则中没有由您的岗位为外校学生提出的业务。"),
        mend=_("本校学生的业务请从学生页面的“可以办理”进入。"),
    )
