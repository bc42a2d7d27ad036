# ruff: noqa: S608 - nothing is put into these statements but the words of this module
"""What waits at every desk that somebody reads by mail: a fixed number of questions for a whole city."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from xueji.cases.queries import Waiting
from xueji.parties.models import JournalEntry, Post
from xueji.parties.queries import held_on
from xueji.parties.rulebook import rulebook_in_force

MOST_NUMBERS = 10
"""Case numbers that a mail names; the desk has the rest."""

Place = tuple[int | None, int | None]
"""Key of a school, or of an office."""


@dataclass(frozen=True)
class Desk:
    """One place: its open cases by procedure and state, the oldest late ones, and its unread notices by kind."""

    school_id: int | None
    office_id: int | None
    name: str
    lines: tuple[Waiting, ...] = ()
    late_cases: tuple[int, ...] = ()
    notices: tuple[tuple[str, int], ...] = ()
    latest_notice: int = 0

    @property
    def waiting(self) -> int:
        """Open cases that the place holds."""
        return sum(line.count for line in self.lines)

    @property
    def late(self) -> int:
        """Those of them that are past their last day."""
        return sum(line.late for line in self.lines)

    @property
    def unread(self) -> int:
        """Notices that nobody there has read."""
        return sum(count for _kind, count in self.notices)


@dataclass(frozen=True)
class Reader:
    """One account with an address, and the desks at which it decides."""

    account_id: int
    name: str
    email: str
    desks: tuple[Desk, ...]

    @property
    def waiting(self) -> int:
        """Open cases at all its desks."""
        return sum(desk.waiting for desk in self.desks)

    @property
    def late(self) -> int:
        """Late ones among them."""
        return sum(desk.late for desk in self.desks)

    @property
    def unread(self) -> int:
        """Unread notices at all its desks."""
        return sum(desk.unread for desk in self.desks)


def readers_on(today: date, *, but_not_after: str) -> list[Reader]:
    """Everybody with an address who decides somewhere today and has something waiting or unread there.

    Left out are accounts for which the journal has an act of this name today.
    """
    told_before = JournalEntry.objects.filter(act=but_not_after, city_date=today).values("account_id")
    posts = (
        Post.objects.filter(held_on(today), account__is_active=True)
        .filter(role__in=[role.value for role in rulebook_in_force().rulebook.deciding])
        .exclude(account__email="")
        .exclude(account_id__in=told_before)
        .select_related("account", "school", "office")
        .order_by("account_id", "pk")
    )
    held: dict[int, dict[Place, Post]] = defaultdict(dict)
    for post in posts:
        held[post.account_id].setdefault((post.school_id, post.office_id), post)
    names = {place: str(post.school or post.office) for own in held.values() for place, post in own.items()}
    desks = _desks(names, today)
    readers = []
    for own in held.values():
        account = next(iter(own.values())).account
        mine = tuple(desks[place] for place in own if place in desks)
        if mine:
            readers.append(Reader(account.pk, account.full_name, account.email, mine))
    return readers


def _desks(names: dict[Place, str], today: date) -> dict[Place, Desk]:
    """The desks of these places; those at which nothing waits and nothing is unread are left out."""
    schools = [school for school, _office in names if school is not None]
    offices = [office for _school, office in names if office is not None]
    if not names:
        return {}
    asked = {"schools": schools, "offices": offices, "most": MOST_NUMBERS, "today": today}
    lines: dict[Place, list[Waiting]] = defaultdict(list)
    for school, office, *line in _rows(_LINES, asked):
        lines[school, office].append(Waiting(*line))
    late: dict[Place, list[int]] = defaultdict(list)
    for school, office, key in _rows(_LATE, asked):
        late[school, office].append(key)
    notices: dict[Place, list[tuple[str, int]]] = defaultdict(list)
    latest: dict[Place, int] = defaultdict(int)
    for school, office, kind, count, newest in _rows(_NOTICES, asked):
        notices[school, office].append((kind, count))
        latest[school, office] = max(latest[school, office], newest)
    return {
        place: Desk(*place, name, tuple(lines[place]), tuple(late[place]), tuple(notices[place]), latest[place])
        for place, name in names.items()
        if lines[place] or notices[place]
    }


_HELD = "closed_on IS NULL AND (holder_school_id = ANY(%(schools)s) OR holder_office_id = ANY(%(offices)s))"
_LINES = f"""
    SELECT holder_school_id, holder_office_id, procedure, max(edition), state, count(*),
           count(*) FILTER (WHERE due_on < %(today)s)
      FROM cases_case WHERE {_HELD} GROUP BY 1, 2, 3, 5 ORDER BY 3, 5
"""
_LATE = f"""
    SELECT holder_school_id, holder_office_id, id
      FROM (SELECT *, row_number() OVER (PARTITION BY holder_school_id, holder_office_id ORDER BY due_on, id) AS place
              FROM cases_case WHERE {_HELD} AND due_on < %(today)s) late
     WHERE place <= %(most)s ORDER BY place
"""
_NOTICES = """
    SELECT school_id, office_id, kind, count(*), max(id) FROM cases_notice
     WHERE seen_at IS NULL AND (school_id = ANY(%(schools)s) OR office_id = ANY(%(offices)s))
     GROUP BY 1, 2, 3 ORDER BY 3
"""


def _rows(statement: str, asked: dict[str, Any]) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())
