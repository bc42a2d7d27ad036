"""Reads of the register, scoped to an actor. Nothing here is fetched without saying who asks."""

from datetime import date

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan

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


def present_told_to(actor: Actor) -> Q:
    """The condition on children whose present is the actor's to see: class, family, form, photo and measures.

    A place that a child has left may consult the child's past there, and nothing that came after. A child that sits
    nowhere any more is still told to its last place, and one that is newly admitted to the place that admits it.
    """
    if actor.sees_whole_city or actor.role is Role.HOMEROOM_TEACHER:
        return Q(pk__isnull=False)
    column = _place_of(actor)
    own = getattr(actor, column)
    latest = Enrollment.objects.filter(student_id=OuterRef("pk")).order_by(
        F("during__endswith").desc(nulls_first=True), "-pk"
    )
    number = IntegerField()
    place = Coalesce(Subquery(latest.values(column)[:1]), Value(own), output_field=number)
    year = Coalesce(Subquery(latest.values("school_year")[:1]), Value(0), output_field=number)
    admitted = entrants_visible_to(actor).filter(student_id=OuterRef("pk")).order_by("-school_year")
    admission = Coalesce(Subquery(admitted.values("school_year")[:1]), Value(0), output_field=number)
    return Q(Exact(place, Value(own))) | Q(GreaterThan(admission, year))


def spells_at(actor: Actor) -> QuerySet[Enrollment]:
    """Every spell at the actor's school or campus, or in its district, ended ones included; the whole city's to it."""
    spells, column = Enrollment.objects.all(), _place_of(actor)
    return spells if actor.sees_whole_city else spells.filter(**{column: getattr(actor, column)})


def _place_of(actor: Actor) -> str:
    """The column of a spell that says whether it is at the actor's place."""
    if actor.school_id:
        return "campus_id" if actor.campus_id else "school_id"
    return "district_id"


def doubts_of(actor: Actor) -> QuerySet[ProblemRecord]:
    """Doubts, open and resolved, of which one side is the actor's: both schools and both districts see them.

    A record is the place's where it is on the roll, or was last.
    """
    problems = ProblemRecord.objects.order_by("id")
    if actor.school_id:
        entrants = Q(flagged__school_id=actor.school_id) | Q(other_entrant__school_id=actor.school_id)
        return problems.filter(entrants | _record_last_at(school_id=actor.school_id))
    if actor.district_id:
        entrants = Q(district_id=actor.district_id) | Q(other_entrant__district_id=actor.district_id)
        return problems.filter(entrants | _record_last_at(district_id=actor.district_id))
    return problems


def _record_last_at(**place: int) -> Q:
    """The condition that one side of a doubt is a record whose present or last spell is at a place."""
    later = Enrollment.objects.filter(record_id=OuterRef("record_id"), during__gt=OuterRef("during"))
    here = Enrollment.objects.filter(Q(during__upper_inf=True) | ~Exists(later), **place).order_by()
    flagged, other = (
        Exists(here.filter(record_id=OuterRef(side))) for side in ("flagged_record_id", "other_record_id")
    )
    return Q(flagged) | Q(other)


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
