"""Invented children would pass every check that real ones meet."""

from datetime import date

import pytest

from xueji.exchange.seeding.invention.answers import filled_in, given_at_admission
from xueji.exchange.seeding.invention.children import Child, Family, Home
from xueji.exchange.seeding.invention.dice import Dice
from xueji.exchange.seeding.invention.numbers import DayFullError, Serials
from xueji.vocabulary.form.items import check_answers
from xueji.vocabulary.numbers.national_student_number import NationalStudentNumber
from xueji.vocabulary.numbers.resident_id import ResidentId
from xueji.vocabulary.people.names import name_key, name_problem, tidy_name
from xueji.vocabulary.people.pinyin import initials, pinyin
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade

HOME = Home("110229", "延庆县")


def family(seed: int = 1) -> Family:
    return Family(Dice(seed, "children"), Serials(Dice(seed, "serials")))


def children(count: int, seed: int = 1, grade: Grade = Grade.P1) -> list[Child]:
    inventing = family(seed)
    return [inventing.child(HOME, grade, 2015) for _ in range(count)]


def test_the_same_seed_gives_the_same_children_and_another_seed_others() -> None:
    assert children(200) == children(200)
    assert children(200) != children(200, seed=2)


def test_resident_ids_are_valid_and_agree_with_birth_and_sex() -> None:
    for child in children(2000):
        parsed = ResidentId.parse(child.document_number)
        assert (parsed.birth_date, parsed.sex) == (child.birth_date, child.sex)


def test_names_are_tidy_and_some_are_rare_or_of_other_peoples() -> None:
    found = [child.name for child in children(4000)]
    assert [name for name in found if tidy_name(name) != name or name_problem(name)] == []
    assert any("·" in name for name in found)
    assert any(ord(sign) > 0xFFFF for name in found for sign in name)


def test_search_columns_are_those_the_register_would_make() -> None:
    for child in children(500):
        assert (child.name_pinyin, child.name_initials, child.name_key) == (
            pinyin(child.name),
            initials(child.name),
            name_key(child.name),
        )


@pytest.mark.parametrize(
    ("grade", "first", "last"),
    [
        (Grade.P1, date(2008, 9, 1), date(2009, 8, 31)),
        (Grade.P6, date(2003, 9, 1), date(2004, 8, 31)),
        (Grade.J1, date(2002, 9, 1), date(2003, 8, 31)),
        (Grade.S0, date(1999, 9, 1), date(2000, 8, 31)),
        (Grade.S3, date(1997, 9, 1), date(1998, 8, 31)),
    ],
)
def test_children_have_the_age_of_their_grade(grade: Grade, first: date, last: date) -> None:
    born = [child.birth_date for child in children(1500, grade=grade)]
    assert first <= min(born)
    assert max(born) <= last


def test_senior_children_are_local_unless_asked_otherwise() -> None:
    assert all(Residency(child.residency).counts_as_local for child in children(300, grade=Grade.S1))


@pytest.mark.parametrize("residency", [*Residency, None])
def test_forms_have_no_fault(residency: Residency | None) -> None:
    inventing, dice = family(3), Dice(3, "forms")
    for _ in range(60):
        child = inventing.child(HOME, Grade.J1, 2015, residency)
        answers = {**given_at_admission(child, Grade.J1), **filled_in(child, dice)}
        assert check_answers({key: value for key, value in answers.items() if value}) == []


def test_serials_of_a_day_never_repeat_and_a_temporary_number_is_nobodys_id() -> None:
    serials, day = Serials(Dice(5, "serials")), date(2009, 1, 2)
    ids = {serials.resident_id("110229", day) for _ in range(500)}
    temporary = {serials.temporary_number("110229", day) for _ in range(500)}
    assert len(ids) == len(temporary) == 500
    assert not ids & {number[1:] for number in temporary}
    assert all(NationalStudentNumber.parse(number).birth_date == day for number in temporary)
    with pytest.raises(DayFullError):
        serials.resident_id("110229", day)


def test_ids_that_exist_already_are_passed_over() -> None:
    day = date(2009, 1, 2)
    fresh = Serials(Dice(5, "serials"))
    first = [fresh.resident_id("110229", day) for _ in range(3)]
    again = Serials(Dice(5, "serials"), taken={first[0], first[2]})
    assert again.resident_id("110229", day) == first[1]
    assert again.resident_id("110229", day) not in first
