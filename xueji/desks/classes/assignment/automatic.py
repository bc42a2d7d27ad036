"""均衡分班: choose the classes and a seed; the drawing is proposed, published and only then applied."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.acts.office.assignment import propose_class_assignment
from xueji.desks.children.answers import keys, typed, wrongs
from xueji.desks.classes.assignment.desk import Desk, at_school, desk_of_request, refusals
from xueji.desks.design.parts import Action, Cell, Choice, Row, Wrong
from xueji.parties.refusals import RefusedError

SEED_LENGTH = 40


@at_school
@require_GET
def automatic(request: Any) -> HttpResponse:
    """The form: which classes take part, and the seed to draw with."""
    desk = desk_of_request(request)
    chosen = keys(request.GET.getlist("group")) or [
        group.pk for group in desk.groups if group.children < group.capacity
    ]
    return _page(request, desk, chosen, typed(request.GET, "seed"), [])


@at_school
@require_POST
def propose(request: Any) -> HttpResponse:
    """Draw and go to the proposal. A refusal keeps what was chosen."""
    desk = desk_of_request(request)
    chosen, seed = keys(request.POST.getlist("group")), typed(request.POST, "seed")
    groups = [group for group in desk.groups if group.pk in chosen]
    if len(seed) > SEED_LENGTH:
        too_long = Wrong("seed", _("随机种子超过40个字符。"), _("请缩短，或留空由系统抽取。"))
        return _page(request, desk, chosen, seed, [too_long])
    try:
        run = propose_class_assignment(
            actor=desk.actor,
            school_id=desk.school.pk,
            grade=desk.grade.value,
            school_year=desk.year,
            groups=groups,
            seed=seed,
        )
    except RefusedError as error:
        return _page(request, desk, chosen, seed, wrongs(error))
    return redirect("assignment_proposal", run.pk)


def _page(request: Any, desk: Desk, chosen: list[int], seed: str, found: list[Wrong]) -> HttpResponse:
    against = refusals(list(desk.cases()), desk.actor)
    stopped = [reasons for reasons in against.values() if reasons]
    counted = Counter(reason for reasons in stopped for reason in reasons)
    everybody = against and len(stopped) == len(against)
    why_not = [*desk.why_not, *(counted if everybody else ())]
    context = {
        "desk": desk,
        "errors": found,
        "grades": desk.grades,
        "rows": [_row(group) for group in desk.groups],
        "boxes": [Choice(str(group.pk), group.name) for group in desk.groups],
        "chosen": chosen,
        "seed": seed,
        "stopped": len(stopped),
        "reasons": [(reason, count) for reason, count in counted.most_common()],
        "action": Action(_("生成分班方案"), value="propose", tone="primary", reasons=why_not),
    }
    return render(request, "classes/automatic.jinja", context, status=422 if found else 200)


def _row(group: Any) -> Row:
    cells = {
        "name": Cell(group.name, note=group.campus.name),
        "children": group.children,
        "capacity": group.capacity,
        "room": max(group.capacity - group.children, 0),
    }
    return Row(str(group.pk), cells)
