"""So many requests a minute for each key: a program in a loop does not take the desks' time.

Counted in each web process for itself: a bound on harm, not an account. Machine time.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

A_MINUTE = 600
"""Requests a minute for one key in one process; as many may come at once."""


@dataclass
class Limiter:
    """A bucket for each key: it fills steadily, each request takes one drop."""

    a_minute: int = A_MINUTE
    _left: dict[int, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, key: int) -> int:
        """Take a drop: 0, or the seconds until there is one."""
        now = time.monotonic()
        with self._lock:
            left, seen = self._left.get(key, (float(self.a_minute), now))
            left = min(self.a_minute, left + (now - seen) * self.a_minute / 60)
            taken = left >= 1
            self._left[key] = (left - 1 if taken else left, now)
        return 0 if taken else max(1, round((1 - left) * 60 / self.a_minute))


LIMITER = Limiter()
