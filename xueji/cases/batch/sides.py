"""What an actor is in a case: the second question of permission, answered once."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from xueji.cases.models import Case, CaseParty
from xueji.parties.actors import Actor
from xueji.vocabulary.parties import Party


def with_sides(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """Annotate each case with the parties the actor's place is in it, as `sides`."""
    mine = CaseParty.objects.filter(case_id=OuterRef("pk")).filter(_place(actor)).values("party")
    return cases.annotate(sides=ArraySubquery(mine))


def _place(actor: Actor) -> Q:
    if actor.school_id:
        return Q(school_id=actor.school_id)
    return Q(office_id=actor.office_id or 0)


def sides_of(case: Case, actor: Actor) -> set[Party]:
    """What the actor is in this case. A machine and the top office are themselves; all others are parties or nobody."""
    if actor.role is None or actor.sees_whole_city:
        return {actor.party}
    return {Party(side) for side in case.sides}  # type: ignore[attr-defined]
