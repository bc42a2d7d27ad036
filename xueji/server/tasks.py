"""Jobs that the clock starts."""

from procrastinate.contrib.django import app

from xueji.cases.timers import run_timers
from xueji.parties.clock import city_today
from xueji.parties.models import City


@app.periodic(cron="7 * * * *")
@app.task(queue="timers", queueing_lock="timers")
def fire_timers(timestamp: int) -> None:
    """Every hour, so that the first hour of a new city day fires the timers of the day before; a repeat does nothing."""
    if City.objects.exists():
        run_timers(city_today())
