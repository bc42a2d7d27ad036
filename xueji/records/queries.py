"""Reads of the register, scoped to an actor. Nothing here is fetched without saying who asks."""

from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from xueji.parties.actors import Actor
from xueji.records.models import (
    ClassGroup,
    Enrollment,
    EnrollmentQuota,
    Entrant,
    NumberAssignment,
    ProblemRecord,
    Student,
)
from xueji.records.models.numbers import NATIONAL
from xueji.vocabulary.parties import Role


def visible_to(actor: Actor) -> QuerySet[Enrollment]:
    """Open spells that the actor may see: its school (or campus, or classes), its district, the whole city."""
    spells = Enrollment.objects.filter(during__upper_inf=True)
    if actor.role is Role.HOMEROOM_TEACHER:
        return spells.filter(class_group_id__in=actor.class_group_ids)
    if actor.school_id:
        spells = spells.filter(school_id=actor.school_id)
        return spells.filter(campus_id=actor.campus_id) if actor.campus_id else spells
    if actor.district_id:
        return spells.filter(district_id=actor.district_id)
    return spells


def entrants_visible_to(actor: Actor) -> QuerySet[Entrant]:
    """Entrants of the actor's school, district or city. A homeroom teacher sees none: they have no class yet."""
    entrants = Entrant.objects.all()
    if actor.role is Role.HOMEROOM_TEACHER:
        return entrants.none()
    if actor.school_id:
        return entrants.filter(school_id=actor.school_id)
    if actor.district_id:
        return entrants.filter(district_id=actor.district_id)
    return entrants


def students_visible_to(actor: Actor) -> QuerySet[Student]:
    """Children with a spell, open or ended, or an admission that the actor may see."""
    if actor.sees_whole_city:
        return Student.objects.all()
    if actor.role is Role.HOMEROOM_TEACHER:
        return Student.objects.filter(enrollments__in=visible_to(actor)).distinct()
    if actor.school_id:
        mine = Q(enrollments__school_id=actor.school_id) | Q(admissions__school_id=actor.school_id)
    else:
        mine = Q(enrollments__district_id=actor.district_id) | Q(admissions__district_id=actor.district_id)
    return Student.objects.filter(mine).distinct()


def doubts_of(actor: Actor) -> QuerySet[ProblemRecord]:
    """Doubts, open and resolved, of which one side is the actor's: both schools and both districts see them."""
    problems = ProblemRecord.objects.order_by("id")
    if actor.school_id:
        return problems.filter(Q(flagged__school_id=actor.school_id) | Q(other_entrant__school_id=actor.school_id))
    if actor.district_id:
        return problems.filter(Q(district_id=actor.district_id) | Q(other_entrant__district_id=actor.district_id))
    return problems


def problems_visible_to(actor: Actor) -> QuerySet[ProblemRecord]:
    """The open ones of `doubts_of`."""
    return doubts_of(actor).filter(resolved_on__isnull=True)


def roll(school_id: int, on: date) -> QuerySet[Enrollment]:
    """Spells of a school that cover day `on`, by class and seat."""
    return Enrollment.objects.filter(school_id=school_id, during__contains=on).order_by(
        "grade", "class_group__number", "seat_number", "id"
    )


def class_groups_of(school_id: int, school_year: int) -> QuerySet[ClassGroup]:
    """Open class groups of a school in one year, lowest grade first."""
    return (
        ClassGroup.objects.filter(school_id=school_id, school_year=school_year, closed_on__isnull=True)
        .select_related("campus")
        .order_by("grade", "number")
    )


def quotas_of(actor: Actor, school_year: int) -> QuerySet[EnrollmentQuota]:
    """Quota rows in the actor's jurisdiction, with the places still free as `left`."""
    quotas = EnrollmentQuota.objects.filter(school_year=school_year).annotate(
        left=F("granted") - F("held") - F("taken")
    )
    if actor.school_id:
        return quotas.filter(school_id=actor.school_id)
    return quotas.filter(school__district_id=actor.district_id) if actor.district_id else quotas


def with_national_number(spells: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """The spells with the national student number now in force as `national_number`."""
    now = NumberAssignment.objects.filter(
        record_id=OuterRef("record_id"), scheme__in=NATIONAL, ends_on__isnull=True
    ).order_by("-starts_on", "-pk")
    return spells.annotate(national_number=Subquery(now.values("number")[:1]))


def with_headcounts(groups: QuerySet[ClassGroup]) -> QuerySet[ClassGroup]:
    """The class groups with the children now in them as `children`, and the girls among them as `girls`."""
    inside = Q(enrollments__during__upper_inf=True)
    return groups.annotate(
        children=Count("enrollments", filter=inside),
        girls=Count("enrollments", filter=inside & Q(enrollments__student__sex="2")),
    )


def class_groups_visible_to(actor: Actor) -> QuerySet[ClassGroup]:
    """Class groups of every year, open and closed, that the actor may see; a homeroom teacher sees the own ones."""
    groups = ClassGroup.objects.select_related("campus", "school")
    if actor.role is Role.HOMEROOM_TEACHER:
        return groups.filter(pk__in=actor.class_group_ids)
    if actor.school_id:
        groups = groups.filter(school_id=actor.school_id)
        return groups.filter(campus_id=actor.campus_id) if actor.campus_id else groups
    return groups.filter(school__district_id=actor.district_id) if actor.district_id else groups
