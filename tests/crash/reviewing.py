"""Review transfers without end, whatever becomes of the server: `python -m tests.crash.reviewing FOLDER SEED`.

What the door acknowledged is written down before anything else is done: `case version event`, a line each.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

from tests.crash.founding import WORLD
from tests.crash.processes import STOP, come_back, enter

ACKNOWLEDGED = "acknowledged"


class Reviewers:
    """Everybody who decides in the city, in one process."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice = folder, random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
        self.world: dict[str, Any] = json.loads((folder / WORLD).read_text())
        self._noted = os.open(folder / f"{ACKNOWLEDGED}.{seed}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def once(self) -> None:
        """Take one step of one child's transfer, or apply for the next where it has come to an end."""
        from xueji.cases.batch.work import Step  # noqa: PLC0415
        from xueji.cases.door import act  # noqa: PLC0415
        from xueji.cases.models import Case, Decision  # noqa: PLC0415

        record = self.dice.choice(self.world["records"])
        with self._city():
            case = Case.objects.filter(student_record_id=record).latest("pk")
            last = Decision.objects.filter(case=case).latest("number")
        chance = self.dice.random()
        if case.closed_on is not None and (case.outcome == "approved" or chance < 0.5):
            self._apply(record)
            return
        event = "undo" if case.closed_on is not None or chance < 0.3 else "approve" if chance < 0.9 else "refuse"
        held = f"school:{case.holder_school_id}" if case.holder_school_id else f"office:{case.holder_office_id}"
        post = last.post_id if event == "undo" else self.world["posts"][held]
        if act(Step(case.pk, event, {}, "理由", case.version), actor=self._actor(post)).taken:
            self._note(case.pk, case.version + 1, event)

    def _apply(self, record: int) -> None:
        from tests.pupils import apply_for  # noqa: PLC0415
        from xueji.parties.models import School  # noqa: PLC0415
        from xueji.records.models import Enrollment, StudentRecord  # noqa: PLC0415

        with self._city():
            here = Enrollment.objects.get(record=record, during__upper_inf=True).school_id
            child = StudentRecord.objects.get(pk=record)
        there = School.objects.get(pk=self.dice.choice([key for key in self.world["schools"] if key != here]))
        outcome = apply_for(child, there, self._actor(self.world["posts"][f"school:{there.pk}"]))
        if outcome.taken:
            self._note(outcome.case_id, 1, "open")

    def _actor(self, post: int) -> Any:
        from xueji.parties.actors import actor_of  # noqa: PLC0415
        from xueji.parties.models import Post  # noqa: PLC0415
        from xueji.parties.rulebook import rulebook_in_force  # noqa: PLC0415

        found = Post.objects.select_related("account", "school", "office").get(pk=post)
        return actor_of(found, rulebook_in_force().rulebook.posts[found.role])  # type: ignore[index]

    def _city(self) -> Any:
        from xueji.parties.actors import system_actor  # noqa: PLC0415
        from xueji.parties.scope import scope  # noqa: PLC0415
        from xueji.vocabulary.parties import Party  # noqa: PLC0415

        return scope(system_actor(Party.CITY))

    def _note(self, case: int, version: int, event: str) -> None:
        os.write(self._noted, f"{case} {version} {event}\n".encode())


def review(folder: Path, seed: int) -> None:
    """Review until told to stop. A server that is gone is sought again; what it did not answer counts as not done."""
    enter(folder)
    from django.db import DatabaseError, InterfaceError  # noqa: PLC0415

    reviewers = Reviewers(folder, seed)
    while not (folder / STOP).exists():
        try:
            reviewers.once()
        except (DatabaseError, InterfaceError):
            come_back(folder)


if __name__ == "__main__":
    review(Path(sys.argv[1]), int(sys.argv[2]))
