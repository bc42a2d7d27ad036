"""The cockpit of places: figures, filters, the rows behind, a trial merger, the workbook, and what it costs."""

from __future__ import annotations

import io
from datetime import date
from re import findall
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.desks.cockpit.asking import own_queries
from tests.desks.district.people import browser, page
from xueji.cases.models import Case, CaseParty
from xueji.parties.scope import scope
from xueji.records.acts.office.quotas import set_quota
from xueji.records.models import Enrollment, EnrollmentQuota, Student, StudentRecord
from xueji.records.models.quotas import QuotaKind
from xueji.vocabulary.schooling.grades import Grade

if TYPE_CHECKING:
    from tests.small_city import SmallCity
    from xueji.parties.models import School

LIST = "/cockpit/places"


@pytest.fixture
def cohorts(town: SmallCity) -> SmallCity:
    """Only the rows that a test is about."""
    EnrollmentQuota.objects.all().delete()
    return town


def grant(school: School, year: int = 2013, grade: str = "P1", granted: int = 40, **more: object) -> EnrollmentQuota:
    told = {"kind": "general", **more}
    return EnrollmentQuota.objects.create(school=school, school_year=year, grade=grade, granted=granted, **told)


def spell_at(school: School, *, counts: bool = True, name: str = "王小明") -> Enrollment:
    """A child of the third grade."""
    student = Student.objects.create(
        name=name, sex="1", birth_date=date(2007, 3, 4), document_type="1", ethnicity="01", residency="local"
    )
    record = StudentRecord.objects.create(
        student=student,
        standing="studying" if counts else "on_leave",
        document_type="1",
        established_on=date(2013, 9, 5),
    )
    return Enrollment.objects.create(
        record=record,
        student=student,
        school=school,
        district=school.district,
        campus=school.campuses.get(main=True),
        school_year=2015,
        grade="P3",
        cohort=2019,
        during=(date(2015, 9, 1), None),
        entry_type="entry",
        counts_against_quota=counts,
    )


def transfer(town: SmallCity, child: Enrollment, to: School) -> Case:
    """An open transfer that waits for the sending school."""
    case = Case.objects.create(
        procedure="in_city_transfer",
        edition="beijing_2015",
        student_record=child.record,
        school=to,
        district=to.district,
        state="awaiting_sending_school_review",
        held_by="sending_school",
        holder_school=child.school,
        opened_on=date(2015, 9, 1),
        entered_on=date(2015, 9, 1),
        due_on=date(2015, 9, 16),
        frozen={"grade": child.grade, "school_year": child.school_year, "residency": "local"},
    )
    for party, school, office in (
        ("receiving_school", to, None),
        ("receiving_district", None, to.district),
        ("sending_school", child.school, None),
        ("sending_district", None, child.district),
        ("city", None, town.city),
    ):
        CaseParty.objects.create(case=case, party=party, school=school, office=office)
    return case


def rows_of(shown: str) -> int:
    return shown.count("<tr data-row")


def test_the_city_sees_all_schools_and_a_district_its_own(cohorts: SmallCity) -> None:
    for school in cohorts.schools:
        grant(school, 2015, school.grades[0])
    assert rows_of(page(browser(cohorts.city_officer()), LIST)) == 3
    shown = page(browser(cohorts.district_officer()), LIST)
    assert rows_of(shown) == 2
    assert "学院路中学" not in shown
    assert browser(cohorts.actor()).get(LIST).status_code == 403


def test_a_cohort_is_shown_by_grade_and_year_of_entry(cohorts: SmallCity) -> None:
    grant(cohorts.school)
    shown = page(browser(cohorts.city_officer()), LIST)
    assert "小学三年级" in shown
    assert "2013级" in shown


def test_filters_narrow_the_rows_and_the_sums(cohorts: SmallCity) -> None:
    client = browser(cohorts.city_officer())
    grant(cohorts.school, taken=40)
    grant(cohorts.school, kind="foreign", granted=3)
    grant(cohorts.schools[2], 2015, "J1", 77)
    assert rows_of(page(client, f"{LIST}?stage=junior")) == 1
    assert ">77<" in page(client, f"{LIST}?stage=junior")
    assert rows_of(page(client, f"{LIST}?kind=foreign")) == 1
    assert rows_of(page(client, f"{LIST}?full=1")) == 1
    assert rows_of(page(client, f"{LIST}?over=1")) == 0
    assert rows_of(page(client, f"{LIST}?district={cohorts.districts[1].pk}")) == 1
    assert rows_of(page(client, f"{LIST}?q={cohorts.school.code}")) == 2
    assert rows_of(page(client, f"{LIST}?stage=none&kind=x&district=y&after=a~b")) == 3


def test_children_on_leave_can_make_a_cohort_too_large(cohorts: SmallCity) -> None:
    officer = cohorts.city_officer()
    grant(cohorts.school, granted=1, taken=1)
    with scope(officer):
        spell_at(cohorts.school, counts=False)
    shown = page(browser(officer), f"{LIST}?over=1")
    assert rows_of(shown) == 1
    assert "超员1" in shown


def test_each_row_opens_on_the_cases_and_children_behind_its_figures(cohorts: SmallCity) -> None:
    officer, here, there = cohorts.district_officer(), cohorts.schools[0], cohorts.schools[1]
    quota, receiving = grant(here), grant(there, held=1)
    with scope(cohorts.city_officer()):
        transfer(cohorts, spell_at(here, name="李小红"), there)
        spell_at(here, counts=False, name="赵小刚")
    client = browser(officer)
    listed = page(client, LIST)
    assert f'href="{LIST}/{quota.pk}#moving">1</a>' in listed
    assert f'href="{LIST}/{quota.pk}#aside">1</a>' in listed
    shown = page(client, f"{LIST}/{quota.pk}")
    assert "李小红" in shown
    assert "赵小刚" in shown
    assert "转出" in shown
    shown = page(client, f"{LIST}/{receiving.pk}")
    assert "李小红" in shown
    assert "赵小刚" not in shown


def test_another_districts_row_does_not_exist(cohorts: SmallCity) -> None:
    quota = grant(cohorts.schools[2], 2015, "J1")
    client = browser(cohorts.district_officer())
    page(client, f"{LIST}/{quota.pk}", 404)
    page(client, f"{LIST}/{quota.pk + 1000}", 404)


def test_who_changed_a_grant_when_and_on_which_paper_is_told(cohorts: SmallCity) -> None:
    officer, school = cohorts.city_officer(), cohorts.school
    with scope(officer):
        for granted in (40, 45):
            quota = set_quota(
                actor=officer,
                reason=f"京教计〔2015〕{granted}号",
                school=school,
                school_year=2015,
                grade=Grade.P1,
                kind=QuotaKind.GENERAL,
                granted=granted,
            )
    shown = page(browser(cohorts.district_officer()), f"{LIST}/{quota.pk}")
    assert "核定数由40改为45" in shown
    assert "京教计〔2015〕45号" in shown
    assert officer.name in shown


def test_only_the_city_is_led_to_the_form_by_the_grade_a_cohort_sits_in(cohorts: SmallCity) -> None:
    grant(cohorts.school, 2015)
    grant(cohorts.school, 2013)
    shown = page(browser(cohorts.city_officer()), LIST)
    assert shown.count("/quotas/change?") == 2
    assert "grade=P3" in shown
    assert "/quotas/change?" not in page(browser(cohorts.district_officer()), LIST)


# A trial merger


def test_two_schools_are_added_cohort_by_cohort(cohorts: SmallCity) -> None:
    first, second = cohorts.schools[:2]
    grant(first, granted=40, taken=30)
    grant(second, granted=25, taken=24)
    grant(second, 2015, granted=10)
    client = browser(cohorts.district_officer())
    shown = page(client, f"{LIST}/merger?first={first.code}&second={second.name}")
    assert rows_of(shown) == 2
    assert "40 + 25" in shown
    assert ">75<" in shown
    assert EnrollmentQuota.objects.count() == 3


def test_a_merger_asks_for_two_different_schools_below_the_office(cohorts: SmallCity) -> None:
    client, first, other = browser(cohorts.district_officer()), cohorts.school, cohorts.schools[2]
    page(client, f"{LIST}/merger")
    page(client, f"{LIST}/merger?first={first.code}")
    assert "两所学校相同" in page(client, f"{LIST}/merger?first={first.code}&second={first.name}", 422)
    assert f"没有学校“{other.code}”" in page(client, f"{LIST}/merger?first={first.code}&second={other.code}", 422)


# Pages, workbook, cost


def test_pages_follow_each_other_without_gap_or_repeat(cohorts: SmallCity) -> None:
    client = browser(cohorts.city_officer())
    for school in cohorts.schools[:2]:
        for year in range(2010, 2016):
            for kind in QuotaKind:
                for entry in ("P1", "P2", "P3"):
                    grant(school, year, entry, kind=kind.value)
    first = page(client, LIST)
    seen = findall(r"/cockpit/places/(\d+)#changes", first)
    (onward,) = findall(r'href="([^"]+)" rel="next"', first)
    second = page(client, LIST + onward.replace("&amp;", "&"))
    seen += findall(r"/cockpit/places/(\d+)#changes", second)
    assert len(seen) == len(set(seen)) == rows_of(first) + rows_of(second)
    assert f"共 {len(seen)} 条" in first


def test_the_workbook_has_the_rows_of_the_filter(cohorts: SmallCity) -> None:
    officer = cohorts.district_officer()
    grant(cohorts.school, taken=7, held=1)
    grant(cohorts.schools[1], 2015)
    grant(cohorts.schools[2], 2015, "J1")
    answer = browser(officer).get(f"{LIST}.xlsx?q={cohorts.school.code}")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0][-7:] == ["核定", "已占用", "预留", "空余", "不占总量", "待转入", "待转出"]
    assert rows[1:] == [
        [cohorts.school.code, "妫川第一小学", "延庆县", "小学三年级", "2013级", "学籍总量", 40, 7, 1, 32, 0, 0, 0]
    ]


@pytest.mark.parametrize("address", [LIST, f"{LIST}?full=1", f"{LIST}?over=1"])
def test_a_list_costs_four_queries_whatever_its_length(cohorts: SmallCity, address: str) -> None:
    client = browser(cohorts.city_officer())
    grant(cohorts.school, granted=0)
    few = own_queries(client, address)
    for school in cohorts.schools[:2]:
        for year in (2011, 2012, 2014, 2015):
            grant(school, year, granted=0)
    assert own_queries(client, address) == few
    assert few <= 4, few


def test_a_row_costs_the_same_for_one_case_as_for_many(cohorts: SmallCity) -> None:
    client, here, there = browser(cohorts.city_officer()), cohorts.schools[0], cohorts.schools[1]
    quota = grant(here)
    with scope(cohorts.city_officer()):
        transfer(cohorts, spell_at(here), there)
        spell_at(here, counts=False)
    few = own_queries(client, f"{LIST}/{quota.pk}")
    with scope(cohorts.city_officer()):
        for _number in range(3):
            transfer(cohorts, spell_at(here), there)
            spell_at(here, counts=False)
    assert own_queries(client, f"{LIST}/{quota.pk}") == few
    assert few <= 4, few
