"""What could be done now: the buttons of a case, each enabled or with every reason why not (B1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from xueji.cases.batch.places import PlaceLedger
from xueji.cases.batch.sides import acting_side, sides_of
from xueji.cases.batch.work import Step, Work
from xueji.cases.door.chunk import reviews_own_application
from xueji.cases.door.refusing import OWN_APPLICATION
from xueji.cases.door.taking_back import find_last_decisions, may_take_back
from xueji.cases.facts import gather
from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_of
from xueji.parties.scope import registry_eyes
from xueji.process.decision import Offer, Refused, available
from xueji.vocabulary.parties import Party


def offers(cases: Sequence[Case], actor: Actor) -> dict[int, list[Offer]]:
    """For each case the steps the actor's side could take, in the order of the procedure file. Nothing is locked.

    Timers and machines' steps are left out, and taking back what somebody else decided. `cases` come from
    `queries.visible_to`, which tells the actor's sides.
    """
    works = [work for case in cases if (work := _work(case, actor)) is not None]
    _know(works)
    find_last_decisions([work for work in works if _takes_back(work)])
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
    by = acting_side(sides, transition)
    return Work(step or Step(case.pk, ""), case, None, actor, by, rulebook, procedure, city_today())


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
            if Party.CLOCK not in offer.transition.by and may_take_back(work, offer.transition):
                found.setdefault(offer.transition.event, _not_by_the_applicant(work, offer))
    return list(found.values())


def _not_by_the_applicant(work: Work, offer: Offer) -> Offer:
    if not reviews_own_application(work, offer.transition):
        return offer
    others = offer.verdict.reasons if isinstance(offer.verdict, Refused) else ()
    return Offer(offer.transition, Refused((OWN_APPLICATION, *others)))
