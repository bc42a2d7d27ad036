"""How far entry registration is, school by school or district by district: one statement for any number of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from xueji.parties.actors import Actor
from xueji.parties.scope import UnscopedQueryError, current_actor
from xueji.vocabulary.parties import Party

# Tables and columns that stand for a place. The two are the only parts ever put into the statement.
_SCHOOL = ("parties_school", "school_id", "p.district_id", "p.closed_on IS NULL")
_DISTRICT = ("parties_office", "district_id", "p.id", f"p.level = '{Party.DISTRICT.value}'")

_STATEMENT = """
WITH stood AS (
    SELECT c.{column} AS place, c.school_id, c.state, count(*) AS cases,
           count(*) FILTER (WHERE c.outcome <> 'withdrawn') AS admitted,
           count(*) FILTER (WHERE c.outcome IN ('approved', 'ended')) AS settled,
           count(*) FILTER (WHERE c.held_by = 'school' AND c.due_on < %(today)s) AS late,
           min(c.due_on) FILTER (WHERE c.held_by = 'school') AS next_due
      FROM cases_case c
     WHERE c.procedure = 'entry_registration' AND c.entry_year = %(year)s
       AND (%(district)s::bigint IS NULL OR c.district_id = %(district)s)
       AND (%(school)s::bigint IS NULL OR c.school_id = %(school)s)
     GROUP BY 1, 2, 3
), by_state AS (
    SELECT place, state, sum(cases) AS cases FROM stood GROUP BY 1, 2
), states AS (
    SELECT place, jsonb_object_agg(state, cases) AS states FROM by_state GROUP BY 1
), told AS (
    SELECT place, sum(admitted) AS admitted, sum(settled) AS settled, sum(late) AS late, min(next_due) AS next_due,
           count(DISTINCT school_id) FILTER (WHERE late > 0) AS late_schools
      FROM stood GROUP BY 1
), drafts AS (
    SELECT s.{column} AS place, count(*) AS forms
      FROM records_enrollment s
     WHERE upper_inf(s.during) AND s.form_unfinished AND s.school_year = %(year)s
       AND EXISTS (SELECT 1 FROM records_entrant e WHERE e.student_id = s.student_id AND e.school_year = %(year)s)
       AND (%(district)s::bigint IS NULL OR s.district_id = %(district)s)
       AND (%(school)s::bigint IS NULL OR s.school_id = %(school)s)
     GROUP BY 1
)
SELECT p.id, p.code, p.name, o.id, o.name, coalesce(states.states, '{{}}'), coalesce(told.admitted, 0),
       coalesce(told.settled, 0), coalesce(told.late, 0), told.next_due, coalesce(told.late_schools, 0),
       coalesce(drafts.forms, 0)
  FROM {table} p
  JOIN parties_office o ON o.id = {district}
  LEFT JOIN states ON states.place = p.id
  LEFT JOIN told ON told.place = p.id
  LEFT JOIN drafts ON drafts.place = p.id
 WHERE ({counted} OR told.admitted > 0)
   AND (%(district)s::bigint IS NULL OR {district} = %(district)s)
   AND (%(school)s::bigint IS NULL OR p.id = %(school)s)
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """One place: children by the state of their case, and what is behind.

    `admitted` leaves out admissions that were withdrawn or whose import was undone; `settled` have a record or a cause
    why not; `late` cases lie at a school past their date; `next_due` is the earliest date of what lies at a school
    (a past one when something is late); `forms` are the 72-item forms of this year's entrants that are still incomplete.
    """

    key: int
    code: str
    name: str
    district_id: int
    district: str
    states: Mapping[str, int] = field(default_factory=dict)
    admitted: int = 0
    settled: int = 0
    late: int = 0
    next_due: date | None = None
    late_schools: int = 0
    forms: int = 0

    @property
    def percent(self) -> int | None:
        """Settled of admitted, rounded down, so that 100 means all; None where nobody was admitted."""
        return self.settled * 100 // self.admitted if self.admitted else None

    def count(self, state: str) -> int:
        """How many cases stand in a state."""
        return self.states.get(state, 0)


def progress_of_schools(
    actor: Actor, school_year: int, today: date, *, district_id: int | None = None, school_id: int | None = None
) -> list[Progress]:
    """Progress of every school the actor may see, late ones first; narrowed to one district or school if asked.

    Raises UnscopedQueryError outside `parties.scope`, like every read of children.
    """
    return _read(_SCHOOL, actor, school_year, today, district_id, school_id)


def progress_of_districts(actor: Actor, school_year: int, today: date) -> list[Progress]:
    """The same, summed by district, for the office above them."""
    return _read(_DISTRICT, actor, school_year, today, None, None)


def total(places: Iterable[Progress], name: str) -> Progress:
    """The sum over places, under a name of its own."""
    found = list(places)
    states: dict[str, int] = {}
    for place in found:
        for state, cases in place.states.items():
            states[state] = states.get(state, 0) + cases
    due = [place.next_due for place in found if place.next_due]
    return Progress(
        key=0,
        code="",
        name=name,
        district_id=0,
        district="",
        states=states,
        admitted=sum(place.admitted for place in found),
        settled=sum(place.settled for place in found),
        late=sum(place.late for place in found),
        next_due=min(due, default=None),
        late_schools=sum(place.late_schools for place in found),
        forms=sum(place.forms for place in found),
    )


def _read(
    place: tuple[str, str, str, str],
    actor: Actor,
    school_year: int,
    today: date,
    district_id: int | None,
    school_id: int | None,
) -> list[Progress]:
    if current_actor() is None:
        raise UnscopedQueryError(_read.__module__)
    if actor.school_id and school_id not in {None, actor.school_id}:
        return []
    if actor.district_id and district_id not in {None, actor.district_id}:
        return []
    table, column, district, counted = place
    asked: dict[str, int | date | None] = {
        "year": school_year,
        "today": today,
        "district": actor.district_id or district_id,
        "school": actor.school_id or school_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(table=table, column=column, district=district, counted=counted), asked)
        found = [_progress(row) for row in cursor.fetchall()]
    return sorted(found, key=_late_first)


def _progress(row: Sequence[object]) -> Progress:
    values = list(row)
    states = values[5]
    values[5] = json.loads(states) if isinstance(states, str) else states
    numbers = (6, 7, 8, 10, 11)
    for place in numbers:
        values[place] = int(str(values[place]))
    return Progress(*values)  # type: ignore[arg-type]  # the columns stand in the order of the fields


def _late_first(place: Progress) -> tuple[bool, date, int, str]:
    """Late ones first, the longest overdue at the top; then what falls due next; the finished last."""
    percent = place.percent if place.percent is not None else 100
    return (place.late == 0, place.next_due or date.max, percent, place.code)
