"""What a chunk leaves behind: the cases' new standing, one decision each, the proofs named, the effects owed."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from xueji.cases.batch.work import Work
from xueji.cases.clocks import due_after
from xueji.cases.door.recording import facts_as_json
from xueji.cases.models import Decision, Effect, Evidence
from xueji.cases.tasks import drain_outbox
from xueji.process.notation import Proof

_UPDATE = """
    UPDATE cases_case AS c
       SET state = v.state, held_by = v.held_by, version = v.version, entered_on = v.entered_on, due_on = v.due_on,
           closed_on = v.closed_on, outcome = v.outcome, answers = v.answers, held_place_id = v.held_place_id,
           held_foreign_place_id = v.held_foreign_place_id, school_id = v.school_id, district_id = v.district_id
      FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::int[], %s::date[], %s::date[], %s::date[], %s::text[],
                  %s::jsonb[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
        AS v (id, state, held_by, version, entered_on, due_on, closed_on, outcome, answers, held_place_id,
              held_foreign_place_id, school_id, district_id)
     WHERE c.id = v.id
"""
_COLUMNS = (
    *("pk", "state", "held_by", "version", "entered_on", "due_on", "closed_on", "outcome", "answers"),
    *("held_place_id", "held_foreign_place_id", "school_id", "district_id"),
)


def write(works: Sequence[Work], batch: UUID | None) -> None:
    """Move the cases on and record why. `works` are the accepted ones; nothing is written for an empty chunk."""
    if not works:
        return
    before = [work.case.state for work in works]
    for work in works:
        _move_on(work)
    _update(works)
    decisions = Decision.objects.bulk_create(
        _decision(work, came_from, batch) for work, came_from in zip(works, before, strict=True)
    )
    _keep_evidence(works)
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
    case.answers = {**case.answers, **{key: str(value) for key, value in work.step.answers.items()}}
    due = due_after(work, verdict.clock, case.answers)
    if case.state != verdict.to or verdict.transition.restarts_clock:
        case.entered_on = work.today
    state = work.procedure.state(verdict.to)
    case.state, case.due_on = verdict.to, due
    case.held_by = state.held_by.value if state.held_by else ""
    case.version += 1
    if verdict.closed is not None:
        case.closed_on, case.outcome, case.due_on = work.today, verdict.closed, None


def _update(works: Sequence[Work]) -> None:
    columns = [[getattr(work.case, name) for work in works] for name in _COLUMNS]
    columns[_COLUMNS.index("answers")] = [json.dumps(work.case.answers, ensure_ascii=False) for work in works]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, columns)


def _decision(work: Work, came_from: str, batch: UUID | None) -> Decision:
    actor, transition = work.actor, work.accepted.transition
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
        answers={key: str(value) for key, value in work.step.answers.items()},
        facts=facts_as_json(work.facts),
        edition=work.case.edition,
        source=transition.source,
        batch=batch if work.step.row is not None else None,
        batch_row=work.step.row if batch else None,
        city_date=work.today,
    )


def _keep_evidence(works: Sequence[Work]) -> None:
    proofs = [
        Evidence(case=work.case, kind=asked.key, attachment_id=int(work.step.answers[asked.key]), city_date=work.today)
        for work in works
        for asked in work.accepted.transition.asks
        if isinstance(asked, Proof) and str(work.step.answers.get(asked.key, "")).isdigit()
    ]
    if proofs:
        Evidence.objects.bulk_create(proofs)


def _payload(work: Work) -> dict[str, Any]:
    made: dict[str, Any] = {"case": work.case.pk, "entrant": work.case.entrant_id, "on": work.today.isoformat()}
    if "record_id" in work.chosen:
        made["record"] = work.chosen["record_id"]
    return made
