"""One chunk through the door: lock, gather, decide, do, write. One transaction, a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from xueji.cases.batch.places import PlaceLedger
from xueji.cases.batch.sides import sides_of, with_sides
from xueji.cases.batch.work import Outcome, Step, Work
from xueji.cases.deeds import DEEDS
from xueji.cases.door.subjects import lock_subjects
from xueji.cases.door.writing import write
from xueji.cases.facts import gather
from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_of
from xueji.process.decision import Accepted, Refused, decide, missing_answers
from xueji.process.truth import Truth
from xueji.process.wording import GRAMMAR, Reason
from xueji.vocabulary.text import Text

_ABSENT = Reason(
    rule="not_found",
    says=Text("没有找到这项业务。", "There is no such case."),
    mend=Text("请核对链接，或从待办事项重新进入。", "Check the address, or start from your worklist."),
    source=GRAMMAR,
    truth=Truth.FAILS,
)
_STALE = Reason(
    rule="stale_page",
    says=Text("您打开页面之后，这项业务已有新的办理。", "The case has moved on since you opened the page."),
    mend=Text("请刷新页面，查看最新状态后再办理。", "Reload the page and look again."),
    source=GRAMMAR,
    truth=Truth.FAILS,
)


def perform(steps: Sequence[Step], actor: Actor, batch: UUID | None) -> list[Outcome]:
    """Take the steps inside the open transaction. Raises DatabaseError when the database has the last word."""
    works = _lock(steps, actor)
    gather(works)
    ledger = PlaceLedger.locked(works)
    for work in works:
        _weigh(work, ledger)
    taken = [work for work in works if isinstance(work.verdict, Accepted)]
    _do((name, work) for work in taken for name in work.accepted.do)
    refused = [(work, work.verdict) for work in works if isinstance(work.verdict, Refused)]
    _do((name, work) for work, verdict in refused for name in verdict.marks)
    write(taken, batch)
    found = {id(work.step): work.outcome() for work in works}
    return [found.get(id(step)) or Outcome(step.case_id, step.event, taken=False, reasons=(_ABSENT,)) for step in steps]


def _lock(steps: Sequence[Step], actor: Actor) -> list[Work]:
    """Lock subjects, then cases, each in the order of their keys; cases the actor is no party of stay unseen."""
    keys = [step.case_id for step in steps]
    lock_subjects(keys)
    found = with_sides(Case.objects.filter(pk__in=keys), actor).select_for_update(of=("self",)).order_by("pk")
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
        by = next((side for side in sides if transition and side in transition.by), min(sides))
        works.append(Work(step, case, None, actor, by, rulebook, procedure, today))
    return works


def _weigh(work: Work, ledger: PlaceLedger) -> None:
    case, step = work.case, work.step
    if step.version is not None and step.version != case.version:
        work.verdict = Refused((_STALE,))
        return
    if work.actor.role is not None and work.actor.role not in work.rulebook.roles_of(work.by):
        work.verdict = Refused((_post_may_not(work),))
        return
    work.facts = ledger.into(work)
    verdict = decide(
        work.procedure, state=case.state, event=step.event, by=work.by, facts=work.facts, row=case.route_row
    )
    transition = work.procedure.transition(case.state, step.event, case.route_row)
    missing = missing_answers(transition, step.answers, step.reason, work.facts) if transition else ()
    if missing:
        others = verdict.reasons if isinstance(verdict, Refused) else ()
        verdict = Refused((*missing, *others), verdict.marks if isinstance(verdict, Refused) else ())
    work.verdict = verdict
    if isinstance(verdict, Accepted):
        ledger.follow(work)


def _post_may_not(work: Work) -> Reason:
    roles = sorted(work.rulebook.roles_of(work.by))
    return Reason(
        rule="not_your_post",
        says=Text("您当前的岗位不办理这项业务。", "Your present post does not take this step."),
        mend=Text(
            f"请由{'、'.join(role.label.zh for role in roles)}办理，或在右上角切换岗位。",
            f"Ask: {', '.join(role.label.en for role in roles)}; or switch your post.",
        ),
        source=GRAMMAR,
        truth=Truth.FAILS,
    )


def _do(named: Iterable[tuple[str, Work]]) -> None:
    """Do each deed once for all rows that name it, in the order of the table of deeds."""
    grouped: dict[str, list[Work]] = defaultdict(list)
    for name, work in named:
        grouped[name].append(work)
    for name in sorted(grouped, key=list(DEEDS).index):
        DEEDS[name](grouped[name])
