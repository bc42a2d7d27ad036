"""Cases as programs see them: where each stands, with whom, since and until when, what was decided, what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ninja import Schema

from xueji.cases.batch.work import Outcome
from xueji.desks.api.gateway.problems import of_outcome, reason_told, whys
from xueji.desks.api.shapes.people import grade
from xueji.desks.api.shapes.words import Coded, Words, coded, iso
from xueji.desks.cases.sides import child_name, holder_of, is_ours, places_of
from xueji.desks.cases.standing import is_late, left_until, procedure_of, state_of
from xueji.desks.children.telling import shown_number
from xueji.parties.actors import Actor
from xueji.process.wording import Reason
from xueji.vocabulary.calendar.working_days import WorkingCalendar
from xueji.vocabulary.schooling.grades import Grade


class PartyTold(Schema):
    """A side of a case and the school or office that is it."""

    party: Coded
    name: str
    school_id: int | None
    office_id: int | None


class SubjectTold(Schema):
    """Whom a case is about, as far as every party of it knows."""

    record_id: int | None
    entrant_id: int | None
    name: str | None
    number: str | None
    grade: Coded | None


class CaseTold(Schema):
    """A case in a list. `left`: working days until it is due, negative when late; `mine`: it waits for this place."""

    id: int
    version: int
    procedure: Coded
    edition: str
    subject: SubjectTold
    state: Coded
    open: bool
    outcome: str | None
    holder: PartyTold | None
    mine: bool
    handed_to: str | None
    since: str
    due_on: str | None
    left: int | None
    late: bool
    opened_on: str
    closed_on: str | None


class CasePage(Schema):
    """One page of cases."""

    items: list[CaseTold]
    next: str | None


class ReasonTold(Schema):
    """One reason why not, or not yet known."""

    rule: str
    says: Words
    mend: Words
    source: str | None
    truth: str
    field: str | None


class AskedTold(Schema):
    """What a step asks: an answer of a kind, or a paper (`proof`) that is uploaded first."""

    key: str
    label: Words
    kind: str
    required: bool
    conditional: bool
    code_table: str | None
    choices: list[Coded]


class OfferTold(Schema):
    """A step that this place could take: possible now, or every reason why not."""

    event: str
    label: Words
    possible: bool
    against: list[ReasonTold]
    unknown: list[ReasonTold]
    needs_reason: bool
    asks: list[AskedTold]


class RailStep(Schema):
    """One step of the way: done, now, next or refused."""

    label: Words
    status: str
    who: Words | None
    on: str | None
    since: str | None
    due_on: str | None


class DecisionTold(Schema):
    """One decision of the timeline."""

    id: int
    number: int
    event: str
    label: Words
    from_state: str | None
    to_state: str
    party: Coded
    actor: str
    place: str
    reason: str | None
    answers: dict[str, str]
    source: str | None
    city_date: str
    at: str


class PaperTold(Schema):
    """A paper of a case; `url` is missing for a side from which its content is hidden."""

    id: int
    kind: str
    label: Words
    file_name: str
    content_type: str
    pages: int
    note: str | None
    party: Coded | None
    brought_by: str | None
    on: str
    url: str | None


class RouteTold(Schema):
    """The row of the decision table that the case follows, chosen at its opening."""

    row: str
    chain: list[Coded]
    source: str


class CaseWhole(CaseTold):
    """A case with everything that its parties may see, and what this place can do in it now."""

    parties: list[PartyTold]
    route: RouteTold | None
    frozen: dict[str, str]
    answers: dict[str, str]
    rail: list[RailStep]
    decisions: list[DecisionTold]
    papers: list[PaperTold]
    offers: list[OfferTold]


class RowTold(Schema):
    """What became of one row; `status` is what the step alone would have been answered with."""

    row: int
    case_id: int | None
    event: str
    taken: bool
    status: int
    state: str | None
    reasons: list[ReasonTold]


class BatchTold(Schema):
    """What became of many rows."""

    taken: int
    refused: int
    rows: list[RowTold]


def case_told(case: Any, actor: Actor, working: WorkingCalendar, today: Any) -> dict[str, Any]:
    """A case that came from `cases.sides.dressed`."""
    state, procedure = state_of(case), procedure_of(case)
    due = case.due_on if case.closed_on is None else None
    holder = holder_of(case)
    return {
        "id": case.pk,
        "version": case.version,
        "procedure": coded(procedure.key, procedure.title),
        "edition": case.edition,
        "subject": _subject(case),
        "state": coded(state.key, state.label),
        "open": case.closed_on is None,
        "outcome": case.outcome or None,
        "holder": party_told(holder) if holder else None,
        "mine": is_ours(case, actor),
        "handed_to": case.handed_name if case.closed_on is None else None,
        "since": iso(case.entered_on),
        "due_on": iso(due),
        "left": left_until(due, today, working),
        "late": is_late(case, today),
        "opened_on": iso(case.opened_on),
        "closed_on": iso(case.closed_on),
    }


def party_told(place: Any) -> dict[str, Any]:
    """One party, from `places_of`."""
    return {
        "party": coded(place.party.value, place.party.label),
        "name": place.name,
        "school_id": place.school_id,
        "office_id": place.office_id,
    }


def parties_told(case: Any) -> list[dict[str, Any]]:
    """Every party."""
    return [party_told(place) for place in places_of(case)]


def reasons_told(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    """Reasons as JSON."""
    return [reason_told(reason) for reason in whys(reasons)]


def batch_told(outcomes: Sequence[Outcome], refused: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """One result a row in the order of the rows: outcomes are those of row 1, 2, 3 … but for the rows in `refused`."""
    spoken = {row["row"] for row in refused}
    numbers = [number for number in range(1, len(outcomes) + len(spoken) + 1) if number not in spoken]
    rows = [_row(number, outcome) for number, outcome in zip(numbers, outcomes, strict=True)]
    taken = sum(outcome.taken for outcome in outcomes)
    told = sorted([*rows, *refused], key=lambda row: int(row["row"]))
    return {"taken": taken, "refused": len(told) - taken, "rows": told}


def _row(number: int, outcome: Outcome) -> dict[str, Any]:
    return {
        "row": number,
        "case_id": outcome.case_id or None,
        "event": outcome.event,
        "taken": outcome.taken,
        "status": 200 if outcome.taken else of_outcome(outcome).status,
        "state": outcome.state or None,
        "reasons": reasons_told(outcome.reasons),
    }


def _subject(case: Any) -> dict[str, Any]:
    entrant = case.entrant
    code = entrant.grade if entrant is not None else case.frozen.get("grade")
    return {
        "record_id": case.student_record_id,
        "entrant_id": case.entrant_id,
        "name": (entrant.name if entrant is not None else child_name(case)) or None,
        "number": shown_number(entrant.national_number if entrant is not None else case.national_number) or None,
        "grade": grade(code) if code in set(Grade) else None,
    }
