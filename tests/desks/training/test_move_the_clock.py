"""The training clock: looked at first, then moved day by day; a real city has none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.desks.district.people import browser, page, stand_on
from xueji.cases.models import Case
from xueji.parties.models import City, JournalEntry
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity

CLOCK = "/training-clock"


def states(town: SmallCity) -> list[str]:
    with scope(town.city_officer()):
        return sorted(Case.objects.values_list("state", flat=True))


def test_looking_at_a_day_tells_what_falls_due_and_moves_nothing(town: SmallCity) -> None:
    town.entrants(3)
    client = browser(town.city_officer())
    assert "2015-09-01" in page(client, CLOCK)
    shown = page(client, f"{CLOCK}?to=2015-09-17")
    assert "未获取" in shown
    assert "逾期未获取" in shown
    assert "这几天没有到期的业务" in page(client, f"{CLOCK}?to=2015-09-16")
    assert states(town) == ["unclaimed"] * 3
    assert City.objects.get().training_date == date(2015, 9, 1)


def test_moving_lives_through_the_days_and_says_how_many_moved(town: SmallCity) -> None:
    town.entrants(3)
    client = browser(town.city_officer())
    answer = client.post(CLOCK, {"to": "2015-09-17"})
    assert answer.status_code == 302
    shown = page(client, answer["Location"])
    assert "3件" in shown
    assert "2015-09-17" in shown
    assert states(town) == ["awaiting_cause"] * 3
    assert JournalEntry.objects.get(act="move_training_clock").detail["moved"] == 3


def test_the_clock_goes_forward_only_and_what_was_typed_is_kept(town: SmallCity) -> None:
    client = browser(town.city_officer())
    for typed in ("2015-08-31", "2015-09-01", "2099-01-01", "后天", ""):
        answer = client.post(CLOCK, {"to": typed})
        assert answer.status_code == 422, typed
        assert 'href="#f-to"' in answer.content.decode(), typed
    assert City.objects.get().training_date == date(2015, 9, 1)


def test_only_posts_of_the_rulebook_move_it(town: SmallCity) -> None:
    for reader in (town.actor(), town.district_officer()):
        client = browser(reader)
        page(client, CLOCK, 403)
        assert client.post(CLOCK, {"to": "2015-09-17"}).status_code == 403
        assert CLOCK not in page(client, "/entrants")
        assert "训练城市" in page(client, "/entrants")
    assert City.objects.get().training_date == date(2015, 9, 1)
    keeper = browser(town.actor(Role.ADMINISTRATOR, town.city))
    assert f'href="{CLOCK}"' in page(keeper, CLOCK)
    assert keeper.post(CLOCK, {"to": "2015-09-02"}).status_code == 302
    assert City.objects.get().training_date == date(2015, 9, 2)


def test_a_real_city_has_no_such_page(town: SmallCity) -> None:
    officer = town.city_officer()
    City.objects.update(training_date=None)
    client = browser(officer)
    answer = client.get(CLOCK)
    assert answer.status_code == 404
    assert CLOCK not in answer.content.decode().replace(f'value="{CLOCK}"', "")
    assert client.post(CLOCK, {"to": "2099-01-01"}).status_code == 404
    stand_on(date(2015, 9, 1))
    page(client, CLOCK)
