"""Two records of one child become one, and can be parted again: every row that goes over is kept as it was (ours).

The record removed gets its tombstone and is never deleted; closed cases stay with it, as they were decided about it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone

from xueji.records.acts.problems import release_records
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
from xueji.records.models.problems import ProblemResolution
from xueji.vocabulary.form.items import missing

_TABLES: Mapping[str, type[models.Model]] = {
    model._meta.db_table: model
    for model in (
        *(DisciplinaryMeasure, Enrollment, Entrant, NumberAssignment, PossibleDuplicate, ProblemRecord),
        *(StudentForm, StudentPhoto, StudentRecord),
    )
}
_STANDS = ("standing", "leaving_outcome", "closed_on", "went_to_province", "came_from_province")


@dataclass
class Moving:
    """What a merge has changed so far, row by row: how each was, and how it is now."""

    kept: StudentRecord
    removed: StudentRecord
    moved: list[dict[str, Any]] = field(default_factory=list)

    def change(self, row: models.Model, **values: Any) -> None:
        """Give a row other values, and keep what it was. Nothing changes where it has them already."""
        was = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        self._note(row, was, values)

    def saw(self, rows: Iterable[models.Model]) -> None:
        """Keep that these rows were there, unchanged: whatever comes later was not part of the merge."""
        for row in rows:
            self._note(row, {}, {})

    def _note(self, row: models.Model, was: Mapping[str, Any], now: Mapping[str, Any]) -> None:
        self.moved.append(
            {
                "table": row._meta.db_table,
                "key": row.pk,
                "was": {name: _plain(value) for name, value in was.items()},
                "now": {name: _plain(value) for name, value in now.items()},
            }
        )


def merge(kept: StudentRecord, removed: StudentRecord, *, on: date, by: str, reason: str) -> RecordMerge:
    """Let `kept` take over what `removed` has. Both must be locked, and nothing may stand against it."""
    moving = Moving(kept, removed)
    before = list(Enrollment.objects.filter(record=kept))
    _tombstone(moving, on)
    _spells(moving, before)
    _numbers(moving, on)
    for measure in DisciplinaryMeasure.objects.filter(record=removed):
        moving.change(measure, record_id=kept.pk)
    for entrant in Entrant.objects.filter(student_id=removed.student_id):
        moving.change(entrant, student_id=kept.student_id)
    _form(moving)
    _photo(moving)
    _doubts(moving, on, by)
    return RecordMerge.objects.create(
        kept=kept, removed=removed, moved=moving.moved, merged_on=on, merged_by=by, reason=reason
    )


def foresee(kept: int, removed: int, *, on: date) -> list[dict[str, Any]]:
    """What a merge of these two would change, row by row: it is done and taken back, and nothing stays of it."""
    with transaction.atomic():
        records = StudentRecord.objects.select_for_update().order_by("pk").in_bulk([kept, removed])
        moved: list[dict[str, Any]] = merge(records[kept], records[removed], on=on, by="", reason="").moved
        transaction.set_rollback(True)
    return moved


def changed_since(merged: RecordMerge) -> list[str]:
    """Tables whose rows are no longer as the merge left them: what was done since cannot be parted by a machine."""
    changed = {
        note["table"]
        for note in merged.moved
        if note["table"] != StudentForm._meta.db_table and _now(note, note["now"]) != note["now"]
    }
    known = {note["key"] for note in merged.moved if note["table"] == Enrollment._meta.db_table}
    if Enrollment.objects.filter(record_id=merged.kept_id).exclude(pk__in=known).exists():
        changed.add(Enrollment._meta.db_table)
    return sorted(changed)


def unmerge(merged: RecordMerge, *, on: date, by: str, reason: str) -> None:
    """Give every row back what it was, the last change first. Nothing may have changed since, but for the form."""
    for note in reversed(merged.moved):
        if note["table"] == StudentForm._meta.db_table and "answers" in note["was"]:
            _part_form(note)
        elif note["was"]:
            model = _TABLES[note["table"]]
            model._default_manager.filter(pk=note["key"]).update(**_read(model, note["was"]))
    merged.unmerged_on, merged.unmerged_by, merged.unmerge_reason = on, by, reason
    merged.save(update_fields=["unmerged_on", "unmerged_by", "unmerge_reason"])


def _tombstone(moving: Moving, on: date) -> None:
    kept, removed = moving.kept, moving.removed
    present = Enrollment.objects.filter(record=removed, during__upper_inf=True).exists()
    values = {name: getattr(removed, name) for name in _STANDS} if present else {}
    moving.change(removed, removed_at=timezone.now(), contested=False, closed_on=removed.closed_on or on)
    if values:
        moving.change(kept, **values)


def _spells(moving: Moving, before: Iterable[Enrollment]) -> None:
    moving.saw(before)
    for spell in Enrollment.objects.filter(record=moving.removed).order_by("during"):
        moving.change(spell, record_id=moving.kept.pk, student_id=moving.kept.student_id)


def _numbers(moving: Moving, on: date) -> None:
    """Numbers go over; of two in force of one kind the kept record's stays so."""
    held = set(
        NumberAssignment.objects.filter(record=moving.kept, ends_on__isnull=True).values_list("scheme", flat=True)
    )
    for number in NumberAssignment.objects.filter(record=moving.removed):
        ends = on if number.ends_on is None and number.scheme in held else number.ends_on
        moving.change(number, record_id=moving.kept.pk, ends_on=ends)


def _form(moving: Moving) -> None:
    """What only the removed record's form answers fills the gaps of the kept one's."""
    forms = {form.student_id: form for form in StudentForm.objects.filter(student_id__in=_students(moving))}
    own, other = forms.get(moving.kept.student_id), forms.get(moving.removed.student_id)
    if other is None:
        return
    if own is None:
        moving.change(other, student_id=moving.kept.student_id)
        return
    answers = {**{key: value for key, value in other.answers.items() if not own.answers.get(key)}, **_given(own)}
    if answers == own.answers:
        return
    still = len(missing(answers))
    completed = own.completed_on if still or own.completed_on else moving.removed.closed_on
    moving.change(own, answers=answers, missing=still, completed_on=completed)
    StudentForm.objects.filter(pk=own.pk).update(version=own.version + 1)


def _given(form: StudentForm) -> dict[str, Any]:
    return {key: value for key, value in form.answers.items() if value}


def _part_form(note: Mapping[str, Any]) -> None:
    """Take out what the merge filled in, unless somebody has answered it otherwise since."""
    form = StudentForm.objects.select_for_update().get(pk=note["key"])
    was, now = note["was"], note["now"]
    if form.answers == now["answers"]:
        for name, value in _read(StudentForm, was).items():
            setattr(form, name, value)
    else:
        filled = {key for key, value in now["answers"].items() if was["answers"].get(key) != value}
        form.answers = {
            key: value for key, value in form.answers.items() if key not in filled or value != now["answers"].get(key)
        }
        form.missing = len(missing(form.answers))
        form.completed_on = form.completed_on if form.missing == 0 else None
    form.version += 1
    form.save(update_fields=["answers", "missing", "completed_on", "version"])


def _photo(moving: Moving) -> None:
    photos = {photo.student_id: photo for photo in StudentPhoto.objects.filter(student_id__in=_students(moving))}
    other = photos.get(moving.removed.student_id)
    if other is not None and moving.kept.student_id not in photos:
        moving.change(other, student_id=moving.kept.student_id)


def _doubts(moving: Moving, on: date, by: str) -> None:
    """Doubts between the two are over; what contested the kept record only because of them no longer does."""
    both = (moving.kept.pk, moving.removed.pk)
    doubts = ProblemRecord.objects.filter(
        Q(flagged_record_id__in=both, other_record_id__in=both), resolved_on__isnull=True
    )
    for doubt in doubts:
        moving.change(doubt, resolution=ProblemResolution.MERGED.value, resolved_on=on, resolved_by=by)
    for pair in PossibleDuplicate.objects.filter(
        record_a_id=min(both), record_b_id=max(both), dismissed_on__isnull=True
    ):
        moving.change(pair, dismissed_on=on, dismissed_by=by, dismissed_reason=ProblemResolution.MERGED.label)
    contested = moving.kept.contested
    release_records({moving.kept.pk})
    moving.kept.refresh_from_db(fields=["contested"])
    if moving.kept.contested != contested:
        moving._note(moving.kept, {"contested": contested}, {"contested": moving.kept.contested})


def _students(moving: Moving) -> tuple[int, int]:
    return moving.kept.student_id, moving.removed.student_id


def _now(note: Mapping[str, Any], columns: Mapping[str, Any]) -> dict[str, Any] | None:
    """How a row stands now in the columns that the merge changed; None: it is gone."""
    row = _TABLES[note["table"]]._default_manager.filter(pk=note["key"]).values(*columns, "pk").first()
    return None if row is None else {name: _plain(row[name]) for name in columns}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _read(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    named = {field.attname: field for field in model._meta.concrete_fields}
    return {
        name: named[name].to_python(value) if not named[name].is_relation else value for name, value in values.items()
    }


def spells_overlap(kept: StudentRecord, removed: StudentRecord) -> bool:
    """Whether the two records were on two rolls on one day: one child cannot have been."""
    spells = Enrollment.objects.filter(record=removed).values_list("during", flat=True)
    return any(Enrollment.objects.filter(record=kept, during__overlap=during).exists() for during in spells)


def latest_merge(record_id: int) -> int:
    """The key of the last merge in which the record took part, or 0."""
    taken = RecordMerge.objects.filter(Q(kept_id=record_id) | Q(removed_id=record_id), unmerged_on__isnull=True)
    return taken.aggregate(last=Max("pk"))["last"] or 0
