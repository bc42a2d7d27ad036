"""What the passing of a day does: cases whose due date is over go where their procedure's timer leads."""

from datetime import date

from xueji.cases.batch.work import Step
from xueji.cases.door import CHUNK, act_many
from xueji.cases.models import Case
from xueji.parties.actors import system_actor
from xueji.parties.rulebook import rulebook_of
from xueji.parties.scope import scope
from xueji.process.compiled import Transition
from xueji.vocabulary.parties import Party


def run_timers(today: date) -> int:
    """Fire the timers of every open case whose due date lies before `today`; answer how many moved.

    Each case fires once: afterwards it stands in a state without that timer. A repeat finds nothing to do.
    """
    actor, moved, after = system_actor(Party.CLOCK), 0, 0
    while True:
        with scope(actor):
            due = list(
                Case.objects.filter(pk__gt=after, closed_on__isnull=True, due_on__lt=today)
                .order_by("pk")
                .only("pk", "procedure", "edition", "state", "route_row")[:CHUNK]
            )
        if not due:
            return moved
        steps = [Step(case.pk, timer.event) for case in due if (timer := _timer(case)) is not None]
        moved += sum(outcome.taken for outcome in act_many(steps, actor=actor))
        after = due[-1].pk


def _timer(case: Case) -> Transition | None:
    procedure = rulebook_of(case.edition).procedure(case.procedure)
    timers = (item for item in procedure.transitions_from(case.state, case.route_row) if Party.CLOCK in item.by)
    return next(timers, None)
