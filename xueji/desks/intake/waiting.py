"""What the background worker is doing about an import: nobody watches a bar that will never move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus
from xueji.exchange.tasks import land, read_and_judge

TASKS = {BatchStatus.READING.value: read_and_judge, BatchStatus.LANDING.value: land}

QUIET = timedelta(seconds=60)
"""A worker tells that it lives every ten seconds; after so long without a sign it is taken for dead."""

LONG = timedelta(minutes=10)
"""Longer than any list within the limits takes."""


class Progress(StrEnum):
    """QUEUED not begun · WORKING · SLOW begun, and longer than any list should take · BROKEN nobody works on it."""

    QUEUED = "queued"
    WORKING = "working"
    SLOW = "slow"
    BROKEN = "broken"


@dataclass(frozen=True)
class Waiting:
    """How far the worker is, and since when."""

    progress: Progress
    since: datetime
    now: datetime

    @property
    def seconds(self) -> int:
        """How long it has been so."""
        return max(int((self.now - self.since).total_seconds()), 0)

    @property
    def unattended(self) -> bool:
        """Whether it has been in the queue so long that the worker is probably not running."""
        return self.progress is Progress.QUEUED and self.now - self.since > QUIET

    @property
    def may_retry(self) -> bool:
        """Whether beginning again can help. It never harms: the second of two jobs finds its work done."""
        return self.progress in {Progress.BROKEN, Progress.SLOW}


def waiting_of(batch: ImportBatch, now: datetime | None = None) -> Waiting:
    """Look at the latest job of an import that is being read or landed. `now` is the time of the machine."""
    now = now or timezone.now()
    task = TASKS[batch.status]
    jobs = ProcrastinateJob.objects.filter(task_name=task.name, args__batch_id=batch.pk).select_related("worker")
    job = jobs.order_by("-pk").first()
    if job is None:
        return Waiting(Progress.BROKEN, batch.confirmed_at or batch.created_at, now)
    event = ProcrastinateEvent.objects.filter(job=job).order_by("-pk").first()
    since = event.at if event is not None and event.at is not None else batch.created_at
    return Waiting(_progress(job, since, now), since, now)


def _progress(job: ProcrastinateJob, since: datetime, now: datetime) -> Progress:
    if job.status == "todo":
        return Progress.QUEUED
    if job.status == "succeeded" and now - since < QUIET:
        # It ended between the two looks; the next one will see its work.
        return Progress.WORKING
    if job.status != "doing" or job.worker is None or now - job.worker.last_heartbeat > QUIET:
        return Progress.BROKEN
    return Progress.SLOW if now - since > LONG else Progress.WORKING
