"""Jobs that count and tell."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from xueji.insight.digest import send_digests
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.parties.models import City
from xueji.vocabulary.calendar.working_days import CalendarYearMissing

_AGAIN = RetryStrategy(max_attempts=6, wait=600)
"""A mail server that is away is tried again for an hour; who has been reached is not written to twice."""


@app.periodic(cron="0 23 * * *")
@app.task(queue="mail", lock="digest", queueing_lock="digest", retry=_AGAIN)
def mail_digests(timestamp: int) -> None:
    """At seven in the morning of Asia/Shanghai (cron counts in UTC), on working days of the city."""
    if City.objects.exists() and _works_today():
        send_digests(city_today())


def _works_today() -> bool:
    try:
        return city_calendar().is_working(city_today())
    except CalendarYearMissing:
        return True
