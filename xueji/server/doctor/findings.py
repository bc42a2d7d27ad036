"""One thing that was looked at, and how it was found."""

from __future__ import annotations

from dataclasses import dataclass

from xueji.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """`mend` is None when all is well. What is not `needed` for running may be missing without harm."""

    subject: Text
    found: str
    mend: Text | None = None
    needed: bool = True

    @property
    def fine(self) -> bool:
        """Whether nothing has to be mended before the program can run."""
        return self.mend is None or not self.needed

    def lines(self) -> list[str]:
        """Return the line for people, and below it what mends it, in both languages."""
        mark = "OK     " if self.mend is None else ("MISSING" if self.needed else "-      ")
        head = f"{mark} {self.subject.zh} {self.subject.en}: {self.found}"
        return [head, *([] if self.mend is None else [f"        → {self.mend.zh}", f"        → {self.mend.en}"])]
