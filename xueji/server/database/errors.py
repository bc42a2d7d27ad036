"""What stops the house from running and what mends it: shown as two sentences, never as a traceback."""

from __future__ import annotations

from xueji.vocabulary.text import Text


class HouseError(Exception):
    """The program cannot go on, for a cause outside it that a person can mend.

    `says` tells what is wrong, `mend` what to do about it. `exit_code` is what the command line ends with.
    """

    exit_code = 1

    def __init__(self, says: Text, mend: Text) -> None:
        """Keep both sentences; as a string the error is the English ones, for logs."""
        super().__init__(f"{says.en} {mend.en}")
        self.says = says
        self.mend = mend


class AlreadyRunningError(HouseError):
    """Another process serves from the same data folder."""

    exit_code = 3
