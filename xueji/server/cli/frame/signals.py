"""Ctrl-C, a closed terminal and `kill` all end a command in order; a second one does not disturb the first."""

from __future__ import annotations

import signal
from types import FrameType

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def end_on_signals() -> None:
    """Turn the signals that ask a program to end into KeyboardInterrupt, once."""
    for each in _ENDING:
        signal.signal(each, _end)


def _end(number: int, frame: FrameType | None) -> None:
    del number, frame
    for each in _ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt
