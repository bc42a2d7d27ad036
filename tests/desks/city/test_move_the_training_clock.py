"""The clock of a training city: looked ahead first, then lived through day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.desks.district.people import browser, page, take
from xueji.parties.clock import city_today
from xueji.parties.models import City

if TYPE_CHECKING:
    from tests.small_city import SmallCity


def test_it_shows_what_falls_due_before_it_moves(town: SmallCity) -> None:
    entrants = town.entrants(3)
    take(town.actor(), entrants[:1], "claim")
    client = browser(town.city_officer())
    shown = page(client, "/training-clock?to=2015-09-17")
    assert "逾期未获取" in shown
    assert "状态不变，列为逾期" in shown
    assert city_today().isoformat() == "2015-09-01"
    answer = client.post("/training-clock", {"to": "2015-09-17"}, follow=True)
    assert "共2件" in answer.content.decode()
    assert city_today().isoformat() == "2015-09-17"


def test_it_never_goes_back(town: SmallCity) -> None:
    answer = browser(town.city_officer()).post("/training-clock", {"to": "2015-08-31"})
    assert answer.status_code == 422
    assert "只能向后" in answer.content.decode()


def test_a_real_city_has_no_such_clock(town: SmallCity) -> None:
    client = browser(town.city_officer())
    City.objects.update(training_date=None)
    page(client, "/training-clock", 404)
