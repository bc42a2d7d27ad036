"""At the claim an entrant is matched to the child the register knows, or makes one (S5–S7)."""

from collections.abc import Sequence

from django.db.models import F, Q

from xueji.records.models import Entrant, Student
from xueji.records.models.identity import IDENTITY
from xueji.vocabulary.schooling.grades import Grade


def match_students(entrants: Sequence[Entrant], doubted: frozenset[int]) -> None:
    """Give every entrant its student. `doubted` are keys of entrants with an open problem record: never matched.

    Grade 1 makes a new student. Above it, a child with a record, the same document and the same name is the same.
    """
    known = _known(
        [entrant for entrant in entrants if entrant.pk not in doubted and Grade(entrant.grade) is not Grade.P1]
    )
    new = []
    for entrant in entrants:
        if entrant.student_id is not None:
            continue
        entrant.student_id = None if entrant.pk in doubted else known.get(_likeness(entrant))
        if entrant.student_id is None:
            new.append(entrant)
    made = Student.objects.bulk_create(
        Student(**{name: getattr(entrant, name) for name in IDENTITY}) for entrant in new
    )
    for entrant, student in zip(new, made, strict=True):
        entrant.student_id = student.pk
    Entrant.objects.bulk_update(entrants, ["student_id"])


def _likeness(entrant: Entrant) -> tuple[str, str, str]:
    if entrant.document_number:
        return entrant.document_type, entrant.document_number, entrant.name_key
    return entrant.birth_date.isoformat(), entrant.sex, entrant.name_key


def _known(entrants: list[Entrant]) -> dict[tuple[str, str, str], int]:
    if not entrants:
        return {}
    numbers = [entrant.document_number for entrant in entrants if entrant.document_number]
    without = [entrant for entrant in entrants if not entrant.document_number]
    asked = Q(document_number__in=numbers) & ~Q(document_number="")
    for entrant in without:
        asked |= Q(name_key=entrant.name_key, birth_date=entrant.birth_date, sex=entrant.sex, document_number="")
    found: dict[tuple[str, str, str], int] = {}
    students = Student.objects.filter(asked, records__removed_at__isnull=True, records__isnull=False)
    for student in students.annotate(record=F("records__id")).order_by("id"):
        found.setdefault(_likeness(student), student.pk)  # type: ignore[arg-type]
    return found
