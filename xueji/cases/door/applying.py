"""An application becomes a case: about a record, or about a newcomer whom it describes; through the same door."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection

from xueji.cases.batch.newcomers import lock_newcomers, newcomer_of, schools_of
from xueji.cases.batch.work import Opening, Outcome, Work
from xueji.cases.door.chunk import settle
from xueji.cases.door.refusing import NO_RECORD, NOT_OPEN, not_your_school
from xueji.cases.facts import can_gather, gather
from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.compiled import CompiledProcedure
from xueji.process.decision import Refused, missing_answers, route_row
from xueji.process.notation import OPEN, Subject
from xueji.process.wording import Reason
from xueji.records.models import Enrollment
from xueji.vocabulary.parties import Party


def apply(openings: Sequence[Opening], actor: Actor, batch: UUID | None) -> list[Outcome]:
    """Open the cases inside the open transaction. Raises IntegrityError when the database has the last word."""
    lock_newcomers([opening for opening in openings if not opening.record_id])
    lock_records([opening.record_id for opening in openings if opening.record_id])
    works = works_of(openings, actor)
    settle(prepared(works), batch)
    return [_told(work) for work in works]


def works_of(openings: Sequence[Opening], actor: Actor) -> list[Work | Reason]:
    """The works that openings would be, nothing known of them yet; or why there can be none."""
    former = _former_schools(openings, actor)
    schools = schools_of([actor]) if any(not opening.record_id for opening in openings) else {}
    works = [_work_of(opening, actor, former) for opening in openings]
    for opening, work in zip(openings, works, strict=True):
        if isinstance(work, Work) and work.procedure.newcomer:
            work.subject = newcomer_of(opening, actor, schools)
    return works


def lock_records(keys: Sequence[int]) -> None:
    """Lock student records in the order of their keys: whoever changes a child queues up here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM records_studentrecord WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(keys)])


def _work_of(opening: Opening, actor: Actor, former: Mapping[int, int]) -> Work | Reason:
    rulebook, today = rulebook_in_force(), city_today()
    if not rulebook.opens(opening.procedure):
        return NOT_OPEN
    procedure = rulebook.procedure(opening.procedure)
    applied_for = procedure.newcomer or procedure.about is Subject.STUDENT_RECORD
    if not applied_for or not can_gather(procedure) or procedure.newcomer == bool(opening.record_id):
        return NOT_OPEN
    receiving = _receiving_school(procedure, opening, actor, former)
    if receiving is None:
        return not_your_school(procedure.opened_by.label)
    case = Case(
        procedure=procedure.key,
        edition=rulebook.key,
        student_record_id=opening.record_id or None,
        school_id=receiving,
        state="",
        opened_on=today,
        entered_on=today,
    )
    case.told = []  # type: ignore[attr-defined]
    return Work(opening.step, case, None, actor, procedure.opened_by, rulebook, procedure, today)


def prepared(works: Sequence[Work | Reason]) -> list[Work]:
    """The works whose subject exists and is the actor's to speak of, each with the row of the route it will follow."""
    found = [work for work in works if isinstance(work, Work)]
    if found:
        gather(found)
    for work in found:
        if work.facts is None:
            work.verdict = Refused(_still_asked(work) if work.procedure.newcomer else (NO_RECORD,))
            continue
        work.case.school_id, work.case.district_id = work.chosen["desk"].pk, work.chosen["desk"].district_id
        if not _is_side(work):
            work.verdict = Refused((NO_RECORD,))
            continue
        if work.procedure.rows:
            values = {axis.key: str(getattr(work.facts, axis.key)) for axis in work.procedure.axes}
            work.case.route_row = route_row(work.procedure, values, on=work.today)
    return found


def _receiving_school(
    procedure: CompiledProcedure, opening: Opening, actor: Actor, former: Mapping[int, int]
) -> int | None:
    """The school the child is to come to: the applicant's own; else the one named, or the one the child came from.

    Who asks from outside (the national system) asks the school that has the child: 0 until the facts tell which.
    """
    if procedure.opened_by is actor.party and actor.role is None:
        return 0
    if actor.school_id is None:
        return None
    if procedure.opened_by is Party.SCHOOL:
        return actor.school_id
    if procedure.opened_by is Party.RECEIVING_SCHOOL:
        return actor.school_id if opening.school_id in (None, actor.school_id) else None
    return opening.school_id or former.get(opening.record_id)


def _former_schools(openings: Sequence[Opening], actor: Actor) -> dict[int, int]:
    """School of the last ended spell of each record for which no school was named by one that gives a child away."""
    asked = [opening.record_id for opening in openings if opening.school_id is None and actor.school_id]
    rulebook = rulebook_in_force()
    away = {
        opening.record_id
        for opening in openings
        if opening.procedure in rulebook.procedures
        and rulebook.procedure(opening.procedure).opened_by is not Party.RECEIVING_SCHOOL
    }
    wanted = away & set(asked)
    if not wanted:
        return {}
    ended = Enrollment.objects.filter(record_id__in=wanted, during__upper_inf=False)
    latest = ended.order_by("record_id", "-during").distinct("record_id")
    return dict(latest.values_list("record_id", "school_id"))


def _is_side(work: Work) -> bool:
    """Whether the applicant is in this case what the procedure says: a school gives away only its own children."""
    if work.actor.role is None:
        return work.procedure.opened_by is work.actor.party
    mine = {told["party"] for told in work.case.told if told["school"] == work.actor.school_id}  # type: ignore[attr-defined]
    return work.procedure.opened_by.value in mine


def _still_asked(work: Work) -> tuple[Reason, ...]:
    """Of a child described too little to be weighed: what is still missing."""
    return missing_answers(work.procedure.opening, work.step.answers, work.step.reason)


def _told(work: Work | Reason) -> Outcome:
    if isinstance(work, Reason):
        return Outcome(0, OPEN, taken=False, reasons=(work,))
    return work.outcome()
