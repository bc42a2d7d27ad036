"""What can be done for one child: its open cases, and every procedure of the rulebook with what stands against it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.cases.possible import can_be_done, open_cases_about
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.design.parts import Action, Link
from xueji.parties.actors import Actor
from xueji.records.models import Enrollment, StudentRecord
from xueji.records.queries import students_visible_to, visible_to


@require_GET
@for_deciding_posts
def child_procedures(request: DeskRequest, pk: int) -> HttpResponse:
    """Show them on a page of its own; the child's page takes this part of it into its side column."""
    actor = request.actor
    student = students_visible_to(actor).filter(pk=pk).first()
    if student is None:
        raise Http404
    records = StudentRecord.objects.filter(student=student, removed_at__isnull=True).values_list("pk", flat=True)
    context: dict[str, Any] = {
        "student": student,
        "crumbs": [Link(_("学生"), reverse("children")), Link(student.name, reverse("child", args=[pk]))],
        "cases": [link for record in records for link in open_cases_about(record, actor)],
        "actions": _actions(pk, actor),
    }
    return render(request, "cases/child_procedures.jinja", context)


def _actions(student: int, actor: Actor) -> list[Action]:
    """The procedures for a child on the actor's own roll; an old school looks, and changes nothing."""
    now = visible_to(actor).filter(student_id=student).first()
    if now is None:
        return []
    spells = Enrollment.objects.filter(record_id=now.record_id).exclude(school_id=now.school_id)
    before = spells.order_by("-during", "-pk").values_list("school_id", flat=True)
    return can_be_done(now.record_id, list(before), actor)
