"""Children who are looked for where they once were: a transfer took them to another school."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.desks.children.search import exactly
from xueji.desks.design.filters import iso_date
from xueji.desks.design.parts import Link
from xueji.parties.actors import Actor
from xueji.records.models import Enrollment, Student
from xueji.records.models.enrollments import ExitType
from xueji.records.queries import present_told_to, spells_at

SHOWN = 5


def gone_from(actor: Actor, typed: str) -> list[Link]:
    """Where those went who left the actor's school or district by a transfer and are named exactly so; one question."""
    if not (actor.school_id or actor.district_id):
        return []
    last = spells_at(actor).filter(student_id=OuterRef("pk")).order_by("-during", "-pk")
    since = Enrollment.objects.filter(student_id=OuterRef("pk"), during__startswith__gte=OuterRef("left_on"))
    found = (
        Student.objects.filter(~present_told_to(actor), exactly(typed))
        .annotate(left_on=Subquery(last.values("during__endswith")[:1]), way=Subquery(last.values("exit_type")[:1]))
        .filter(way=ExitType.TRANSFER)
        .annotate(to=Subquery(since.order_by("during", "pk").values("school__name")[:1]))
        .order_by("-left_on", "pk")
    )
    said = _("已转出：%(name)s → %(school)s（%(day)s）")
    return [
        Link(said % {"name": name, "school": school or "—", "day": iso_date(day)}, reverse("child", args=[pk]))
        for pk, name, school, day in found.values_list("pk", "name", "to", "left_on")[:SHOWN]
    ]
