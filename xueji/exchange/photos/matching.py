"""From the names of files to children: the number in the name says whose photo it is."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

from xueji.parties.actors import Actor
from xueji.records.models import NumberAssignment, Student
from xueji.records.models.numbers import NATIONAL, NumberScheme
from xueji.records.queries import visible_to

_SCHEMES = (*NATIONAL, NumberScheme.EDUCATION_ID, NumberScheme.CITY)
_NUMBER = re.compile(r"[GLJ]?\d{7,18}[\dX]", re.ASCII)


def number_in(name: str) -> str:
    """The number that a file is named by: G1102….jpg, 1102…X.png, 教育ID; "" if the name holds none."""
    stem = PurePosixPath(name).stem.strip().upper()
    found = _NUMBER.fullmatch(stem)
    return stem if found else ""


def children_of(actor: Actor, numbers: Collection[str]) -> dict[str, int]:
    """The student keys of those numbers that belong to a child on the roll of the actor's place, in two questions.

    Another school's child is not among them, and cannot be told from a number that nobody has.
    """
    mine = visible_to(actor)
    asked = sorted(set(numbers) - {""})
    found = dict(
        NumberAssignment.objects.filter(
            number__in=asked, scheme__in=_SCHEMES, record__enrollments__in=mine
        ).values_list("number", "record__student_id")
    )
    documents = Student.objects.filter(document_number__in=asked, enrollments__in=mine)
    return {**dict(documents.values_list("document_number", "pk")), **found}
