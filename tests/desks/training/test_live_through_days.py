"""Who moves the training clock, how far, and what it does to the cases on its way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.desks.district.people import browser, page, take
from tests.small_city import everything
from xueji.cases.models import Case
from xueji.parties.models import City, JournalEntry
from xueji.parties.scope import registry_eyes, scope
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity

CLOCK = "/training-clock"


def states(town: SmallCity) -> list[str]:
    with scope(town.city_officer()):
        return sorted(Case.objects.values_list("state", flat=True))


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


def test_coming_dates_and_deferrals_are_listed_before_the_move(town: SmallCity) -> None:
    entrants = town.entrants(2)
    registrar = town.actor()
    take(registrar, entrants, "claim")
    with everything(), registry_eyes():
        Case.objects.update(state="deferred", due_on=date(2015, 9, 25))
    shown = page(browser(town.city_officer()), CLOCK)
    assert "2名新生延期到期" in shown
    for day in ("2015-09-09", "2015-09-16", "2015-09-25"):
        assert f'<time datetime="{day}">' in shown, day


def test_the_result_says_where_the_cases_went_and_a_reload_moves_nothing(town: SmallCity) -> None:
    town.entrants(3)
    client = browser(town.city_officer())
    address = client.post(CLOCK, {"to": "2015-09-17"})["Location"]
    for _again in range(2):
        shown = page(client, address)
        moved = shown[shown.index('id="moved"') :]
        assert "未获取" in moved
        assert 'href="/entrants?state=awaiting_cause"' in moved
    assert City.objects.get().training_date == date(2015, 9, 17)
    assert 'id="moved"' not in page(client, CLOCK)
