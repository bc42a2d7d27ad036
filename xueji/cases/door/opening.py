"""Cases are opened here, by the thousand where a list brings thousands: rows go in by COPY, each distinct fact once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.utils import timezone

from xueji.cases.clocks import anchors_of
from xueji.cases.models import Case, CaseParty, Decision
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_calendars
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.clocks import due_on
from xueji.process.compiled import CompiledProcedure
from xueji.process.decision import OPEN
from xueji.process.rulebook import CompiledRulebook
from xueji.records.copying import copy_in, reserve_keys
from xueji.vocabulary.parties import Party

ENTRY = "entry_registration"


class Admitted(Protocol):
    """What an opening needs of an entrant: a row of the table, or one about to be its row."""

    pk: Any
    school_id: int
    district_id: int
    school_year: int
    batch_row: int | None


@dataclass(frozen=True)
class Opened:
    """What one opening needs to know besides the entrant: edition, first state, its clock by school year."""

    rulebook: CompiledRulebook
    procedure: CompiledProcedure
    state: str
    due: dict[int, date | None]
    today: date


def open_entry_cases(entrants: Sequence[Admitted], *, actor: Actor, batch: UUID | None = None) -> list[int]:
    """Open one entry registration for each entrant; answer the case keys in the same order.

    Raises IntegrityError if one of them has an open case already.
    """
    if not entrants:
        return []
    opened = _opened({entrant.school_year for entrant in entrants})
    keys = reserve_keys(Case, len(entrants))
    _copy_cases(entrants, keys, opened)
    _copy_parties(entrants, keys)
    _copy_decisions(entrants, keys, opened, actor, batch)
    return keys


def _opened(school_years: set[int]) -> Opened:
    today, rulebook = city_today(), rulebook_in_force()
    procedure = rulebook.procedure(ENTRY)
    first = procedure.opening.branches[-1].to
    due = {
        year: due_on(
            procedure.state(first).clock,
            entered_on=today,
            anchors=anchors_of(calendar),
            answers={},
            previous_due=None,
            parameters=rulebook.parameters,
            calendar=calendar.working,
            on=today,
        )
        for year, calendar in school_calendars(school_years).items()
    }
    return Opened(rulebook, procedure, first, due, today)


def _copy_cases(entrants: Sequence[Admitted], keys: list[int], opened: Opened) -> None:
    held_by = opened.procedure.state(opened.state).held_by
    fields = (
        *("id", "procedure", "edition", "entrant", "school", "district", "state", "held_by", "holder_school"),
        *("version", "opened_on", "entered_on", "due_on", "outcome", "answers", "frozen"),
    )
    copy_in(
        Case,
        fields,
        (
            (
                *(key, ENTRY, opened.rulebook.key, entrant.pk, entrant.school_id, entrant.district_id, opened.state),
                *(held_by.value if held_by else "", entrant.school_id if held_by is Party.SCHOOL else None, 1),
                *(opened.today, opened.today, opened.due[entrant.school_year], "", "{}", "{}"),
            )
            for key, entrant in zip(keys, entrants, strict=True)
        ),
    )


def _copy_parties(entrants: Sequence[Admitted], keys: list[int]) -> None:
    rows: list[tuple[int, str, int | None, int | None]] = []
    for key, entrant in zip(keys, entrants, strict=True):
        rows.append((key, "school", entrant.school_id, None))
        rows.append((key, "district", None, entrant.district_id))
    copy_in(CaseParty, ("case", "party", "school", "office"), rows)


def _copy_decisions(
    entrants: Sequence[Admitted], keys: list[int], opened: Opened, actor: Actor, batch: UUID | None
) -> None:
    fields = (
        *("case", "number", "event", "from_state", "to_state", "party", "account", "post", "actor_name", "actor_place"),
        *("reason", "answers", "facts", "edition", "source", "seeded", "batch", "batch_row", "city_date", "at"),
    )
    now, source, nothing = timezone.now(), opened.procedure.source[:120], json.dumps({})
    copy_in(
        Decision,
        fields,
        (
            (
                *(key, 1, OPEN, "", opened.state, opened.procedure.opened_by.value, actor.account_id, actor.post_id),
                *(actor.name, actor.place, "", nothing, nothing, opened.rulebook.key, source, False),
                *(batch, entrant.batch_row if batch else None, opened.today, now),
            )
            for key, entrant in zip(keys, entrants, strict=True)
        ),
    )
