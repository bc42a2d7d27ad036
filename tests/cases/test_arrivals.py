"""A child comes from another province: through the door on PostgreSQL, the nation's part said by hand."""

from datetime import date

import pytest

from tests.newcomers import ARRIVAL, HEBEI, application, asked_for, bring, nation_says
from tests.pupils import Schools, clerk, decide, group_of, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.batch.work import Opening
from xueji.cases.door import open_case
from xueji.cases.models import Case, Effect
from xueji.cases.queries import worklist
from xueji.parties.models import City
from xueji.parties.scope import scope
from xueji.records.models import Enrollment, Entrant, NumberAssignment, StudentRecord

ROAD = ("check_passed", "sending_school_approved", "sending_district_approved", "file_ready")


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    return Schools(city)


def sent(city: SmallCity, schools: Schools, **changes: object) -> int:
    """A case that has crossed the line."""
    there = schools.primary
    opened = bring(there, clerk(city, there), **changes)
    assert opened.taken, [(reason.rule, reason.field) for reason in opened.reasons]
    done = decide(opened.case_id, "approve", clerk(city, there.district))
    assert done.taken, [reason.rule for reason in done.reasons]
    assert done.state == "sent_to_sending_province"
    return opened.case_id


def arrived(city: SmallCity, schools: Schools, **changes: object) -> int:
    """A case whose child has been taken in."""
    case, there = sent(city, schools, **changes), schools.primary
    for event in ROAD:
        assert nation_says(case, event).taken, event
    asked = decide(case, "request_file", clerk(city, there), class_group=group_of(there, "P3").pk)
    assert asked.state == "file_requested", [reason.rule for reason in asked.reasons]
    came = nation_says(case, "file_sent")
    assert came.state == "student_file_received", [reason.rule for reason in came.reasons]
    return case


def owed(case: int) -> list[str]:
    with everything():
        return list(Effect.objects.filter(decision__case_id=case).order_by("pk").values_list("name", flat=True))


def test_a_child_from_another_province_is_taken_in(city: SmallCity, schools: Schools) -> None:
    case = arrived(city, schools)
    with everything():
        entrant = Entrant.objects.get(cases=case)
        spell = Enrollment.objects.get(student_id=entrant.student_id, during__upper_inf=True)
        record = spell.record
        numbers = set(NumberAssignment.objects.filter(record=record, scheme="G").values_list("number", flat=True))
    assert (spell.entry_type, spell.grade, spell.school_id) == ("arrival", "P3", schools.primary.pk)
    assert (record.standing, record.came_from_province) == ("studying", HEBEI)
    assert numbers == {entrant.national_number}
    quota = schools.quota(schools.primary, "P3")
    assert (quota.held, quota.taken) == (0, 1)
    assert owed(case) == ["send_application", "request_student_file", "report_to_national_system"]


def test_reports_that_skip_levels_lead_on_and_late_ones_are_refused(city: SmallCity, schools: Schools) -> None:
    case = sent(city, schools)
    assert nation_says(case, "sending_prefecture_approved").taken
    late = nation_says(case, "sending_school_approved")
    assert [reason.rule for reason in late.reasons] == ["wrong_state"]
    assert nation_says(case, "file_ready").state == "awaiting_file_request"


def test_a_failed_check_is_corrected_and_sent_again_in_the_same_case(city: SmallCity, schools: Schools) -> None:
    case = sent(city, schools, national_number="G130706200811301117")
    told = nation_says(case, "check_failed", error_code="2001", error_text="学籍号在转出省不存在！")
    assert told.state == "check_failed"
    with everything():
        assert Case.objects.get(pk=case).answers["error_text"] == "学籍号在转出省不存在！"
        right = Entrant.objects.get(cases=case).document_number
    again = decide(case, "resubmit", clerk(city, schools.primary), national_number=f"G{right}")
    assert again.state == "receiving_school_approved", [reason.rule for reason in again.reasons]
    assert decide(case, "approve", clerk(city, schools.primary.district)).state == "sent_to_sending_province"
    with everything():
        assert Entrant.objects.get(cases=case).national_number == f"G{right}"
    assert owed(case) == ["send_application", "send_application"]


@pytest.mark.parametrize("end", ["sending_school_refused", "sending_province_refused", "aborted"])
def test_a_refusal_there_releases_the_place_and_a_new_case_may_be_opened(
    city: SmallCity, schools: Schools, end: str
) -> None:
    there = schools.primary
    told = application(there, clerk(city, there))
    opened = open_case(Opening(ARRIVAL, 0, None, told), actor=clerk(city, there))
    assert not opened.taken, "papers of another clerk prove nothing"
    case = sent(city, schools)
    assert schools.quota(there, "P3").held == 1
    assert nation_says(case, end).taken
    assert schools.quota(there, "P3").held == 0
    with everything():
        entrant = Entrant.objects.get(cases=case)
    renewed = {"document_number": entrant.document_number, "national_number": entrant.national_number}
    born = entrant.birth_date.isoformat()
    assert bring(there, clerk(city, there), **renewed, birth_date=born).taken


def test_a_withdrawal_waits_for_the_nation(city: SmallCity, schools: Schools) -> None:
    case, there = sent(city, schools), schools.primary
    assert decide(case, "withdraw", clerk(city, there), "监护人改变主意").state == "withdrawal_sent"
    assert schools.quota(there, "P3").held == 1
    assert nation_says(case, "withdrawal_confirmed").state == "withdrawal_confirmed"
    assert schools.quota(there, "P3").held == 0
    assert owed(case) == ["send_application", "send_withdrawal"]


def test_a_stuck_application_is_called_back_and_sent_again(city: SmallCity, schools: Schools) -> None:
    case = sent(city, schools)
    assert decide(case, "send_back_when_stuck", city.city_officer(), "两周无回音").state == "sent_back_when_stuck"
    assert decide(case, "resubmit", clerk(city, schools.primary)).state == "receiving_school_approved"


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"name": ""}, {"answer_required"}),
        ({"document_number": "130706200811301111"}, {"resident_id_check_digit"}),
        ({"national_number": "G123"}, {"number_is_well_formed"}),
        ({"grade": "J2"}, {"receiving_school_takes_grade"}),
    ],
)
def test_what_is_wrong_is_said_at_once_and_nothing_is_kept(
    city: SmallCity, schools: Schools, changes: dict[str, object], rules: set[str]
) -> None:
    opened = bring(schools.primary, clerk(city, schools.primary), **changes)
    assert not opened.taken
    assert rules <= {reason.rule for reason in opened.reasons}
    with everything():
        assert not Entrant.objects.exists()
        assert not Case.objects.exists()


def test_outside_the_window_and_without_a_place_nobody_is_applied_for(city: SmallCity, schools: Schools) -> None:
    schools.places(schools.primary, 0)
    City.objects.update(training_date=date(2015, 11, 2))
    opened = bring(schools.primary, clerk(city, schools.primary))
    assert {"in_transfer_window", "receiving_school_has_place"} <= {reason.rule for reason in opened.reasons}


def test_one_child_is_applied_for_once_however_many_ask(city: SmallCity, schools: Schools) -> None:
    case, there = sent(city, schools), schools.far_primary
    with everything():
        entrant = Entrant.objects.get(cases=case)
    again = bring(
        there,
        clerk(city, there),
        document_number=entrant.document_number,
        national_number=entrant.national_number,
        birth_date=entrant.birth_date.isoformat(),
    )
    assert "no_other_open_case" in {reason.rule for reason in again.reasons}


def test_a_child_of_ours_that_went_away_comes_back_to_its_own_record(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.far_primary)
    student = record.student
    away = asked_for(record.pk, name=record.student.name)
    assert away.taken, [reason.rule for reason in away.reasons]
    assert decide(away.case_id, "approve", clerk(city, schools.far_primary)).taken
    assert decide(away.case_id, "approve", clerk(city, schools.far_primary.district)).state == "awaiting_file_request"
    gone = nation_says(away.case_id, "file_requested")
    assert gone.state == "student_file_received", [reason.rule for reason in gone.reasons]
    with everything():
        record.refresh_from_db()
        assert (record.standing, record.went_to_province) == ("transferred_out", HEBEI)
        assert not Enrollment.objects.filter(record=record, during__upper_inf=True).exists()
    assert schools.quota(schools.far_primary, "P3").taken == 0
    arrived(
        city,
        schools,
        name=student.name,
        document_number=student.document_number,
        national_number=f"G{student.document_number}",
        birth_date=student.birth_date.isoformat(),
    )
    with everything():
        assert StudentRecord.objects.count() == 1
        record.refresh_from_db()
        assert (record.standing, record.went_to_province) == ("studying", "")
        assert NumberAssignment.objects.filter(record=record, scheme="G").count() == 1


def test_newcomers_stand_on_worklists_and_not_among_the_entrants(city: SmallCity, schools: Schools) -> None:
    there = schools.primary
    opened = bring(there, clerk(city, there))
    officer = clerk(city, there.district)
    with scope(officer):
        assert [case.pk for case in worklist(officer)] == [opened.case_id]
    with everything():
        assert Case.objects.get(pk=opened.case_id).entry_year is None
