"""Transfers pass through many hands: who is told of a step, who may urge, whose lateness it is, and which days move."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cases.test_recompute import Notice as Change
from tests.cases.test_recompute import a_notice_changes
from tests.desks.district.people import stand_on
from tests.pupils import TRANSFER, Schools, apply_for, approve, clerk, decide, holder, pupil
from tests.small_city import SmallCity
from xueji.cases.acts.office.attention import urge
from xueji.cases.models import Case, Decision, Notice, NoticeKind
from xueji.cases.notices import remind
from xueji.cases.recomputing import Move, recompute
from xueji.insight.figures import Asked
from xueji.insight.lateness import league_of_schools
from xueji.parties.actors import Actor, system_actor
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

__all__ = ["a_notice_changes"]


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    """Schools between which children move."""
    return Schools(city)


def asked_across(city: SmallCity, schools: Schools) -> int:
    """A transfer from the first district to the second, just applied for."""
    record = pupil(schools.primary)
    opened = apply_for(record, schools.far_primary, clerk(city, schools.far_primary))
    assert opened.taken, opened.reasons
    return opened.case_id


def told(city: SmallCity) -> set[tuple[str, str]]:
    with scope(city.city_officer()):
        found = Notice.objects.select_related("school", "office")
        return {(notice.kind, str(notice.school or notice.office)) for notice in found}


def test_a_closed_case_is_told_to_all_on_its_route_but_the_acting_one(city: SmallCity, schools: Schools) -> None:
    key = asked_across(city, schools)
    assert told(city) == set()
    assert decide(key, "refuse", holder(city, key), "材料不符").taken
    closed = NoticeKind.CLOSED.value
    # The city, which only looks on in this row of the table, is spared.
    assert told(city) == {(closed, "中关村第三小学"), (closed, "妫川第一小学"), (closed, "延庆县")}


def test_one_district_that_is_two_parties_is_told_once_or_acts_for_both(city: SmallCity, schools: Schools) -> None:
    record = pupil(schools.primary)
    opened = apply_for(record, schools.near_primary, clerk(city, schools.near_primary))
    for _step in range(2):
        assert approve(city, opened.case_id).taken
    assert (NoticeKind.CLOSED.value, "延庆县") not in told(city)
    with scope(city.city_officer()):
        assert Notice.objects.count() == 2


def test_sent_back_is_told_to_the_applicant(city: SmallCity, schools: Schools) -> None:
    key = asked_across(city, schools)
    assert decide(key, "send_back", holder(city, key), "户口簿不清楚").taken
    assert told(city) == {(NoticeKind.SENT_BACK.value, "中关村第三小学")}
    with scope(city.city_officer()):
        case = Case.objects.get(pk=key)
        assert Notice.objects.get().version == case.version


def urged(actor: Actor, key: int) -> None:
    with scope(actor):
        urge(actor=actor, reason="家长着急", case=Case(pk=key))


def test_every_party_that_waits_may_urge_and_the_holder_hears_it_once(city: SmallCity, schools: Schools) -> None:
    key = asked_across(city, schools)
    assert approve(city, key).taken
    applicant, district = clerk(city, schools.far_primary), clerk(city, city.districts[1])
    for waiting in (applicant, district, clerk(city, city.districts[0]), city.city_officer()):
        urged(waiting, key)
    with pytest.raises(RefusedError):
        urged(clerk(city, schools.far_primary), key)
    with pytest.raises(RefusedError):
        urged(clerk(city, schools.near_primary), key)
    assert told(city) == {(NoticeKind.URGED.value, "妫川第一小学")}


def test_a_review_that_lies_is_told_upwards_and_counted_at_its_holder(city: SmallCity, schools: Schools) -> None:
    key = asked_across(city, schools)
    stand_on(date(2015, 9, 9))
    assert approve(city, key).taken
    stand_on(date(2015, 9, 30))
    remind(date(2015, 9, 30))
    assert told(city) == {(NoticeKind.OVERDUE.value, "妫川第一小学"), (NoticeKind.ESCALATED.value, "延庆县")}
    assert approve(city, key).taken
    stand_on(date(2015, 10, 1))
    officer = city.city_officer()
    with scope(officer):
        league = league_of_schools(officer, Asked(date(2015, 9, 1), date(2015, 9, 30), TRANSFER), date(2015, 10, 1))
    lines = {line.name: (line.figures.steps, line.figures.late, line.figures.median) for line in league}
    assert lines == {"海淀区": (1, 0, 8), "妫川第一小学": (1, 1, 21)}


def test_open_reviews_and_corrections_follow_a_changed_period(
    city: SmallCity, schools: Schools, a_notice_changes: Change
) -> None:
    first, second = asked_across(city, schools), asked_across(city, schools)
    assert approve(city, first).taken
    assert decide(second, "send_back", holder(city, second), "户口簿不清楚").taken
    actor = system_actor(Party.SERVICE_TEAM)
    a_notice_changes("review_days", 12, date(2015, 9, 2))
    stand_on(date(2015, 9, 2))
    moved = recompute(TRANSFER, actor=actor, reason="京教学〔2015〕9号")
    assert moved.moves == {Move("awaiting_sending_school_review", date(2015, 9, 16), date(2015, 9, 18)): 1}
    assert (moved.numbers, moved.looked_at) == ([first], 2)
    assert approve(city, first).taken
    with scope(actor):
        case = Case.objects.get(pk=first)
        assert (case.state, case.due_on) == ("awaiting_sending_district_review", date(2015, 9, 21))
        events = list(Decision.objects.filter(case=first).order_by("number").values_list("event", flat=True))
        assert events == ["open", "approve", "recompute", "approve"]
        assert [one.was_due_on for one in Decision.objects.filter(case=first).order_by("number")][-1] == date(
            2015, 9, 18
        )
