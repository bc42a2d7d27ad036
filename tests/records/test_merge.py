"""Two records of one child made one, and parted again: nothing is lost on either way."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import pytest
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pupils import Schools, apply_for, clerk, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.acts.office.merging import merge_records, unmerge_records
from xueji.parties.models import JournalEntry
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
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
from xueji.records.redirects import kept_for

TODAY = date(2015, 9, 1)
_serial = count(1)
_KEPT: tuple[type[Model], ...] = (
    *(Enrollment, NumberAssignment, DisciplinaryMeasure, StudentForm, StudentPhoto, StudentRecord, Entrant),
    *(ProblemRecord, PossibleDuplicate),
)


def whole_register() -> dict[str, list[dict[str, Any]]]:
    """Every row that a merge may touch. The version of a form only counts how often it was saved."""
    with everything():
        return {
            model.__name__: [
                {key: value for key, value in row.items() if key != "version"}
                for row in model._default_manager.order_by("pk").values()
            ]
            for model in _KEPT
        }


def temporary(record: StudentRecord, **spell: object) -> StudentRecord:
    """The second record of a child: an L number, and a spell of the past unless said otherwise."""
    values = {"during": [date(2014, 9, 1), date(2015, 7, 1)], "exit_type": "transfer", **spell}
    with everything():
        held = NumberAssignment.objects.get(record=record, scheme="G")
        NumberAssignment.objects.filter(pk=held.pk).update(scheme="L", number=f"L{held.number[1:]}")
        Enrollment.objects.filter(record=record).update(**values)
        StudentRecord.objects.filter(pk=record.pk).update(standing="left")
    return record


@pytest.fixture
def pair(city: SmallCity) -> tuple[StudentRecord, StudentRecord]:
    return pupil(city.school), temporary(pupil(city.schools[1]))


def merged(city: SmallCity, kept: StudentRecord, removed: StudentRecord) -> RecordMerge:
    officer = city.city_officer()
    with scope(officer):
        made: RecordMerge = merge_records(actor=officer, reason="户口簿为同一人", kept=kept, removed=removed)
    return made


def parted(city: SmallCity, made: RecordMerge) -> RecordMerge:
    officer = city.city_officer()
    with scope(officer):
        ended: RecordMerge = unmerge_records(actor=officer, reason="系两名学生", merged=made)
    return ended


def why_not(city: SmallCity, kept: StudentRecord, removed: StudentRecord) -> set[str]:
    with pytest.raises(RefusedError) as refused:
        merged(city, kept, removed)
    return {complaint.rule for complaint in refused.value.complaints}


def test_the_kept_record_takes_spells_numbers_measures_and_missing_items(
    city: SmallCity, pair: tuple[StudentRecord, StudentRecord]
) -> None:
    kept, removed = pair
    with everything():
        StudentForm.objects.filter(student_id=kept.student_id).update(answers={"name": "甲"})
        StudentForm.objects.filter(student_id=removed.student_id).update(answers={"name": "乙", "health": "1"})
        DisciplinaryMeasure.objects.create(record=removed, kind="10", paper_number="1", starts_on=date(2014, 10, 1))
    made = merged(city, kept, removed)
    with everything():
        assert Enrollment.objects.filter(record=kept, student_id=kept.student_id).count() == 2
        assert set(NumberAssignment.objects.filter(record=kept).values_list("scheme", flat=True)) == {"G", "L"}
        assert DisciplinaryMeasure.objects.get().record_id == kept.pk
        assert StudentForm.objects.get(student_id=kept.student_id).answers == {"name": "甲", "health": "1"}
        gone = StudentRecord.objects.get(pk=removed.pk)
        assert gone.removed_at is not None
        assert kept_for(removed.pk) == kept.pk
        assert (made.kept_id, made.removed_id, made.merged_on) == (kept.pk, removed.pk, TODAY)
    assert JournalEntry.objects.filter(act="merge_records").count() == 1


def test_a_child_that_sits_under_the_removed_record_sits_under_the_kept_one(city: SmallCity) -> None:
    kept, removed = temporary(pupil(city.school)), pupil(city.schools[1])
    with everything():
        NumberAssignment.objects.filter(record=removed).update(scheme="J", number="J" + "1" * 18)
    merged(city, kept, removed)
    with everything():
        assert StudentRecord.objects.get(pk=kept.pk).standing == "studying"
        assert Enrollment.objects.get(record=kept, during__upper_inf=True).school_id == city.schools[1].pk


def test_the_doubt_between_the_two_is_over_and_comes_back(city: SmallCity) -> None:
    kept, removed = pupil(city.school), temporary(pupil(city.schools[1]))
    with everything():
        StudentRecord.objects.filter(pk__in=[kept.pk, removed.pk]).update(contested=True)
        problem = ProblemRecord.objects.create(
            kind="same_likeness",
            origin="scan",
            flagged_record=removed,
            other_record=kept,
            district=city.districts[0],
            found_on=TODAY,
        )
    before = whole_register()
    made = merged(city, kept, removed)
    with everything():
        assert ProblemRecord.objects.get(pk=problem.pk).resolution == "merged"
        assert not StudentRecord.objects.get(pk=kept.pk).contested
    parted(city, made)
    assert whole_register() == before


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_parting_what_was_merged_gives_back_every_row(city: SmallCity, data: st.DataObject) -> None:
    kept, removed = pupil(city.school), temporary(pupil(city.schools[1]))
    answers = st.dictionaries(st.sampled_from(["name", "health", "address", "phone"]), st.sampled_from(["", "1", "2"]))
    yes = st.booleans()
    with everything():
        for record in (kept, removed):
            forms = StudentForm.objects.filter(student_id=record.student_id)
            if data.draw(yes):
                forms.update(answers=data.draw(answers), missing=data.draw(st.integers(0, 40)))
            else:
                forms.delete()
            if data.draw(yes):
                StudentPhoto.objects.create(student_id=record.student_id, content=b"x", sha256="")
            if data.draw(yes):
                DisciplinaryMeasure.objects.create(
                    record=record, kind="10", paper_number=str(next(_serial)), starts_on=TODAY
                )
            if data.draw(yes):
                NumberAssignment.objects.create(
                    record=record, scheme="EID", number=f"{next(_serial):08d}", starts_on=TODAY
                )
            contested = data.draw(yes)
            StudentRecord.objects.filter(pk=record.pk).update(contested=contested)
        if data.draw(yes):
            PossibleDuplicate.objects.create(record_a=kept, record_b=removed, score=70, found_on=TODAY)
    before = whole_register()
    made = merged(city, kept, removed)
    assert whole_register() != before
    parted(city, made)
    assert whole_register() == before


def test_an_answer_given_since_the_merge_outlives_the_parting(
    city: SmallCity, pair: tuple[StudentRecord, StudentRecord]
) -> None:
    kept, removed = pair
    with everything():
        StudentForm.objects.filter(student_id=removed.student_id).update(answers={"health": "1", "phone": "2"})
    made = merged(city, kept, removed)
    with everything():
        form = StudentForm.objects.get(student_id=kept.student_id)
        form.answers["phone"] = "3"
        form.save()
    parted(city, made)
    with everything():
        assert StudentForm.objects.get(student_id=kept.student_id).answers == {"phone": "3"}


def test_records_that_were_on_two_rolls_on_one_day_are_not_merged(city: SmallCity) -> None:
    kept, removed = pupil(city.school), pupil(city.schools[1])
    assert why_not(city, kept, removed) == {"spells_overlap", "two_formal_numbers"}


def test_an_open_case_stands_against_a_merge(city: SmallCity, pair: tuple[StudentRecord, StudentRecord]) -> None:
    kept, removed = pair
    schools = Schools(city)
    assert apply_for(kept, schools.far_primary, clerk(city, schools.far_primary)).taken
    assert why_not(city, kept, removed) == {"open_case"}


def test_a_doubt_against_a_third_stands_against_a_merge(
    city: SmallCity, pair: tuple[StudentRecord, StudentRecord]
) -> None:
    kept, removed = pair
    third = pupil(city.school)
    with everything():
        ProblemRecord.objects.create(
            kind="same_document",
            origin="scan",
            flagged_record=third,
            other_record=kept,
            district=city.districts[0],
            found_on=TODAY,
        )
    assert why_not(city, kept, removed) == {"other_doubt"}


def test_a_record_is_not_merged_with_itself_nor_twice(
    city: SmallCity, pair: tuple[StudentRecord, StudentRecord]
) -> None:
    kept, removed = pair
    assert why_not(city, kept, kept) == {"two_records"}
    merged(city, kept, removed)
    assert "record_removed" in why_not(city, kept, removed)


def test_what_changed_since_the_merge_is_not_parted_by_a_machine(
    city: SmallCity, pair: tuple[StudentRecord, StudentRecord]
) -> None:
    made = merged(city, *pair)
    with everything():
        NumberAssignment.objects.filter(scheme="L").update(ends_on=TODAY)
    with pytest.raises(RefusedError) as refused:
        parted(city, made)
    assert [complaint.rule for complaint in refused.value.complaints] == ["changed_since_merge"]


def test_only_the_city_merges_and_says_why(city: SmallCity, pair: tuple[StudentRecord, StudentRecord]) -> None:
    kept, removed = pair
    for actor in (city.actor(), city.district_officer()):
        with scope(actor), pytest.raises(RefusedError, match="岗位不能办理"):
            merge_records(actor=actor, reason="x", kept=kept, removed=removed)
    officer = city.city_officer()
    with scope(officer), pytest.raises(RefusedError, match="依据"):
        merge_records(actor=officer, reason=" ", kept=kept, removed=removed)
