"""打回待重新提交 (S29): stuck applications go back to their schools, one by one and in bulk, each with its own answer."""

from __future__ import annotations

import pytest

from tests.newcomers import bring
from tests.pupils import Schools, clerk, decide
from tests.small_city import SmallCity, everything
from xueji.cases.models import Case, Effect
from xueji.exchange.acts.office.border import send_back_stuck
from xueji.parties.models import JournalEntry, Office
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Role

WHY = "两周无回音"


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    """The six schools of the tests."""
    return Schools(city)


def applied(city: SmallCity, schools: Schools) -> int:
    there = schools.far_primary
    outcome = bring(there, clerk(city, there))
    assert outcome.taken, [reason.rule for reason in outcome.reasons]
    return outcome.case_id


def sent(city: SmallCity, schools: Schools) -> int:
    """An application that has gone over the line."""
    case = applied(city, schools)
    assert decide(case, "approve", clerk(city, city.districts[1])).taken
    return case


def owed(case: int) -> list[str]:
    with everything():
        return list(Effect.objects.filter(decision__case_id=case).order_by("id").values_list("name", flat=True))


def test_city_and_service_team_send_back_with_a_reason_and_the_nation_is_told_to_forget(
    city: SmallCity, schools: Schools
) -> None:
    team = city.actor(Role.SERVICE_OFFICER, Office.objects.get(level="service_team"))
    for officer in (city.city_officer(), team):
        case = sent(city, schools)
        unsaid = decide(case, "send_back_when_stuck", officer)
        assert [reason.rule for reason in unsaid.reasons] == ["reason_required"]
        assert decide(case, "send_back_when_stuck", officer, WHY).state == "sent_back_when_stuck"
        assert owed(case) == ["send_application", "send_withdrawal"]
        with everything():
            assert Case.objects.get(pk=case).holder_school_id == schools.far_primary.pk


def test_neither_school_nor_district_sends_back(city: SmallCity, schools: Schools) -> None:
    case = sent(city, schools)
    for place in (schools.far_primary, city.districts[1]):
        assert not decide(case, "send_back_when_stuck", clerk(city, place), WHY).taken


def test_what_was_sent_back_is_reviewed_and_sent_anew(city: SmallCity, schools: Schools) -> None:
    case = sent(city, schools)
    assert decide(case, "send_back_when_stuck", city.city_officer(), WHY).taken
    assert decide(case, "resubmit", clerk(city, schools.far_primary)).state == "receiving_school_approved"
    assert decide(case, "approve", clerk(city, city.districts[1])).state == "sent_to_sending_province"
    assert owed(case) == ["send_application", "send_withdrawal", "send_application"]


def test_in_bulk_every_row_has_its_own_answer_and_none_stops_another(city: SmallCity, schools: Schools) -> None:
    stuck, not_sent, also_stuck = sent(city, schools), applied(city, schools), sent(city, schools)
    officer = city.city_officer()
    with scope(officer):
        cases = list(Case.objects.filter(pk__in=[stuck, not_sent, also_stuck]).order_by("pk"))
        outcomes = send_back_stuck(actor=officer, reason=WHY, cases=cases)
    told = {outcome.case_id: (outcome.taken, [reason.rule for reason in outcome.reasons]) for outcome in outcomes}
    assert told == {stuck: (True, []), not_sent: (False, ["wrong_state"]), also_stuck: (True, [])}
    entry = JournalEntry.objects.get(act="send_back_stuck_messages")
    assert entry.detail == {"asked": 3, "taken": [stuck, also_stuck]}


def test_in_bulk_nothing_goes_back_without_a_reason(city: SmallCity, schools: Schools) -> None:
    case, officer = sent(city, schools), city.city_officer()
    with scope(officer), pytest.raises(RefusedError, match="理由"):
        send_back_stuck(actor=officer, reason=" ", cases=[Case.objects.get(pk=case)])
