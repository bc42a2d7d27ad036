"""An exception may name children by their record: found by number or name, or listed, as far as its kind can."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.desks.district.people import browser, page
from tests.desks.exceptions.test_open_a_step import form, granted
from tests.small_city import everything
from xueji.cases.acts.office.exceptions import grant_exception
from xueji.cases.models import GrantedException, GrantedExceptionSubject
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.records.models import NumberAssignment
from xueji.vocabulary.facts.entry import ExceptionKind, ExceptionSubject

if TYPE_CHECKING:
    from tests.small_city import SmallCity
    from xueji.records.models import StudentRecord

MODEL = ExceptionKind.ORDINARY_TO_MODEL


def child(town: SmallCity, name: str = "王小明甲", number: str = "L110229201509010001") -> StudentRecord:
    """A child on the roll of the first school, with a number."""
    from tests.pupils import pupil  # noqa: PLC0415 - models are there only once Django is set up

    record = pupil(town.school, name=name)
    with everything():
        NumberAssignment.objects.create(record=record, scheme="L", number=number, starts_on=date(2014, 9, 1))
    return record


def named(town: SmallCity, *records: StudentRecord) -> GrantedException:
    officer = town.city_officer()
    with scope(officer):
        made: GrantedException = grant_exception(
            actor=officer,
            reason="批文列名",
            kind=MODEL,
            paper_number="京教学〔2015〕90号",
            starts_on=date(2015, 9, 1),
            ends_on=date(2015, 9, 30),
            records=records,
        )
        return made


def test_children_are_found_by_name_ticked_and_listed_by_number(town: SmallCity) -> None:
    first, second = child(town), child(town, "王小明乙", "L110229201509010002")
    client = browser(town.city_officer())
    found = client.post("/exceptions/new", form(kind=MODEL.value, deed="search_records", find_record="王小明甲"))
    assert f'name="record" value="{first.pk}"' in found.content.decode()
    assert f'name="record" value="{second.pk}"' not in found.content.decode()
    sent = form(kind=MODEL.value, record=[first.pk], record_numbers="L110229201509010002，\n")
    assert client.post("/exceptions/new", sent).status_code == 302
    with everything():
        subjects = GrantedExceptionSubject.objects.values_list("record_id", flat=True)
        assert set(subjects) == {first.pk, second.pk}


def test_a_number_that_nobody_has_is_told_and_nothing_typed_is_lost(town: SmallCity) -> None:
    known = child(town)
    sent = form(kind=MODEL.value, record=[known.pk], record_numbers="L110229201509019999")
    answer = browser(town.city_officer()).post("/exceptions/new", sent)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-record_numbers"' in shown
    assert f'value="{known.pk}" checked' in shown
    assert "L110229201509019999" in shown
    with everything():
        assert not GrantedException.objects.exists()


def test_a_kind_names_only_what_it_can_open(town: SmallCity) -> None:
    known = child(town)
    late = form(kind=ExceptionKind.LATE_ENTRY_REGISTRATION.value, record=[known.pk])
    answer = browser(town.city_officer()).post("/exceptions/new", late)
    assert answer.status_code == 422
    assert "不能指定在籍学生" in answer.content.decode()
    entrants = town.entrants(1)
    with pytest.raises(RefusedError), scope(town.city_officer()) as officer:
        grant_exception(
            actor=officer,
            reason="批文列名",
            kind=MODEL,
            paper_number="90号",
            starts_on=date(2015, 9, 1),
            ends_on=date(2015, 9, 30),
            entrants=entrants,
        )
    assert all(kind.names for kind in ExceptionKind)
    assert ExceptionSubject.RECORD not in ExceptionKind.LATE_ENTRY_REGISTRATION.names


def test_the_school_and_the_district_of_the_child_see_it_and_others_do_not(town: SmallCity) -> None:
    made = named(town, child(town))
    for reader in (town.actor(), town.district_officer(), town.city_officer()):
        client = browser(reader)
        assert "京教学〔2015〕90号" in page(client, "/exceptions")
        shown = page(client, f"/exceptions/{made.pk}")
        assert "王小明甲" in shown
        assert town.school.name in shown
    stranger = browser(town.actor(at=town.schools[2]))
    assert "京教学〔2015〕90号" not in page(stranger, "/exceptions")
    page(stranger, f"/exceptions/{made.pk}", 404)


def test_one_paper_for_two_schools_shows_each_its_own_child_alone(town: SmallCity) -> None:
    made = named(town, child(town))
    entrants = granted(town, entrants=town.entrants(1, town.schools[1], name="李小红"))
    shown = page(browser(town.actor(at=town.schools[1])), "/exceptions")
    assert f"/exceptions/{entrants.pk}" in shown
    assert f"/exceptions/{made.pk}" not in shown
