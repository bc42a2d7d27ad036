"""A no that says which field, which rule, and what mends it."""

from collections.abc import Iterable
from dataclasses import dataclass

from xueji.vocabulary.text import Text


@dataclass(frozen=True)
class Complaint:
    """One fault of one field (empty for the whole form)."""

    field: str
    rule: str
    says: Text
    mend: Text


class RefusedError(Exception):
    """An office act was refused. Nothing was saved."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("; ".join(complaint.says.zh for complaint in self.complaints))


def refuse(field: str, rule: str, says: Text, mend: Text) -> RefusedError:
    """Shorthand for a refusal with one complaint; the caller raises it."""
    return RefusedError([Complaint(field, rule, says, mend)])


def refuse_all(complaints: list[Complaint]) -> None:
    """Raise RefusedError with every complaint at once, if there is any."""
    if complaints:
        raise RefusedError(complaints)
