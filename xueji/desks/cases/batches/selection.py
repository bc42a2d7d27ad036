"""What a clerk has picked for a batch, and what became of it: kept in the session under the batch's key.

The key is drawn when the list is shown. A second sending of the same page finds the batch done and only shows the
result; rows that one run has decided are never decided again under its key, whatever breaks in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase

from xueji.cases.batch.work import Outcome
from xueji.process.wording import Reason

LARGEST = 5_000
"""Rows one batch may have; they stand in the session and are decided while the clerk waits."""

_KEPT = 3
_KEY = "batches"


@dataclass(frozen=True)
class Picked:
    """The rows picked for one step of one state; `back` is the filter of the list they were picked from.

    `versions` stand beside `cases` where a row that has moved on since must be refused; empty where it need not.
    `refused` is None until the batch is done, then each set of reasons with the rows it stands against.
    """

    event: str
    state: str
    cases: list[int]
    back: str
    versions: list[int] = field(default_factory=list)
    refused: list[dict[str, Any]] | None = None


def keep(session: SessionBase, batch: UUID, picked: Picked) -> None:
    """Remember what was picked. Only the latest few batches are kept."""
    batches = {**session.get(_KEY, {}), str(batch): asdict(picked)}
    session[_KEY] = dict(list(batches.items())[-_KEPT:])


def find(session: SessionBase, batch: UUID) -> Picked | None:
    """What was picked under this key; None if this session knows nothing of it any more."""
    found = session.get(_KEY, {}).get(str(batch))
    return Picked(**found) if found else None


def is_done(session: SessionBase, batch: UUID) -> bool:
    """Whether the batch has its result."""
    picked = find(session, batch)
    return picked is not None and picked.refused is not None


def conclude(session: SessionBase, batch: UUID, refused: Sequence[Outcome]) -> None:
    """Remember which rows were refused and why, each set of reasons once."""
    groups: dict[tuple[Reason, ...], list[int]] = {}
    for outcome in refused:
        groups.setdefault(outcome.reasons, []).append(outcome.case_id)
    told = [{"reasons": [_plain(reason) for reason in reasons], "cases": cases} for reasons, cases in groups.items()]
    batches = session.get(_KEY, {})
    session[_KEY] = {**batches, str(batch): {**batches[str(batch)], "refused": told}}


def _plain(reason: Reason) -> dict[str, str]:
    return {
        "field": reason.field or "",
        "zh": reason.says.zh,
        "en": reason.says.en,
        "mend_zh": reason.mend.zh,
        "mend_en": reason.mend.en,
        "source": reason.source,
    }
