"""The places of the demo are made once, and brought to one date however far either has lived."""

from datetime import date
from pathlib import Path

import pytest

from tests.small_city import everything
from xueji.exchange.seeding import LANTING
from xueji.parties.clock import city_today
from xueji.parties.models import City
from xueji.parties.rulebook import forget_jurisdiction
from xueji.records.models import Student
from xueji.server.database import HouseError
from xueji.server.demo import second
from xueji.server.demo.making import live_until, make


@pytest.fixture(autouse=True)
def _no_jurisdiction_is_remembered(db: None) -> None:
    forget_jurisdiction()


def test_a_place_that_stands_is_not_made_again() -> None:
    make("lanting")
    with everything():
        before = Student.objects.count()
    make("lanting")
    with everything():
        assert Student.objects.count() == before > 0


def test_a_place_of_other_rules_is_left_alone() -> None:
    make("lanting")
    with pytest.raises(HouseError, match="--data"):
        make("beijing")


def test_a_place_lives_until_a_day_and_never_back() -> None:
    make("lanting")
    assert live_until(date(2015, 9, 1)) == date(2015, 9, 1)
    assert live_until(date(2015, 9, 4)) == date(2015, 9, 4) == city_today()
    assert live_until(date(2015, 9, 2)) == date(2015, 9, 4)
    assert City.objects.get().training_date == date(2015, 9, 4)


def test_a_server_named_by_the_environment_is_no_place_for_two(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XUEJI_DATABASE_URL", "postgresql://somebody@127.0.0.1/xueji")
    with pytest.raises(HouseError, match="XUEJI_DATABASE_URL"), second.second_province(tmp_path):
        pass


def test_the_second_province_is_the_one_that_is_planned() -> None:
    assert (LANTING.jurisdiction, LANTING.code) == (second.JURISDICTION, second.CODE)
