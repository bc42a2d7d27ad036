"""One doubt: both sides, what can be found, the form of what was chosen, and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.acts.office.duplicates import resolve_possible_duplicate
from xueji.cases.acts.office.evidence import MAX_BYTES, attach_evidence
from xueji.cases.models import Attachment
from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.design.parts import Cell, Choice, Column, Fact, Link, Row, Tag
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address, asked
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.district.problems.choices import (
    CORRECT,
    RESOLUTION,
    WITHDRAW_OTHER,
    choices_of,
)
from xueji.desks.district.problems.correcting import as_known, read_correction
from xueji.desks.district.problems.sides import Side, compared, kind_label, sides_of_problem
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.parties.refusals import RefusedError
from xueji.records.models import ProblemRecord
from xueji.records.models.problems import ProblemResolution
from xueji.records.queries import doubts_of
from xueji.vocabulary.people.documents import DocumentType

LONGEST_REASON = 500


@require_GET
@for_deciding_posts
def problem_page(request: DeskRequest, problem_id: int) -> HttpResponse:
    """Show both sides; an office that decides also what it may find."""
    return _page(request, _found(request.actor, problem_id), asked(request, "choice"), None)


@require_POST
@for_posts_that_may("resolve_possible_duplicate")
def resolve_problem(request: DeskRequest, problem_id: int) -> HttpResponse:
    """Say what was found. A refusal keeps what was typed and changes nothing."""
    problem: Any = _found(request.actor, problem_id)
    sent = Answers(request.POST)
    choice = sent.one_of("choice", _("处理方式"), RESOLUTION)
    reason = sent.text("reason", _("理由和依据"), longest=LONGEST_REASON)
    correction = read_correction(sent, problem.flagged) if choice == CORRECT else None
    if not sent.wrong:
        try:
            with transaction.atomic():
                again = resolve_possible_duplicate(
                    actor=request.actor,
                    reason=reason,
                    problem=problem,
                    resolution=RESOLUTION[choice],
                    correction=correction,
                    withdraw=problem.other_entrant if choice == WITHDRAW_OTHER else None,
                    evidence=_papers(request, reason),
                )
        except RefusedError as error:
            sent.refused(error)
            problem = _found(request.actor, problem_id)
    if sent.wrong:
        return _page(request, problem, choice, sent)
    _tell(request, again=again)
    return HttpResponseRedirect(reverse("problem", args=[problem_id]))


def _found(actor: Actor, problem_id: int) -> Any:
    sides = ("flagged__school", "flagged__district", "other_entrant__school", "other_entrant__district")
    found = doubts_of(actor).filter(pk=problem_id, flagged__isnull=False)
    problem = found.select_related(*sides, "other_record__student", "district").first()
    if problem is None:
        raise Http404
    return problem


def _page(request: DeskRequest, problem: Any, chosen: str, sent: Answers | None) -> HttpResponse:
    actor = request.actor
    left, right = sides_of_problem(problem, actor)
    may_decide = may(actor, "resolve_possible_duplicate")
    offered = choices_of(problem, left, right, actor) if may_decide else []
    choice = next((item for item in offered if item.key == chosen and not item.reasons), None)
    context = {
        "problem": problem,
        "kind": kind_label(problem),
        "crumbs": [Link(_("疑似重复"), address("problems"))],
        "columns": _columns(right),
        "rows": [*_rows(left, right), _ways(left, right)],
        "actions": [item.action(problem, chosen) for item in offered],
        "may_decide": may_decide,
        "choice": choice,
        "typed": sent.typed if sent else as_known(problem.flagged),
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
        "document_types": [Choice(kind.value, kind.label) for kind in DocumentType],
        "sexes": [Choice("1", _("男")), Choice("2", _("女"))],
        "result": _result(problem),
        "again": _again(problem, actor),
    }
    return render(request, "district/problem.jinja", context, status=422 if sent else 200)


def _columns(right: Side) -> list[Column]:
    return [
        Column("label", _("项目"), "open"),
        Column("left", _("后录取一方")),
        Column("right", _("先录取一方") if right.entrant else _("已有学籍一方")),
        Column("same", _("比较"), "tag"),
    ]


def _rows(left: Side, right: Side) -> list[Row]:
    words = {True: _("相同"), False: Tag(_("不同"), "waits"), None: None}
    return [
        Row(
            str(place),
            {
                "label": line.label,
                "left": line.left or "—",
                "right": line.right or "—",
                "same": words[line.same],
            },
        )
        for place, line in enumerate(compared(left, right))
    ]


def _ways(left: Side, right: Side) -> Row:
    """The way to each side's own page, where the actor may go there."""
    return Row("ways", {"label": _("详情"), "left": _way(left), "right": _way(right), "same": None})


def _way(side: Side) -> Cell | str:
    if side.entrant is None or not side.mine:
        return "—"
    return Cell(_("打开"), url=reverse("entrant", args=[side.entrant.pk]))


def _papers(request: DeskRequest, reason: str) -> list[Attachment]:
    """The papers that were compared, kept; a file that is none is refused with the rest."""
    uploads = request.FILES.getlist("paper")[:5]
    return [
        attach_evidence(
            actor=request.actor, reason=reason, file_name=upload.name or "", content=upload.read(MAX_BYTES + 1)
        )
        for upload in uploads
    ]


def _tell(request: DeskRequest, *, again: bool) -> None:
    if again:
        messages.warning(request, _("已更正，但更正后的信息仍与他人相似，系统记下了一个新的疑点，请继续处理。"))
    else:
        messages.success(request, _("已处理，没有发现新的疑点。"))


def _result(problem: ProblemRecord) -> list[Fact]:
    if problem.resolved_on is None:
        return []
    labels = {
        ProblemResolution.DOCUMENT_CORRECTED.value: _("更正证件信息"),
        ProblemResolution.WITHDRAWN.value: _("撤回其中一方"),
        ProblemResolution.DIFFERENT_CHILDREN.value: _("认定为两名不同学生"),
    }
    return [
        Fact(_("处理结果"), labels.get(problem.resolution, problem.resolution)),
        Fact(_("处理日期"), problem.resolved_on.isoformat()),
        Fact(_("处理人"), problem.resolved_by),
        Fact(_("理由和依据"), problem.reason),
    ]


def _again(problem: ProblemRecord, actor: Actor) -> str | None:
    """The address of a doubt that arose after this one was resolved."""
    if problem.resolved_on is None:
        return None
    newer = doubts_of(actor).filter(flagged_id=problem.flagged_id, resolved_on__isnull=True, pk__gt=problem.pk).first()
    return reverse("problem", args=[newer.pk]) if newer else None
