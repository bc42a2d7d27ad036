"""Which problem records a post sees, and which of the two sides is its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from xueji.parties.actors import Actor
from xueji.records.models import Enrollment, ProblemRecord

TOLD_FOR = timedelta(days=14)
"""How long a school is told on its desk that a doubt is over [INF]."""

MOST_TOLD = 20
RELATED = ("flagged_record__student", "other_record__student", "district")


def record_problems(actor: Actor) -> QuerySet[Any]:
    """Problems of records, the entrants' left out: of children that are, or were last, on the actor's roll."""
    found = ProblemRecord.objects.filter(flagged_record__isnull=False)
    if actor.sees_whole_city:
        return found
    place = {"school_id": actor.school_id} if actor.school_id else {"district_id": actor.district_id}
    here = Enrollment.objects.filter(**place).values("record_id")
    mine = Q(flagged_record_id__in=here) | Q(other_record_id__in=here)
    return found.filter(mine if actor.school_id else mine | Q(district_id=actor.district_id))


def lately_over(actor: Actor, today: date) -> list[tuple[Any, Any]]:
    """Problems of the actor's children that ended within `TOLD_FOR`, newest first, each with the child's record.

    Both sides are told, also the one that has done nothing about it.
    """
    since = today - TOLD_FOR
    found = list(
        record_problems(actor)
        .filter(resolved_on__gte=since, resolved_on__lte=today)
        .select_related(*RELATED)
        .order_by("-resolved_on", "-pk")[:MOST_TOLD]
    )
    here = records_here(found, actor) if found else set()
    return [(problem, own_side(problem, here)) for problem in found]


def records_here(problems: Iterable[Any], actor: Actor) -> set[int]:
    """Which records of these problems are, or were, on the actor's roll; one query for all of them."""
    if actor.sees_whole_city:
        return set()
    place = {"school_id": actor.school_id} if actor.school_id else {"district_id": actor.district_id}
    sides = {key for each in problems for key in (each.flagged_record_id, each.other_record_id) if key}
    return set(Enrollment.objects.filter(record_id__in=sides, **place).values_list("record_id", flat=True))


def own_side(problem: Any, here: Collection[int]) -> Any:
    """The record that is the reader's to speak of; the flagged one where both or neither are."""
    only_the_other = problem.other_record_id in here and problem.flagged_record_id not in here
    return problem.other_record if only_the_other else problem.flagged_record


def last_spell(record_id: int) -> Any:
    """Where a record is now, or was last; with its school."""
    spells = Enrollment.objects.filter(record_id=record_id).select_related("school__district", "student")
    return spells.order_by("-during", "-pk").first()
