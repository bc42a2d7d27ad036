"""What the nation does by the calendar: the end of each month, the adjustment of terms."""

from __future__ import annotations

from xueji.exchange.simulator.chance import Dice
from xueji.exchange.simulator.engine.problems import scan
from xueji.exchange.simulator.engine.registering import days_to_month_end
from xueji.exchange.simulator.engine.roads import abort
from xueji.exchange.simulator.store.work import Row, Work, plan

MONTH = "month"


def begin_month(work: Work, about: str, argument: Row) -> None:
    """Scan for duplicates if that is the nation's habit, and draw when invented schools will apply this month."""
    nation = work.row("SELECT * FROM nation")
    assert nation is not None, "a founded store has its nation"  # noqa: S101 - founding writes the row
    if nation["scans"] and argument.get("follows"):
        scan(work)
    length = days_to_month_end(work)
    dice = Dice(work.seed, MONTH, work.today.isoformat())
    expected = float(nation["arrivals_a_month"])
    count = int(expected) + dice.chance(expected % 1)
    for each in range(count):
        plan(work, "arrival", f"arrival-{each}", after=dice.between(1, length))
    plan(work, MONTH, "", after=length, argument={"follows": True})


def adjust_term(work: Work) -> int:
    """End every application that has not been checked yet, as before each term (S18); return how many."""
    waiting = work.rows("SELECT * FROM applications WHERE state = 'received' ORDER BY opened, about")
    for found in waiting:
        abort(work, found, "学期调整，未校验的申请一并结束")
    work.log(
        f"学期调整：结束未校验申请{len(waiting)}件", f"Term adjustment: {len(waiting)} unchecked applications ended"
    )
    return len(waiting)
