"""A closed entry registration as the rulebook writes it, for children whom nobody in this database registered."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from typing import Any

from xueji.cases.clocks import FORM
from xueji.cases.deeds import CITY_NUMBER
from xueji.cases.door.opening import ENTRY
from xueji.cases.door.recording import facts_as_json
from xueji.exchange.seeding.register.lines import Line
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.clocks import end_of_period
from xueji.process.decision import OPEN
from xueji.process.notation import Within
from xueji.vocabulary.facts.entry import EntryFacts, PriorRecord
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade

_ASSIGN = "assign"
# Named as what it is: nobody decided, the city was invented with this child in it.
NOBODY = "虚构数据"

CASE_FIELDS = (
    *("id", "procedure", "edition", "entrant", "school", "district", "state", "held_by", "version"),
    *("opened_on", "entered_on", "closed_on", "outcome", "answers", "frozen"),
)
DECISION_FIELDS = (
    *("case", "number", "event", "from_state", "to_state", "party", "actor_name", "actor_place", "reason"),
    *("answers", "facts", "edition", "source", "seeded", "city_date", "at"),
)


class Closing:
    """What all seeded cases have in common, read from the rulebook in force once.

    Cases of earlier years are pinned to the same edition: this city has no older one.
    """

    def __init__(self) -> None:
        """Read the rulebook and the calendar. Raises LookupError before the city is set up."""
        self._book = rulebook_in_force()
        procedure = self._book.procedure(ENTRY)
        self._opening, self._first = procedure.opening, procedure.opening.branches[-1].to
        self._assign = next(item for item in procedure.transitions if item.event == _ASSIGN)
        self._end = procedure.state(self._assign.branches[-1].to)
        self._source = procedure.source[:120]
        self._opened_by = procedure.opened_by.value
        self._today = city_today()
        self._calendar = city_calendar()
        known = self._book.parameters
        self.province = str(known.value(CITY_NUMBER, self._today)) if CITY_NUMBER in known else None
        self.form_due = cache(self._form_due)
        self._facts = cache(_facts_of)

    def case(self, key: int, entrant: int, line: Line, answers: str) -> tuple[Any, ...]:
        """The case's row: closed on the day its child got a class."""
        return (
            *(key, ENTRY, self._book.key, entrant, line.school.pk, line.district.pk, self._end.key, "", 2),
            *(line.opened_on, line.entered_on, line.entered_on, self._end.closed, answers, "{}"),
        )

    def decisions(
        self, case: int, line: Line, residency: str, answers: str, now: datetime
    ) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """The first decision and the last; what lay between them is not invented."""
        book, assign = self._book.key, self._assign
        return (
            (
                *(case, 1, OPEN, "", self._first, self._opened_by, NOBODY, "", "", "{}", "{}"),
                *(book, self._source, True, line.opened_on, now),
            ),
            (
                *(case, 2, assign.event, assign.frm, self._end.key, Party.SCHOOL.value, NOBODY, line.school.name, ""),
                *(
                    answers,
                    self._facts(line.entry_grade, line.school.foreign_license, residency),
                    book,
                    assign.source,
                    True,
                    line.entered_on,
                    now,
                ),
            ),
        )

    def _form_due(self, entered_on: date) -> date:
        return end_of_period(
            Within(FORM), start=entered_on, parameters=self._book.parameters, calendar=self._calendar, on=self._today
        )


def _facts_of(grade: Grade, licensed: bool, residency: str) -> str:  # noqa: FBT001 - a key of a cache, not a switch
    seen = EntryFacts(
        stage=grade.stage,
        grade=grade,
        residency=Residency(residency),
        confirmed=True,
        registration_open=True,
        place_free=True,
        foreign_place_free=licensed,
        holds_place=True,
        foreign_license=licensed,
        prior_record=PriorRecord.NONE if grade is Grade.P1 else PriorRecord.STAGE_CLOSED,
        class_fits=True,
    )
    return json.dumps(facts_as_json(seen), ensure_ascii=False)
