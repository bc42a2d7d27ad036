"""What could be done now: the buttons of a case, each enabled or with every reason why not (B1)."""

from collections.abc import Mapping, Sequence
from typing import Any

from xueji.cases.batch.places import PlaceLedger
from xueji.cases.batch.sides import sides_of
from xueji.cases.batch.work import Step, Work
from xueji.cases.facts import gather
from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_of
from xueji.process.decision import Offer, available
from xueji.vocabulary.parties import Party


def offers(cases: Sequence[Case], actor: Actor) -> dict[int, list[Offer]]:
    """For each case the steps the actor's side could take, in the order of the procedure file. Nothing is locked.

    Timers and machines' steps are left out. `cases` come from `queries.visible_to`, which tells the actor's sides.
    """
    works = [work for case in cases if (work := _work(case, actor)) is not None]
    if works:
        gather(works)
        ledger = PlaceLedger.read(works)
        for work in works:
            work.facts = ledger.into(work)
    return {work.case.pk: _offers(work) for work in works}


def preview(case: Case, actor: Actor, event: str, answers: Mapping[str, Any]) -> Work | None:
    """The work a step would be, with its facts, undecided; None if the actor has no side in the case."""
    work = _work(case, actor, Step(case.pk, event, answers))
    if work is not None:
        gather([work])
        ledger = PlaceLedger.read([work])
        work.facts = ledger.into(work)
    return work


def _work(case: Case, actor: Actor, step: Step | None = None) -> Work | None:
    sides = sides_of(case, actor)
    if not sides:
        return None
    rulebook = rulebook_of(case.edition)
    procedure = rulebook.procedure(case.procedure)
    by = min(sides)
    return Work(step or Step(case.pk, ""), case, None, actor, by, rulebook, procedure, city_today())


def _offers(work: Work) -> list[Offer]:
    if work.actor.role is not None and work.actor.role not in work.rulebook.roles_of(work.by):
        return []
    found = available(work.procedure, state=work.case.state, by=work.by, facts=work.facts, row=work.case.route_row)
    return [offer for offer in found if Party.CLOCK not in offer.transition.by]
