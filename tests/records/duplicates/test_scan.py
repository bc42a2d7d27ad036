"""The nightly scan: certain doubts become problem records, once, whatever happens in between."""

from datetime import date

import pytest
from procrastinate.contrib.django import app

from tests.pupils import pupil
from tests.small_city import SmallCity, everything, resident_id
from xueji.records.duplicates import scan as scanning
from xueji.records.duplicates.scan import scan
from xueji.records.models import ProblemRecord, StudentRecord
from xueji.records.models.problems import ProblemKind, ProblemResolution
from xueji.records.tasks import scan_every_night

TODAY = date(2015, 9, 1)


def twins(city: SmallCity) -> tuple[StudentRecord, StudentRecord]:
    """Two records with one document, as a register taken over brings them: contested, or the law would refuse it."""
    one, other = pupil(city.school), pupil(city.schools[1])
    give_document(other, one.document_number, contested=True)
    return one, other


def give_document(record: StudentRecord, number: str, **changes: object) -> None:
    with everything():
        StudentRecord.objects.filter(pk=record.pk).update(document_number=number, **changes)
        record.student.document_number = number
        record.student.save(update_fields=["document_number"])


def like(record: StudentRecord, other: StudentRecord) -> None:
    """Give `record` the name, sex and birth date of `other`."""
    with everything():
        for name in ("name", "name_key", "name_pinyin", "name_initials", "sex", "birth_date"):
            setattr(record.student, name, getattr(other.student, name))
        record.student.save()


def open_problems() -> list[ProblemRecord]:
    with everything():
        return list(ProblemRecord.objects.filter(resolved_on__isnull=True).order_by("id"))


def contested(*records: StudentRecord) -> list[bool]:
    with everything():
        return [StudentRecord.objects.get(pk=record.pk).contested for record in records]


def born(record: StudentRecord, number: str) -> None:
    with everything():
        record.student.birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        record.student.save()


def test_two_records_with_one_document_are_raised_and_both_contested(city: SmallCity) -> None:
    one, other = twins(city)
    born(other, one.document_number)
    assert scan(TODAY) == {
        ProblemKind.SAME_DOCUMENT: 1,
        ProblemKind.SAME_LIKENESS: 0,
        ProblemKind.WRONG_DOCUMENT: 0,
    }
    [problem] = open_problems()
    assert (problem.flagged_record_id, problem.other_record_id) == (other.pk, one.pk)
    assert (problem.kind, problem.origin, problem.district_id) == ("same_document", "scan", city.districts[0].pk)
    assert contested(one, other) == [True, True]


def test_a_third_record_is_doubted_against_the_first_one_too(city: SmallCity) -> None:
    one, other = twins(city)
    third = pupil(city.school)
    give_document(third, one.document_number, contested=True)
    for record in (other, third):
        born(record, one.document_number)
    scan(TODAY)
    assert [(p.flagged_record_id, p.other_record_id) for p in open_problems()] == [
        (other.pk, one.pk),
        (third.pk, one.pk),
    ]


def test_children_without_a_document_are_doubled_by_name_sex_and_birth_date(city: SmallCity) -> None:
    one, other = pupil(city.school), pupil(city.school)
    like(other, one)
    for record in (one, other):
        give_document(record, "")
    assert scan(TODAY)[ProblemKind.SAME_LIKENESS] == 1
    assert contested(one, other) == [True, True]


def test_the_same_likeness_with_a_document_on_one_side_blocks_nobody(city: SmallCity) -> None:
    one, other = pupil(city.school), pupil(city.school)
    like(other, one)
    give_document(other, "")
    assert set(scan(TODAY).values()) == {0}
    assert contested(one, other) == [False, False]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda number: number[:17] + ("1" if number[17] != "1" else "2"), id="check digit"),
        pytest.param(lambda _number: resident_id(3, date(2001, 2, 3)), id="another birth date"),
        pytest.param(lambda number: number[:12], id="too short"),
        pytest.param(lambda _number: "1102291903040" + "15", id="fifteen digits of another day"),
    ],
)
def test_a_wrong_document_is_raised_without_another_side(city: SmallCity, wrong: object) -> None:
    record = pupil(city.school)
    give_document(record, wrong(record.document_number))  # type: ignore[operator]
    assert scan(TODAY)[ProblemKind.WRONG_DOCUMENT] == 1
    [problem] = open_problems()
    assert (problem.flagged_record_id, problem.other_record_id) == (record.pk, None)


def test_sound_documents_of_any_kind_are_not_doubted(city: SmallCity) -> None:
    pupil(city.school)
    short = pupil(city.school)
    born(short, "110229190903040015")
    give_document(short, "110229090304001")
    passport = pupil(city.school)
    give_document(passport, "E1234567")
    with everything():
        StudentRecord.objects.filter(pk=passport.pk).update(document_type="A")
    assert set(scan(TODAY).values()) == {0}


def test_a_second_scan_raises_nothing_twice(city: SmallCity) -> None:
    twins(city)
    assert sum(scan(TODAY).values()) > 0
    assert sum(scan(TODAY).values()) == 0


def test_a_scan_that_was_broken_off_goes_on_where_it_stopped(city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    number = pupil(city.school).document_number
    for _ in range(4):
        record = pupil(city.school)
        give_document(record, number, contested=True)
        born(record, number)
    monkeypatch.setattr(scanning, "CHUNK", 2)
    written: list[int] = []
    real = scanning._raise

    def broken(*asked: object) -> int:
        if written:
            raise RuntimeError
        written.append(real(*asked))  # type: ignore[arg-type]
        return written[0]

    monkeypatch.setattr(scanning, "_raise", broken)
    with pytest.raises(RuntimeError):
        scan(TODAY)
    monkeypatch.setattr(scanning, "_raise", real)
    assert len(open_problems()) == 2
    assert sum(scan(TODAY).values()) == 2


@pytest.mark.parametrize(
    ("resolution", "again"),
    [
        (ProblemResolution.DIFFERENT_CHILDREN, 0),
        (ProblemResolution.SUBSTANTIATED, 0),
        (ProblemResolution.CORRECTED, 1),
    ],
)
def test_only_a_pair_settled_as_two_children_is_left_in_peace(
    city: SmallCity, resolution: ProblemResolution, again: int
) -> None:
    one, other = pupil(city.school), pupil(city.school)
    like(other, one)
    for record in (one, other):
        give_document(record, "")
    scan(TODAY)
    with everything():
        ProblemRecord.objects.update(resolution=resolution.value, resolved_on=TODAY)
    assert sum(scan(TODAY).values()) == again


def test_a_removed_record_is_nobodys_double(city: SmallCity) -> None:
    one, other = twins(city)
    born(other, one.document_number)
    with everything():
        StudentRecord.objects.filter(pk=other.pk).update(removed_at="2015-08-31T08:00:00+08:00")
    assert sum(scan(TODAY).values()) == 0


def test_the_nightly_job_is_known_to_the_worker_and_scans(city: SmallCity) -> None:
    one, other = twins(city)
    born(other, one.document_number)
    assert app.tasks["xueji.records.tasks.scan_every_night"] is scan_every_night
    scan_every_night(0)
    assert len(open_problems()) == 1


def test_no_job_scans_where_there_is_no_city(db: None) -> None:
    scan_every_night(0)
