"""The children of the class around one child: a pile of paper forms is typed in without going back to a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from xueji.desks.children.life.reading import Life
from xueji.parties.actors import Actor
from xueji.records.queries import visible_to


@dataclass(frozen=True)
class Neighbor:
    """A child of the class as the way to its form tells it."""

    pk: int
    name: str
    missing: int | None


@dataclass(frozen=True)
class Neighbors:
    """Where the child sits in its class, who comes before and after, and who is next with an unfinished form."""

    place: int
    count: int
    before: Neighbor | None
    after: Neighbor | None
    unfinished: Neighbor | None


def neighbors_of(actor: Actor, life: Life) -> Neighbors | None:
    """The neighbors by seat, in one question; None for a child without a class."""
    now = life.now
    if now is None or now.class_group_id is None:
        return None
    rows = (
        visible_to(actor)
        .filter(class_group_id=now.class_group_id)
        .order_by("seat_number", "pk")
        .values_list("student_id", "student__name", F("student__form__missing"))
    )
    row = [Neighbor(*told) for told in rows]
    place = next((at for at, one in enumerate(row) if one.pk == life.student.pk), None)
    if place is None:
        return None
    following = [*row[place + 1 :], *row[:place]]
    return Neighbors(
        place=place + 1,
        count=len(row),
        before=row[place - 1] if place else None,
        after=row[place + 1] if place + 1 < len(row) else None,
        unfinished=next((one for one in following if one.missing), None),
    )
