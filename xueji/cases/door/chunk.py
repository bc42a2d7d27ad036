"""One chunk through the door: lock, gather, decide, do, write. One transaction, a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from xueji.cases.batch.newcomers import identity_faults
from xueji.cases.batch.places import PlaceLedger
from xueji.cases.batch.sides import acting_side, sides_of, with_sides
from xueji.cases.batch.work import Outcome, Step, Work
from xueji.cases.deeds import DEEDS
from xueji.cases.door.papers import papers_of, strange_papers
from xueji.cases.door.refusing import ABSENT, NO_RECORD, NOT_YOUR_DECISION, OWN_APPLICATION, STALE, post_may_not
from xueji.cases.door.subjects import lock_subjects
from xueji.cases.door.taking_back import find_last_decisions, may_take_back
from xueji.cases.door.writing import write
from xueji.cases.facts import gather
from xueji.cases.models import Attachment, Case
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_of
from xueji.process.compiled import Transition
from xueji.process.decision import Accepted, Refused, Verdict, decide, missing_answers


def perform(steps: Sequence[Step], actor: Actor, batch: UUID | None) -> list[Outcome]:
    """Take the steps inside the open transaction. Raises DatabaseError when the database has the last word."""
    works = _lock(steps, actor)
    settle(works, batch)
    found = {id(work.step): work.outcome() for work in works}
    return [found.get(id(step)) or Outcome(step.case_id, step.event, taken=False, reasons=(ABSENT,)) for step in steps]


def settle(works: Sequence[Work], batch: UUID | None) -> None:
    """Gather, decide, do and write: the same for steps of open cases and for cases being opened."""
    if not works:
        return
    gather(works)
    find_last_decisions([work for work in works if work.transition and work.transition.takes_back])
    _find_papers(works)
    ledger = PlaceLedger.locked(works)
    for work in works:
        if work.verdict is None:
            weigh(work, ledger)
    taken = [work for work in works if isinstance(work.verdict, Accepted)]
    _do((name, work) for work in taken for name in work.accepted.do)
    refused = [(work, work.verdict) for work in works if isinstance(work.verdict, Refused)]
    _do((name, work) for work, verdict in refused for name in verdict.marks)
    write(taken, batch)


def weigh(work: Work, ledger: PlaceLedger) -> None:
    """Come to a verdict, with every reason at once."""
    case, step = work.case, work.step
    if step.version is not None and step.version != case.version:
        work.verdict = Refused((STALE,))
    elif work.actor.role is not None and work.actor.role not in work.rulebook.roles_of(work.by):
        work.verdict = Refused((post_may_not(work),))
    elif work.facts is None:
        work.verdict = Refused((NO_RECORD,))
    elif work.transition and not may_take_back(work, work.transition):
        work.verdict = Refused((NOT_YOUR_DECISION,))
    else:
        work.facts = ledger.into(work)
        work.verdict = _verdict(work)
    if isinstance(work.verdict, Accepted):
        ledger.follow(work)


def reviews_own_application(work: Work, transition: Transition) -> bool:
    """Whether the person who applied, in another post, is about to review: approver and applicant are never one."""
    applicant = work.case.frozen.get("applicant")
    return (
        applicant is not None
        and applicant == work.actor.account_id
        and work.procedure.opened_by not in transition.by
        and not transition.takes_back
    )


def _verdict(work: Work) -> Verdict:
    case, step, transition = work.case, work.step, work.transition
    verdict = decide(
        work.procedure,
        state=case.state or None,
        event=step.event,
        by=work.by,
        facts=work.facts,
        row=case.route_row,
    )
    if transition is None:
        return verdict
    given = work.answers if transition.resumes else step.answers
    own = (OWN_APPLICATION,) if work.by in transition.by and reviews_own_application(work, transition) else ()
    missing = (
        *own,
        *missing_answers(transition, given, step.reason, work.facts),
        *(identity_faults(work) if work.procedure.newcomer else ()),
        *strange_papers(work),
    )
    if not missing:
        return verdict
    others = verdict.reasons if isinstance(verdict, Refused) else ()
    return Refused((*missing, *others), verdict.marks if isinstance(verdict, Refused) else ())


def _lock(steps: Sequence[Step], actor: Actor) -> list[Work]:
    """Lock subjects, then cases, each in the order of their keys; cases the actor is no party of stay unseen."""
    keys = [step.case_id for step in steps]
    lock_subjects(keys)
    found = with_sides(Case.objects.filter(pk__in=keys)).select_for_update(of=("self",)).order_by("pk")
    cases = {case.pk: case for case in found}
    today = city_today()
    works = []
    for step in steps:
        case = cases.get(step.case_id)
        sides = sides_of(case, actor) if case else set()
        if case is None or not sides:
            continue
        rulebook = rulebook_of(case.edition)
        procedure = rulebook.procedure(case.procedure)
        transition = procedure.transition(case.state, step.event, case.route_row)
        by = acting_side(sides, transition)
        works.append(Work(step, case, None, actor, by, rulebook, procedure, today))
    return works


def _find_papers(works: Sequence[Work]) -> None:
    """Which of the papers named were uploaded by the actor: one query, none where no paper is named."""
    named = {int(paper) for work in works for paper in papers_of(work).values() if paper.isdigit()}
    if not named:
        return
    account = works[0].actor.account_id
    own = Attachment.objects.filter(pk__in=named, uploaded_by_id=account) if account else Attachment.objects.none()
    mine = {str(key) for key in own.values_list("pk", flat=True)}
    for work in works:
        work.chosen["own_papers"] = mine


def _do(named: Iterable[tuple[str, Work]]) -> None:
    """Do each deed once for all rows that name it, in the order of the table of deeds."""
    grouped: dict[str, list[Work]] = defaultdict(list)
    for name, work in named:
        grouped[name].append(work)
    for name in sorted(grouped, key=list(DEEDS).index):
        DEEDS[name](grouped[name])
