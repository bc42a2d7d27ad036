"""A due date that was moved is told in the case's story, with its reason and both days' consequences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.cases.test_recompute import a_notice_changes
from tests.desks.district.people import browser, page, stand_on, take
from tests.pupils import TRANSFER, Schools, apply_for, clerk, pupil
from xueji.cases.recomputing import recompute
from xueji.parties.actors import system_actor
from xueji.vocabulary.parties import Party

if TYPE_CHECKING:
    from tests.cases.test_recompute import Notice
    from tests.small_city import SmallCity

__all__ = ["a_notice_changes"]

REASON = "京教学〔2015〕9号"


def test_the_case_page_tells_of_it(town: SmallCity, a_notice_changes: Notice) -> None:
    schools = Schools(town)
    opened = apply_for(pupil(schools.primary), schools.far_primary, clerk(town, schools.far_primary))
    entrants = town.entrants(1)
    take(town.actor(), entrants, "give_back", cause="other")
    a_notice_changes("review_days", 15, date(2015, 9, 2))
    stand_on(date(2015, 9, 7))
    for procedure in (TRANSFER, "entry_registration"):
        assert recompute(procedure, actor=system_actor(Party.SERVICE_TEAM), reason=REASON).moved == 1
    officer = browser(town.city_officer())
    for address in (f"/cases/{opened.case_id}", f"/entrants/{entrants[0].pk}"):
        html = page(officer, address)
        assert "办理期限重算" in html
        assert REASON in html
        assert "2015-09-23" in html
