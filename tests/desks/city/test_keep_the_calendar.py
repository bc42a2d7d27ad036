"""Working days, terms, and the effect of a change before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.desks.district.people import browser, page
from xueji.parties.models import CalendarDay, JournalEntry, Term

if TYPE_CHECKING:
    from tests.small_city import SmallCity


def test_the_year_shows_days_off_and_days_made_up(town: SmallCity) -> None:
    shown = page(browser(town.city_officer()), "/calendar?year=2015")
    assert ">3<small>休</small>" in shown
    assert ">6<small>班</small>" in shown


def test_a_year_without_data_says_so(town: SmallCity) -> None:
    shown = page(browser(town.city_officer()), "/calendar?year=2050")
    assert "没有2050年的数据" in shown


def test_the_effect_of_a_day_is_shown_before_it_is_made(town: SmallCity) -> None:
    client = browser(town.city_officer())
    shown = page(client, "/calendar?preview=day&day=2015-09-07&working=0")
    assert "2015-09-16" in shown
    assert "2015-09-17" in shown
    assert not CalendarDay.objects.exists()
    client.post("/calendar/day", {"day": "20150907", "working": "0", "reason": "京教办〔2015〕9号"})
    assert CalendarDay.objects.get().reason == "京教办〔2015〕9号"
    assert JournalEntry.objects.filter(act="edit_calendar_day").count() == 1
    assert "京教办〔2015〕9号" in page(client, "/calendar?year=2015")


def test_a_day_is_not_edited_without_its_basis(town: SmallCity) -> None:
    answer = browser(town.city_officer()).post("/calendar/day", {"day": "2015-09-07", "working": "0", "reason": ""})
    assert answer.status_code == 422
    assert "没有填写" in answer.content.decode()
    assert not CalendarDay.objects.exists()


def test_the_first_day_of_term_moves_the_windows(town: SmallCity) -> None:
    client = browser(town.city_officer())
    asked = "school_year=2015&number=1&starts_on=2015-08-31&ends_on=2016-01-23"
    shown = page(client, f"/calendar?preview=term&{asked}")
    assert "2015-09-08" in shown
    assert Term.objects.get().starts_on.isoformat() == "2015-09-01"
    sent = {"school_year": "2015", "number": "1", "starts_on": "2015-08-31", "ends_on": "2016-01-23"}
    assert client.post("/calendar/term", sent).status_code == 302
    assert Term.objects.get().starts_on.isoformat() == "2015-08-31"


def test_a_preview_of_nonsense_says_what_is_wrong(town: SmallCity) -> None:
    answer = browser(town.city_officer()).get("/calendar?preview=day&day=2015-02-30&working=7")
    assert answer.status_code == 422
    assert "不是有效日期" in answer.content.decode()
