"""What could be done now: the buttons of a case, each enabled or with every reason why not (B1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from xueji.cases.batch.places import PlaceLedger
from xueji.cases.batch.sides import sides_of
from xueji.cases.batch.work import Step, Work
from xueji.cases.door.chunk import may_take_back, reviews_own_application
from xueji.cases.door.refusing import OWN_APPLICATION
from xueji.cases.facts import gather
from xueji.cases.models import Case, Decision
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_of
from xueji.parties.scope import registry_eyes
from xueji.process.compiler.keys import RECOMPUTE
from xueji.process.decision import Offer, Refused, available
from xueji.vocabulary.parties import Party


def offers(cases: Sequence[Case], actor: Actor) -> dict[int, list[Offer]]:
    """For each case the steps the actor's side could take, in the order of the procedure file. Nothing is locked.

    Timers and machines' steps are left out, and taking back what somebody else decided. `cases` come from
    `queries.visible_to`, which tells the actor's sides.
    """
    works = [work for case in cases if (work := _work(case, actor)) is not None]
    _know(works)
    _find_last_decisions(works)
    return {work.case.pk: _offers(work) for work in works}


def preview(case: Case, actor: Actor, event: str, answers: Mapping[str, Any]) -> Work | None:
    """The work a step would be, with its facts, undecided; None if the actor has no side in the case."""
    work = _work(case, actor, Step(case.pk, event, answers))
    if work is not None:
        _know([work])
    return work


def _know(works: Sequence[Work]) -> None:
    if not works:
        return
    with registry_eyes():
        gather(works)
        ledger = PlaceLedger.read(works)
    for work in works:
        if work.facts is not None:
            work.facts = ledger.into(work)


def _work(case: Case, actor: Actor, step: Step | None = None) -> Work | None:
    sides = sides_of(case, actor)
    if not sides:
        return None
    rulebook = rulebook_of(case.edition)
    procedure = rulebook.procedure(case.procedure)
    transition = procedure.transition(case.state, step.event, case.route_row) if step else None
    by = next((side for side in sorted(sides) if transition and side in transition.by), min(sides))
    return Work(step or Step(case.pk, ""), case, None, actor, by, rulebook, procedure, city_today())


def _find_last_decisions(works: Sequence[Work]) -> None:
    """One query for the cases in which something could be taken back; none where nothing could."""
    wanted = {work.case.pk: work for work in works if _takes_back(work)}
    if not wanted:
        return
    # A due date computed anew is nobody's decision about the case, and takes nothing away from the one before.
    decided = Decision.objects.filter(case_id__in=wanted).exclude(event=RECOMPUTE)
    latest = decided.order_by("case_id", "-number").distinct("case_id")
    for decision in latest:
        wanted[decision.case_id].chosen["last_decision"] = decision


def _takes_back(work: Work) -> bool:
    sides = sides_of(work.case, work.actor)
    steps = work.procedure.transitions_from(work.case.state, work.case.route_row)
    return any(step.takes_back and sides & set(step.by) for step in steps)


def _offers(work: Work) -> list[Offer]:
    if work.facts is None:
        return []
    found: dict[str, Offer] = {}
    for side in sorted(sides_of(work.case, work.actor)):
        if work.actor.role is not None and work.actor.role not in work.rulebook.roles_of(side):
            continue
        for offer in available(
            work.procedure, state=work.case.state, by=side, facts=work.facts, row=work.case.route_row
        ):
            if Party.CLOCK not in offer.transition.by and _may(work, offer):
                found.setdefault(offer.transition.event, _not_by_the_applicant(work, offer))
    return list(found.values())


def _not_by_the_applicant(work: Work, offer: Offer) -> Offer:
    if not reviews_own_application(work, offer.transition):
        return offer
    others = offer.verdict.reasons if isinstance(offer.verdict, Refused) else ()
    return Offer(offer.transition, Refused((OWN_APPLICATION, *others)))


def _may(work: Work, offer: Offer) -> bool:
    if not offer.transition.takes_back:
        return True
    asked = Work(
        Step(work.case.pk, offer.transition.event),
        work.case,
        work.subject,
        work.actor,
        work.by,
        work.rulebook,
        work.procedure,
        work.today,
        chosen=work.chosen,
    )
    return may_take_back(asked)
