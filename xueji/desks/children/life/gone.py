"""Children who are looked for where they once were: a transfer took them to another school, or out of the province."""

from __future__ import annotations

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.desks.children.search import exactly
from xueji.desks.design.filters import in_words, iso_date
from xueji.desks.design.parts import Link
from xueji.parties.actors import Actor
from xueji.records.models import Enrollment, Student, StudentRecord
from xueji.records.models.enrollments import ExitType
from xueji.records.queries import present_told_to, spells_at
from xueji.vocabulary.codes.tables import code_table

SHOWN = 5


def gone_from(actor: Actor, typed: str) -> list[Link]:
    """Where those went who left the actor's school or district for another one and are named exactly so; one question."""
    if not (actor.school_id or actor.district_id):
        return []
    last = spells_at(actor).filter(student_id=OuterRef("pk")).order_by("-during", "-pk")
    since = Enrollment.objects.filter(student_id=OuterRef("pk"), during__startswith__gte=OuterRef("left_on"))
    records = StudentRecord.objects.filter(student_id=OuterRef("pk")).order_by("-pk")
    found = (
        Student.objects.filter(exactly(typed))
        .annotate(left_on=Subquery(last.values("during__endswith")[:1]), way=Subquery(last.values("exit_type")[:1]))
        # Who left for another province sits nowhere here: its present is still told to its last place.
        .filter(~present_told_to(actor) & Q(way=ExitType.TRANSFER) | Q(way=ExitType.DEPARTURE))
        .annotate(
            to=Subquery(since.order_by("during", "pk").values("school__name")[:1]),
            province=Subquery(records.values("went_to_province")[:1]),
        )
        .order_by("-left_on", "pk")
    )
    said = _("已转出：%(name)s → %(school)s（%(day)s）")
    return [
        Link(
            said % {"name": name, "school": school or _named(province), "day": iso_date(day)},
            reverse("child", args=[pk]),
        )
        for pk, name, school, province, day in found.values_list("pk", "name", "to", "province", "left_on")[:SHOWN]
    ]


def _named(province: str) -> str:
    """The name of a province; a dash where nobody knows."""
    return str(in_words(code_table("province").label(province) or province or "—"))
