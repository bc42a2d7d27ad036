"""A serving process must not outlive the program that watches over it, even when that one is killed outright."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent dies. Only Linux can; elsewhere this does nothing."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    # The parent may have died before the kernel was asked.
    if os.environ.get("XUEJI_PARENT") not in (None, str(os.getppid())):
        os.kill(os.getpid(), signal.SIGTERM)
