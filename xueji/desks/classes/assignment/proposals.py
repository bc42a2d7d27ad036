"""A proposal of the drawing: what each class would look like, where each child would sit, and how to draw it again."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.acts.office.assignment import apply_class_assignment
from xueji.cases.queries import visible_to
from xueji.desks.access import own_scopes
from xueji.desks.classes.assignment.desk import at_school
from xueji.desks.classes.assignment.outcomes import OUTCOME, show_outcomes, was_shown
from xueji.desks.design.parts import Row
from xueji.parties.actors import Actor
from xueji.records.balance.deal import METHOD
from xueji.records.models import ClassAssignmentRun, ClassGroup
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.schooling.grades import Grade


@at_school
@require_GET
def proposal(request: Any, pk: int) -> HttpResponse:
    """Read-only until it is applied; afterwards a record of what was drawn."""
    run = _own_run(request.actor, pk)
    groups = ClassGroup.objects.in_bulk(run.class_group_ids)
    placed = {int(case): groups[group] for case, group in run.proposal.items() if group in groups}
    cases = visible_to(request.actor).filter(pk__in=placed)
    rows = sorted(
        (_child(case, placed[case.pk]) for case in cases), key=lambda row: (row.cells["number"], row.cells["pinyin"])
    )
    same: dict[str, Any] = {"grade": run.grade, "group": run.class_group_ids}
    context = {
        "run": run,
        "grade": Grade(run.grade),
        "classes": [_class(groups[int(key)], told) for key, told in run.summary.items() if int(key) in groups],
        "rows": rows,
        "again": f"{reverse('assign_automatic')}?{urlencode({**same, 'seed': run.seed}, doseq=True)}",
        "anew": f"{reverse('assign_automatic')}?{urlencode(same, doseq=True)}",
        "method": METHOD,
        "children": sum(told["children"] for told in run.summary.values()),
    }
    return render(request, "classes/proposal.jinja", context)


@own_scopes
@at_school
@require_POST
def apply_proposal(request: Any, pk: int) -> HttpResponse:
    """Take the proposed steps through the door, and show what became of each."""
    run = _own_run(request.actor, pk)
    batch = uuid5(NAMESPACE_URL, f"class-assignment-run:{run.pk}")
    back = f"{reverse('assign_classes')}?{urlencode({'grade': run.grade})}"
    if was_shown(request, batch):
        return redirect(OUTCOME, batch)
    if run.applied_at is not None:
        return redirect("assignment_proposal", run.pk)
    return show_outcomes(request, batch, apply_class_assignment(run, actor=request.actor), back)


def _own_run(actor: Actor, pk: int) -> ClassAssignmentRun:
    run = ClassAssignmentRun.objects.filter(pk=pk, school_id=actor.school_id or 0).first()
    if run is None:
        raise Http404
    return run


def _child(case: Any, group: ClassGroup) -> Row:
    entrant = case.entrant
    cells = {
        "class_group": group.name,
        "number": group.number,
        "name": entrant.name,
        "pinyin": entrant.name_pinyin,
        "sex": code_table("sex").label(entrant.sex),
        "birth": entrant.birth_date,
    }
    return Row(str(case.pk), cells)


def _class(group: ClassGroup, told: dict[str, float]) -> Row:
    cells = {
        "name": group.name,
        "children": told["children"],
        "boys": told["children"] - told["girls"],
        "girls": told["girls"],
        "age": told["mean_age"],
    }
    return Row(str(group.pk), cells)
