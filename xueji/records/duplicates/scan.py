"""The scan of the whole register, every night: the certain doubts of S21 become open problem records.

It may be broken off and begun again at any time: what was found is written in chunks, each in its own transaction, and
what is written is not written twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.records.duplicates.statements import RAISE, SAME_DOCUMENT, SAME_LIKENESS, WRONG_DOCUMENT
from xueji.records.models.problems import ProblemKind
from xueji.vocabulary.parties import Party

QUESTIONS: Mapping[ProblemKind, str] = {
    ProblemKind.SAME_DOCUMENT: SAME_DOCUMENT,
    ProblemKind.SAME_LIKENESS: SAME_LIKENESS,
    ProblemKind.WRONG_DOCUMENT: WRONG_DOCUMENT,
}
"""What is asked of the register, in this order; a wrong number is wrong whether or not somebody else has it too."""

CHUNK = 500
# A group of two million numbers fits into this; the default would sort them on disk.
_MEMORY = "256MB"

Pair = tuple[int, int | None]


def scan(today: date) -> dict[ProblemKind, int]:
    """Scan the register; answer how many problem records were raised now, by kind."""
    return {kind: raise_problems(kind, pairs(question), today) for kind, question in QUESTIONS.items()}


def pairs(question: str) -> list[Pair]:
    """Ask one question of the whole register: the record in doubt, and the one it is a double of."""
    with scope(system_actor(Party.CLOCK)), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [_MEMORY])
        cursor.execute(question)
        return list(cursor.fetchall())


def raise_problems(kind: ProblemKind, found: Sequence[Pair], today: date) -> int:
    """Write the doubts that are not known yet, a chunk at a time; answer how many."""
    return sum(_raise(kind, chunk, today) for chunk in _chunks(sorted(found)))


def _raise(kind: ProblemKind, chunk: Sequence[Pair], today: date) -> int:
    told: dict[str, Any] = {
        "kind": kind.value,
        "flagged": [flagged for flagged, _ in chunk],
        "other": [other for _, other in chunk],
        "today": today,
    }
    keys = sorted({key for pair in chunk for key in pair if key is not None})
    with scope(system_actor(Party.CLOCK)), connection.cursor() as cursor:
        # Whoever changes a child queues up at its record, this scan as well.
        cursor.execute("SELECT id FROM records_studentrecord WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [keys])
        cursor.execute(RAISE, told)
        return int(cursor.fetchone()[0])


def _chunks(found: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
    for start in range(0, len(found), CHUNK):
        yield found[start : start + CHUNK]
