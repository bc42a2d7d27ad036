"""The training clock: moved forward only, and each skipped day's jobs run in their order (design.md §4)."""

from datetime import date, timedelta

from xueji.cases.notices import remind
from xueji.cases.timers import run_timers
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today, clock_read_anew, in_training
from xueji.parties.models import City
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.vocabulary.text import Text

FARTHEST = timedelta(days=400)


@office_act("move_training_clock")
def move_training_clock(*, actor: Actor, reason: str, to: date) -> Done:
    """Let the training city live through every day until `to`; result is how many cases its timers moved."""
    today = city_today()
    if not in_training():
        raise refuse(
            "to",
            "not_a_training_city",
            Text("真实城市的日期不能调整。", "A real city's date cannot be moved."),
            Text("请在培训城市中练习。", "Practise in a training city."),
        )
    if not today < to <= today + FARTHEST:
        raise refuse(
            "to",
            "clock_only_forward",
            Text("培训日期只能向后调整，且一次不超过400天。", "The date moves forward only, at most 400 days at once."),
            Text(f"请选择{today}之后的日期。", f"Choose a day after {today}."),
        )
    moved, day = 0, today
    while day < to:
        day += timedelta(days=1)
        City.objects.update(training_date=day)
        with clock_read_anew():
            moved += run_timers(day)
            remind(day)
    return Done("city:1", {"from": today.isoformat(), "to": to.isoformat(), "moved": moved}, moved)
