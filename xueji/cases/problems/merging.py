"""Merging seen ahead: the record that should stay, what would go over, and everything that stands against it (row 66).

What is shown is what happens: the merge itself is done and undone within one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xueji.cases.acts.office.merging import merge_faults, parting_faults
from xueji.parties.clock import city_today
from xueji.parties.refusals import Complaint
from xueji.records.acts.merge import foresee
from xueji.records.models import (
    DisciplinaryMeasure,
    Enrollment,
    Entrant,
    NumberAssignment,
    PossibleDuplicate,
    ProblemRecord,
    RecordMerge,
    StudentForm,
    StudentPhoto,
    StudentRecord,
)
from xueji.records.models.numbers import NATIONAL, NumberScheme
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

_LAST_SHOWN = 4


@dataclass(frozen=True)
class Moved:
    """One kind of thing that goes over, or back: what it is called, how many, and each as people know it."""

    label: Text
    count: int
    each: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What a merge or a parting would do; while anything stands `against` it, nothing is done and `moved` is empty."""

    against: tuple[Complaint, ...]
    moved: tuple[Moved, ...] = ()


_LABELS: Mapping[type[Any], Text] = {
    Enrollment: Text("就读经历", "Schooling"),
    NumberAssignment: Text("学籍号", "Numbers"),
    DisciplinaryMeasure: Text("处分", "Disciplinary measures"),
    Entrant: Text("入学信息", "Entries"),
    StudentForm: Text("基本信息表补充项目", "Items of the information form"),
    StudentPhoto: Text("照片", "Photo"),
    ProblemRecord: Text("问题学籍（随合并解除）", "Problem records, closed by the merge"),
    PossibleDuplicate: Text("疑似重复（随合并解除）", "Likenesses, closed by the merge"),
}
"""What moves, in the order in which it is told; of the two records themselves only a new standing is."""


_STANDING = Text("学籍状态（保留的学籍改为）", "Standing that the kept record takes")


def stays(one: StudentRecord, other: StudentRecord) -> StudentRecord:
    """Which record should stay: the one with a formal number, else the one on a roll, else the older one (ours)."""
    both = [one.pk, other.pk]
    formal = set(
        NumberAssignment.objects.filter(
            record_id__in=both, scheme=NumberScheme.FORMAL, ends_on__isnull=True
        ).values_list("record_id", flat=True)
    )
    present = set(
        Enrollment.objects.filter(record_id__in=both, during__upper_inf=True).values_list("record_id", flat=True)
    )
    return min(one, other, key=lambda record: (record.pk not in formal, record.pk not in present, record.pk))


def preview_merge(kept: StudentRecord, removed: StudentRecord) -> Preview:
    """What merging `removed` into `kept` would do today."""
    against = tuple(merge_faults(kept, removed))
    return Preview(against) if against else Preview((), told(foresee(kept.pk, removed.pk, on=city_today())))


def preview_parting(merged: RecordMerge) -> Preview:
    """What parting the two again would give back."""
    against = tuple(parting_faults(merged))
    return Preview(against, () if against else told(merged.moved))


def told(notes: Iterable[Mapping[str, Any]]) -> tuple[Moved, ...]:
    """The rows that a merge changed, told by kind; rows it only saw are left out."""
    changed: dict[str, list[Mapping[str, Any]]] = {}
    for note in notes:
        if note["was"]:
            changed.setdefault(note["table"], []).append(note)
    stood = next((note for note in changed.get(StudentRecord._meta.db_table, []) if _stood(note)), None)
    found = [(model, changed.get(model._meta.db_table, [])) for model in _LABELS]
    moved = tuple(_moved(model, rows) for model, rows in found if rows)
    return (*moved, Moved(_STANDING, 1, (RecordStanding(stood["now"]["standing"]).label.zh,))) if stood else moved


def _moved(model: type[Any], notes: Sequence[Mapping[str, Any]]) -> Moved:
    keys = [note["key"] for note in notes]
    if model is StudentForm:
        return Moved(_LABELS[model], sum(_filled(note) for note in notes))
    if model is Enrollment:
        return Moved(_LABELS[model], len(keys), spells_of(Enrollment.objects.filter(pk__in=keys)))
    if model is NumberAssignment:
        return Moved(_LABELS[model], len(keys), numbers_of(NumberAssignment.objects.filter(pk__in=keys)))
    return Moved(_LABELS[model], len(keys))


def _stood(note: Mapping[str, Any]) -> bool:
    """Whether the record that stays gets the standing of the other, on whose roll the child is."""
    return "standing" in note["was"]


def _filled(note: Mapping[str, Any]) -> int:
    """How many items a form gets; a form that goes over whole is told as one."""
    if "answers" not in note["was"]:
        return 1
    was, now = note["was"]["answers"], note["now"]["answers"]
    return sum(1 for key, value in now.items() if was.get(key) != value)


def spells_of(spells: Any) -> tuple[str, ...]:
    """Schooling in lines: from when to when, where, and in which grade."""
    return tuple(_spell(spell) for spell in spells.select_related("school").order_by("during", "pk"))


def numbers_of(numbers: Any) -> tuple[str, ...]:
    """The national ones among these numbers, by class and last characters: seeing a whole one is an act of its own."""
    national = numbers.filter(scheme__in=NATIONAL).order_by("starts_on", "pk")
    return tuple(_masked(row.number) for row in national)


def _masked(number: str) -> str:
    return f"{number[:1]}{'•' * max(0, len(number) - 1 - _LAST_SHOWN)}{number[-_LAST_SHOWN:]}"


def _spell(spell: Enrollment) -> str:
    begins, ends = spell.during.lower, spell.during.upper
    until = f"{begins:%Y-%m-%d} – {_day(ends)}"
    return f"{until}  {spell.school.name}  {Grade(spell.grade).label.zh}"


def _day(ends: date | None) -> str:
    return f"{ends:%Y-%m-%d}" if ends else ""
