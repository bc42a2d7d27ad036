"""Jobs of the outer world: reading and landing lists, and the exchange with the national system."""

import contextlib

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from xueji.exchange.border.connecting import our_wire, sync
from xueji.exchange.border.expecting import mark_silent
from xueji.exchange.border.reconcile import reconcile
from xueji.exchange.landing.landing import land_batch
from xueji.exchange.landing.staging import judge_batch
from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus
from xueji.exchange.takeover.jobs import judge_takeover, land_takeover
from xueji.parties.actors import system_actor
from xueji.parties.clock import in_training
from xueji.parties.models import City
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

__all__ = ["judge_takeover", "land", "land_takeover", "read_and_judge"]

TRAINING_BEAT = 10
"""Seconds between two exchanges of a training city, where people sit and wait for the pretend nation."""


@app.task(queue="imports")
def read_and_judge(batch_id: int) -> None:
    """Read and judge one uploaded list; our own failure is shown on its page, never swallowed."""
    try:
        judge_batch(batch_id)
    except Exception:
        ImportBatch.objects.filter(pk=batch_id, status=BatchStatus.READING).update(status=BatchStatus.FAILED)
        raise


@app.task(queue="imports", retry=3)
def land(batch_id: int) -> None:
    """Land one confirmed list; a broken-off job is retried and goes on where it stopped."""
    land_batch(batch_id)


@app.periodic(cron="* * * * *")
@app.task(queue="exchange", queueing_lock="exchange")
def exchange(timestamp: int) -> None:
    """Every minute, in a training city sooner: say what is queued, hear what came. A closed border queues on."""
    wire = our_wire() if City.objects.exists() else None
    if wire is None:
        return
    sync(wire)
    if in_training():
        _once_more_soon(timestamp)


def _once_more_soon(timestamp: int) -> None:
    """Queue the next exchange before its minute; one that waits already is enough."""
    soon = exchange.configure(schedule_in={"seconds": TRAINING_BEAT}, queueing_lock="exchange")
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        soon.defer(timestamp=timestamp)


@app.periodic(cron="27 * * * *")
@app.task(queue="exchange", queueing_lock="silence")
def notice_silence(timestamp: int) -> None:
    """Every hour: messages past their time are silent, and stand on somebody's list."""
    if City.objects.exists():
        with scope(system_actor(Party.NATIONAL_SYSTEM)):
            mark_silent()


@app.periodic(cron="13 2 * * *")
@app.task(queue="exchange", queueing_lock="reconcile")
def compare_with_the_exchange(timestamp: int) -> None:
    """Every night: our children and the exchange's side by side."""
    wire = our_wire() if City.objects.exists() else None
    if wire is not None:
        reconcile(wire)
