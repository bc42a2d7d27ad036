"""Several connections write at once, so that a second core is not idle while the first checks foreign keys."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

_Result = TypeVar("_Result")
MOST = 4


def usual_writers() -> int:
    """As many as the machine has cores, at most four: more only wait for each other's disk."""
    return min(MOST, os.cpu_count() or 1)


def carried_out(jobs: Iterable[Callable[[], _Result]], writers: int) -> Iterator[_Result]:
    """Yield the jobs' results in their order. A single writer works in the caller's thread and transaction.

    Jobs are made in the caller's thread, at most one more than there are writers ahead of the result awaited.
    """
    if writers <= 1:
        yield from (job() for job in jobs)
        return
    waiting: deque[Future[_Result]] = deque()
    with ThreadPoolExecutor(max_workers=writers) as pool:
        for job in jobs:
            waiting.append(pool.submit(_alone, job))
            if len(waiting) > writers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _alone(job: Callable[[], _Result]) -> _Result:
    """Do a job in a thread of the pool, which leaves no connection behind."""
    try:
        return job()
    finally:
        connections.close_all()
