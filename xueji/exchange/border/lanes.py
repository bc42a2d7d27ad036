"""One courier and one inbox at a time, and what is known of the wire between their runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from xueji.exchange.models import WireState
from xueji.parties.clock import city_now

LONGEST_ERROR = 500


@contextmanager
def only_one(lane: str) -> Iterator[bool]:
    """Hold the lane for this block, across transactions; False if somebody else has it. It ends with the session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('xueji.border'), hashtext(%s))", [lane])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            _leave(lane)


def _leave(lane: str) -> None:
    """Give the lane back; with a session that broke it has gone already."""
    session = connection.connection
    if session is None or session.closed:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtext('xueji.border'), hashtext(%s))", [lane])


def wire_state() -> WireState:
    """How far we are, and since when the wire is cut."""
    state, _ = WireState.objects.get_or_create(only=True)
    return state


def wire_is_up() -> None:
    """Note that the wire works again."""
    now = {"down_since": None, "last_error": "", "last_sync_at": city_now()}
    WireState.objects.update_or_create(only=True, defaults=now)


def wire_is_down(error: Exception) -> None:
    """Note that the wire is cut, and since when."""
    state = wire_state()
    state.down_since = state.down_since or city_now()
    state.last_error = (str(error) or repr(error))[:LONGEST_ERROR]
    state.save(update_fields=["down_since", "last_error"])
