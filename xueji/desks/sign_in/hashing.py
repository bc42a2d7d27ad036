"""How many passwords are hashed at once. A hash takes 19 MiB and a whole core for a while (Argon2id).

On the first of September everybody signs in at the same minute. Hashes queue up here: one core's worth at a time, a
short queue behind, and everybody else is told to come again in a moment; so the pages of those who are in stay quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from xueji.desks.errors import problem

AT_ONCE = 1
"""Hashes that one web process computes at the same time; there are as many processes as the server was given."""

WAITING = 2
"""Further sign-ins that may wait; each holds one of the process's threads, so they must stay few."""

PATIENCE = 3.0
"""Seconds that one of them waits for its turn."""

COME_AGAIN = 5
"""Seconds after which the others are asked to try again."""


class QueueFullError(Exception):
    """Too many people are signing in at this moment. Nothing was checked and nothing saved."""


class HashQueue:
    """A few at once, a few waiting, nobody else."""

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        """Take the number hashed at once, the number that may wait, and how long they do, in seconds."""
        self._turns = BoundedSemaphore(at_once)
        self._room = BoundedSemaphore(at_once + waiting)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hash inside. Raises QueueFullError when the queue is full or the turn does not come in time."""
        if not self._room.acquire(blocking=False):
            raise QueueFullError
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise QueueFullError
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._room.release()


QUEUE = HashQueue(AT_ONCE, WAITING, PATIENCE)


def answers_when_full(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view that hashes answer 503 with Retry-After when the queue is full."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except QueueFullError:
            answer = problem(
                request,
                503,
                title=_("现在登录的人较多"),
                says=_("系统正在为前面的用户核对密码，您的密码没有核对，也没有计入错误次数。"),
                mend=_("请等几秒钟再试一次。"),
                saved=False,
            )
            answer["Retry-After"] = str(COME_AGAIN)
            return answer

    return guarded
