"""Taking back one's own last decision: whose it was, whether anybody has acted since, and for how long it may be."""

from collections.abc import Sequence

from xueji.cases.batch.work import Work
from xueji.cases.models import Decision
from xueji.process.compiled import Transition
from xueji.process.compiler.keys import RECOMPUTE

UNDO_DAYS = "undo_days"


def find_last_decisions(works: Sequence[Work]) -> None:
    """Find the last decision of each case in which something may be taken back; no query where there is none.

    A due date computed anew is nobody's decision about the case, and takes nothing away from the one before.
    """
    wanted = {work.case.pk: work for work in works}
    if not wanted:
        return
    decided = Decision.objects.filter(case_id__in=wanted).exclude(event=RECOMPUTE)
    for decision in decided.order_by("case_id", "-number").distinct("case_id"):
        wanted[decision.case_id].chosen["last_decision"] = decision


def may_take_back(work: Work, transition: Transition) -> bool:
    """Only the person whose decision is the last one takes it back; `find_last_decisions` must have looked before."""
    if not transition.takes_back:
        return True
    last: Decision | None = work.chosen.get("last_decision")
    return (
        last is not None
        and last.account_id is not None
        and last.account_id == work.actor.account_id
        and last.from_state == transition.targets[0]
        and not _too_late(work, last)
    )


def _too_late(work: Work, last: Decision) -> bool:
    """A decision stands after so many working days, even where nobody has acted on it: others rely on it by then."""
    parameters = work.rulebook.parameters
    if UNDO_DAYS not in parameters:
        return False
    calendar = work.chosen["calendar"].working
    return bool(work.today > calendar.after(last.city_date, parameters.days(UNDO_DAYS, work.today)))
