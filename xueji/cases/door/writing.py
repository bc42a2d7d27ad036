"""What a chunk leaves behind: the cases' new standing, one decision each, the proofs named, the effects owed."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from xueji.cases.batch.sides import holder_of, parties_told
from xueji.cases.batch.work import Work
from xueji.cases.clocks import due_after
from xueji.cases.door.recording import facts_as_json
from xueji.cases.models import Case, CaseParty, Decision, Effect, Evidence
from xueji.cases.notices import tell_of_steps
from xueji.cases.tasks import drain_outbox
from xueji.process.notation import Proof
from xueji.records.models import Entrant

_COLUMNS = {
    "pk": "bigint",
    "state": "text",
    "held_by": "text",
    "holder_school_id": "bigint",
    "holder_office_id": "bigint",
    "version": "int",
    "entered_on": "date",
    "due_on": "date",
    "closed_on": "date",
    "outcome": "text",
    "answers": "jsonb",
    "held_place_id": "bigint",
    "held_foreign_place_id": "bigint",
    "school_id": "bigint",
    "district_id": "bigint",
}
_SET = [name for name in _COLUMNS if name != "pk"]
_UPDATE = f"""
    UPDATE cases_case AS c
       SET {", ".join(f"{name} = v.{name}" for name in _SET)}
      FROM unnest({", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())}) AS v ({", ".join(_COLUMNS)})
     WHERE c.id = v.pk
"""  # noqa: S608 - made of the names above


def write(works: Sequence[Work], batch: UUID | None) -> None:
    """Move the cases on and record why. `works` are the accepted ones; nothing is written for an empty chunk."""
    if not works:
        return
    before = [(work.case.state, work.case.entered_on, work.case.due_on) for work in works]
    for work in works:
        _move_on(work)
    _welcome([work for work in works if work.procedure.newcomer and not work.case.entrant_id])
    _open([work.case for work in works if work.case.pk is None])
    _update([work for work in works if work.case.version > 1])
    decisions = Decision.objects.bulk_create(
        _decision(work, came_from, batch) for work, came_from in zip(works, before, strict=True)
    )
    _keep_evidence(works, decisions)
    tell_of_steps(works)
    owed = [
        Effect(decision=decision, name=name, key=f"{name}:{work.case.pk}:{work.case.version}", payload=_payload(work))
        for work, decision in zip(works, decisions, strict=True)
        for name in work.accepted.owe
    ]
    if owed:
        Effect.objects.bulk_create(owed)
        drain_outbox.defer()


def _move_on(work: Work) -> None:
    case, verdict = work.case, work.accepted
    case.answers = {**case.answers, **work.said}
    due = due_after(work, verdict.clock, case.answers)
    if case.state != verdict.to or verdict.transition.restarts_clock:
        case.entered_on = work.today
    state = work.procedure.state(verdict.to)
    case.state, case.due_on = verdict.to, due
    case.held_by = state.held_by.value if state.held_by else ""
    case.holder_school_id, case.holder_office_id = holder_of(case, state.held_by)
    case.version += 1
    if verdict.transition.takes_back:
        undone: Decision = work.chosen["last_decision"]
        case.entered_on, case.due_on = undone.was_entered_on or case.entered_on, undone.was_due_on
        case.closed_on, case.outcome = None, ""
    if verdict.closed is not None:
        case.closed_on, case.outcome, case.due_on = work.today, verdict.closed, None


def _welcome(works: Sequence[Work]) -> None:
    """Write the newcomers that opened cases are about."""
    for work, entrant in zip(works, Entrant.objects.bulk_create([work.subject for work in works]), strict=True):
        work.case.entrant = entrant


def _open(cases: Sequence[Case]) -> None:
    if not cases:
        return
    Case.objects.bulk_create(cases)
    CaseParty.objects.bulk_create(
        CaseParty(case=case, party=told["party"], school_id=told["school"], office_id=told["office"])
        for case in cases
        for told in parties_told(case)
    )


def _update(works: Sequence[Work]) -> None:
    if not works:
        return
    columns = {name: [getattr(work.case, name) for work in works] for name in _COLUMNS}
    columns["answers"] = [json.dumps(work.case.answers, ensure_ascii=False) for work in works]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, list(columns.values()))


def _decision(work: Work, before: tuple[str, Any, Any], batch: UUID | None) -> Decision:
    actor, transition = work.actor, work.accepted.transition
    came_from, entered_on, due_on = before
    return Decision(
        case=work.case,
        number=work.case.version,
        event=work.step.event,
        from_state=came_from,
        to_state=work.case.state,
        party=work.by.value,
        account_id=actor.account_id,
        post_id=actor.post_id,
        actor_name=actor.name,
        actor_place=actor.place,
        reason=work.step.reason.strip(),
        answers=work.said,
        facts=facts_as_json(work.facts),
        edition=work.case.edition,
        source=transition.source[:120],
        was_entered_on=entered_on if came_from else None,
        was_due_on=due_on,
        batch=batch if work.step.row is not None else None,
        batch_row=work.step.row if batch else None,
        city_date=work.today,
    )


def _keep_evidence(works: Sequence[Work], decisions: Sequence[Decision]) -> None:
    proofs = [
        Evidence(
            case=work.case,
            kind=asked.key,
            attachment_id=int(work.said[asked.key]),
            decision=decision,
            party=work.by.value,
            brought_by=work.actor.name,
            city_date=work.today,
        )
        for work, decision in zip(works, decisions, strict=True)
        for asked in work.accepted.transition.asks
        if isinstance(asked, Proof) and work.said.get(asked.key, "").isdigit()
    ]
    if proofs:
        Evidence.objects.bulk_create(proofs)


def _payload(work: Work) -> dict[str, Any]:
    made: dict[str, Any] = {"case": work.case.pk, "entrant": work.case.entrant_id, "on": work.today.isoformat()}
    record = work.chosen.get("record_id") or work.case.student_record_id
    return {**made, "record": record} if record else made
