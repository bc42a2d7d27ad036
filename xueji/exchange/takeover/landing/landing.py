"""A confirmed take-over is written; a broken-off one goes on where it stopped."""

from __future__ import annotations

from django.db import connection

from xueji.exchange.models import TakeOver
from xueji.exchange.models.takeover import TakeOverStatus
from xueji.exchange.takeover.landing.children import last_row, write_window
from xueji.exchange.takeover.landing.places import write_places
from xueji.exchange.takeover.totals.agreeing import agree
from xueji.exchange.takeover.totals.counting import count_up
from xueji.parties.actors import Actor
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party


def keeper(takeover: TakeOver) -> Actor:
    """Who writes: the program, for the account that confirmed it; history keeps both names."""
    return Actor(party=Party.CITY, account_id=takeover.created_by_id, name=takeover.created_name)


def land(takeover_id: int) -> None:
    """Write the good rows. May be called again after any failure: what was written is left alone."""
    actor = keeper(TakeOver.objects.defer("content").get(pk=takeover_id))
    with scope(actor):
        takeover = _held(takeover_id)
        if takeover.status != TakeOverStatus.LANDING:
            return
        if not takeover.landed_row:
            # Days may lie between verdict and confirmation: what the register held before is counted now.
            count_up(takeover)
            takeover.save(update_fields=["counts"])
        write_places(takeover)
    while _land_window(takeover_id, actor):
        pass
    with scope(actor):
        takeover = _held(takeover_id)
        agree(takeover)
        takeover.status = TakeOverStatus.DONE
        takeover.save(update_fields=["status", "counts"])


def _land_window(takeover_id: int, actor: Actor) -> bool:
    """Write the next window; answer whether there was one."""
    with scope(actor):
        takeover = _held(takeover_id)
        until = last_row(takeover_id, takeover.landed_row)
        if takeover.status != TakeOverStatus.LANDING or until is None:
            return False
        write_window(takeover_id, takeover.landed_row, until)
        TakeOver.objects.filter(pk=takeover_id).update(landed_row=until)
    return True


def _held(takeover_id: int) -> TakeOver:
    """The take-over, held until the transaction ends. One take-over writes at a time: two would not see each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('xueji.takeover'))")
    return TakeOver.objects.defer("content").select_for_update(of=("self",)).get(pk=takeover_id)
