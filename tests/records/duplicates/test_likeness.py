"""疑似重复: explained, listed, never blocking."""

from dataclasses import replace
from datetime import date

import pytest

from tests.pupils import Schools, apply_for, clerk, pupil
from tests.small_city import SmallCity, everything, resident_id
from xueji.parties.models import JournalEntry
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.records.acts.office.duplicates import dismiss_possible_duplicate, scan_for_duplicates
from xueji.records.duplicates.likeness import Child, birthdays_like, likeness
from xueji.records.duplicates.possible import child_of, list_likenesses, look_alikes
from xueji.records.duplicates.scan import scan
from xueji.records.models import PossibleDuplicate, Student, StudentRecord
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.people.pinyin import initials, pinyin

TODAY = date(2015, 9, 1)
BORN = date(2009, 3, 12)
NUMBER = resident_id(7, BORN)
CHILD = Child("李思远", "lisiyuan", "1", BORN, "1", NUMBER)


def become(record: StudentRecord, **values: object) -> StudentRecord:
    """Change a child, and the copy of its document in its record."""
    with everything():
        student = Student.objects.get(pk=record.student_id)
        for name, value in values.items():
            setattr(student, name, value)
        if "name" in values:
            name = str(values["name"])
            student.name_key, student.name_pinyin, student.name_initials = name_key(name), pinyin(name), initials(name)
        student.save()
        StudentRecord.objects.filter(pk=record.pk).update(document_number=student.document_number)
        return StudentRecord.objects.select_related("student").get(pk=record.pk)


def child(city: SmallCity, at: int = 0, **values: object) -> StudentRecord:
    return become(
        pupil(city.schools[at]), **{"name": "李思远", "birth_date": BORN, "document_number": NUMBER, **values}
    )


def listed() -> list[PossibleDuplicate]:
    with everything():
        return list(PossibleDuplicate.objects.filter(dismissed_on__isnull=True).order_by("id"))


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (replace(CHILD, document_number=""), "仅一方有身份证件号"),
        (replace(CHILD, name_key="李思源", document_number=""), "姓名用字不同，读音相同"),
        (replace(CHILD, birth_date=date(2009, 3, 21), document_number=""), "出生日期有两位数字颠倒"),
        (replace(CHILD, birth_date=date(2009, 12, 3), document_number=""), "出生日期有两位数字颠倒"),
        (replace(CHILD, document_number=NUMBER[:15] + "999"), None),
        (replace(CHILD, document_number="", sex="2"), None),
        (replace(CHILD, name_key="王小明", name_pinyin="wangxiaoming", document_number=""), None),
        (CHILD, None),
    ],
)
def test_a_likeness_says_why_or_is_none(other: Child, says: str | None) -> None:
    found = likeness(CHILD, other)
    if says is None:
        assert found is None
        return
    assert found is not None
    assert any(says in text.zh for text in found.why)
    assert all(text.en for text in found.why)
    assert 60 <= found.score <= 100


def test_one_number_in_two_forms_is_one_child() -> None:
    old = resident_id(7, date(1999, 3, 12))
    one = replace(CHILD, birth_date=date(1999, 3, 12), document_number=old)
    found = likeness(one, replace(one, document_number=old[:6] + old[8:17]))
    assert found is not None
    assert found.score == 100


def test_the_days_that_changed_digits_make_are_days_of_the_calendar() -> None:
    assert birthdays_like(date(2009, 3, 12)) == [date(2009, 3, 21), date(2009, 12, 3), date(2090, 3, 12)]
    assert date(2009, 2, 31 - 3) not in birthdays_like(date(2009, 2, 13))


@pytest.mark.parametrize(
    "other",
    [
        {"document_number": ""},
        {"name": "李思源", "document_number": ""},
        {"birth_date": date(2009, 3, 21), "document_number": ""},
    ],
    ids=["no document", "written otherwise", "digits changed places"],
)
def test_pairs_of_the_register_are_listed_in_order_and_once(city: SmallCity, other: dict[str, object]) -> None:
    one, two = child(city), child(city, 1, **other)
    assert list_likenesses(TODAY) == 1
    assert list_likenesses(TODAY) == 1
    [pair] = listed()
    assert (pair.record_a_id, pair.record_b_id, pair.found_on) == (one.pk, two.pk, TODAY)
    assert set(pair.why[0]) == {"zh", "en"}


def test_a_name_of_which_one_record_kept_the_first_part(city: SmallCity) -> None:
    child(city, name="阿依古丽")
    child(city, 1, name="阿依古丽·买买提", document_number="")
    assert list_likenesses(TODAY) == 1


def test_a_certain_double_is_a_problem_record_and_not_listed_besides(city: SmallCity) -> None:
    for at in (0, 1):
        child(city, at, document_number="")
    assert sum(scan(TODAY).values()) == 1
    assert list_likenesses(TODAY) == 0


def test_a_likeness_blocks_nobody(city: SmallCity) -> None:
    schools = Schools(city)
    one = child(city)
    child(city, 1, document_number="")
    list_likenesses(TODAY)
    assert apply_for(one, schools.far_primary, clerk(city, schools.far_primary)).taken


def test_one_child_at_an_entrance_is_told_whom_it_resembles(city: SmallCity) -> None:
    known = child(city)
    [entrant] = city.entrants(1, name="李思源", birth_date=BORN, document_number="")
    with everything():
        [(record, found)] = look_alikes(child_of(entrant))
    assert record == known.pk
    assert found.score >= 60


def test_a_dismissed_pair_is_not_found_again(city: SmallCity) -> None:
    child(city)
    child(city, 1, document_number="")
    list_likenesses(TODAY)
    officer = city.district_officer()
    with scope(officer):
        [pair] = PossibleDuplicate.objects.all()
        with pytest.raises(RefusedError, match="依据"):
            dismiss_possible_duplicate(actor=officer, reason="", pair=pair)
        dismiss_possible_duplicate(actor=officer, reason="核对户口簿，系两人", pair=pair)
        with pytest.raises(RefusedError, match="已经处理"):
            dismiss_possible_duplicate(actor=officer, reason="再次", pair=pair)
    list_likenesses(TODAY)
    assert listed() == []
    assert JournalEntry.objects.filter(act="dismiss_possible_duplicate").count() == 1


def test_who_sees_neither_record_sees_no_pair(city: SmallCity) -> None:
    child(city)
    child(city, 1, document_number="")
    list_likenesses(TODAY)
    for actor, seen in ((city.actor(), 1), (city.actor(at=city.schools[1]), 1), (city.actor(at=city.schools[2]), 0)):
        with scope(actor):
            assert PossibleDuplicate.objects.count() == seen


def test_only_the_city_begins_a_scan_by_hand(city: SmallCity) -> None:
    for actor in (city.actor(), city.district_officer()):
        with scope(actor), pytest.raises(RefusedError, match="岗位不能办理"):
            scan_for_duplicates(actor=actor)
    officer = city.city_officer()
    with scope(officer):
        scan_for_duplicates(actor=officer)
    assert JournalEntry.objects.filter(act="scan_for_duplicates").count() == 1
