"""What a person is told when a command fails for a cause that could be foreseen."""

from __future__ import annotations

import sys
from typing import Protocol, runtime_checkable

import click
import psycopg

from xueji.server.database.preparing import unreachable
from xueji.vocabulary.text import Text

_OWN_FAILURE = 1
_INTERRUPTED = 130


@runtime_checkable
class Told(Protocol):
    """An error of any room that speaks to people: what is wrong, and what mends it."""

    says: Text
    mend: Text


def told(error: Exception) -> int | None:
    """Tell `error` on standard error and return the exit code; None for an error that nobody foresaw."""
    if isinstance(error, click.Abort):
        return _INTERRUPTED
    if isinstance(error, click.ClickException):
        # Exit code 2 means "the file was refused" (xueji import); a mistyped command is our own kind of failure.
        error.show()
        return _OWN_FAILURE
    cause = error.__cause__
    lost = next((each for each in (error, cause) if isinstance(each, psycopg.OperationalError)), None)
    if lost is not None:
        error = unreachable(lost)
    # An office act refuses with every complaint at once; other errors are themselves the only one.
    complaints = tuple(getattr(error, "complaints", (error,)))
    spoken = [each for each in complaints if isinstance(each, Told)]
    if not spoken or len(spoken) < len(complaints):
        return None
    for each in spoken:
        for text in (each.says, each.mend):
            sys.stderr.write(f"{text.zh}\n{text.en}\n")
    code = getattr(error, "exit_code", _OWN_FAILURE)
    return int(code)
