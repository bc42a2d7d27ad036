"""The city clock: deadlines, windows, valid time and papers follow it. Machine time is for sign-in and jobs.

A real city shows real time in its own zone. A training city stands on its training date until the control moves it
forward; the hour still runs, so that two deeds of one day keep their order.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from xueji.parties.models import City

ZONE = ZoneInfo(settings.TIME_ZONE)
_UNREAD = date.min
_standing: ContextVar[date | None] = ContextVar("xueji_training_date", default=_UNREAD)


def city_now() -> datetime:
    """Date and hour in the city, aware, in its own zone."""
    real = timezone.now().astimezone(ZONE)
    training = _training_date()
    return real if training is None else datetime.combine(training, real.timetz(), tzinfo=ZONE)


def city_today() -> date:
    """The date on which the city stands."""
    return city_now().date()


def in_training() -> bool:
    """True in a training city."""
    return _training_date() is not None


@contextmanager
def clock_read_once() -> Iterator[None]:
    """Inside, the training date is read once: one request or job, one date, however many scopes it nests."""
    if _standing.get() is not _UNREAD:
        yield
        return
    with clock_read_anew():
        yield


@contextmanager
def clock_read_anew() -> Iterator[None]:
    """Read the training date now and keep it inside: for the control that has just moved it."""
    token = _standing.set(City.objects.values_list("training_date", flat=True).first())
    try:
        yield
    finally:
        _standing.reset(token)


def _training_date() -> date | None:
    known = _standing.get()
    return City.objects.values_list("training_date", flat=True).first() if known is _UNREAD else known
