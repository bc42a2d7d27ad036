"""The page of windows and dates, exceptions entered and taken back there, and the calendar to subscribe to."""

from __future__ import annotations

from datetime import date
from re import findall
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from icalendar import Calendar

from tests.desks.cockpit.asking import own_queries
from tests.desks.district.people import browser, page, stand_on
from xueji.parties.models import Account, CalendarDay, Post, Term, WindowException

if TYPE_CHECKING:
    from tests.small_city import SmallCity
    from xueji.parties.actors import Actor

TRANSFER = "in_city_transfer"
TOGETHER = "cross_province_transfer_in+in_city_transfer"
"""Their windows are the same days by the same article: one line of the year."""
NEW = "/windows/exceptions/new"


@pytest.fixture
def year(town: SmallCity) -> SmallCity:
    Term.objects.create(school_year=2015, number=2, starts_on=date(2016, 2, 22), ends_on=date(2016, 7, 9))
    return town


def exception(**more: object) -> WindowException:
    told = {"procedure": TRANSFER, "opens": True, "reason": "校舍搬迁", **more}
    days = {"starts_on": date(2015, 10, 12), "ends_on": date(2015, 10, 16)}
    return WindowException.objects.create(**{**days, **told})


def feed_of(actor: Actor) -> str:
    (address,) = findall(r'value="http://testserver(/windows/feed/[^"]+)"', page(browser(actor), "/windows"))
    return str(address)


def events(address: str) -> dict[str, tuple[date, date, str]]:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    calendar = Calendar.from_ical(answer.content)
    return {
        str(event["uid"]): (event.decoded("dtstart"), event.decoded("dtend"), str(event["summary"]))
        for event in calendar.walk("VEVENT")
    }


def test_the_year_shows_terms_windows_deadlines_holidays_and_make_up_days(year: SmallCity) -> None:
    shown = page(browser(year.district_officer()), "/windows")
    for told in (
        "第一学期开学",
        "时段（放假前）",
        "时段（开学后）",
        "新生注册分班期限",
        "国庆节",
        "调休上班",
        "2015-09-16",
    ):
        assert told in shown, told
    assert shown.count("时段（放假前）</td>") == 2


def test_what_closes_next_is_told_with_the_days_left(year: SmallCity) -> None:
    shown = page(browser(year.city_officer()), "/windows")
    strip = shown[shown.index("xj-calendar") :]
    assert strip.index("2015-09-07") < strip.index("2015-09-16")
    assert "还剩" in strip


def test_a_year_without_terms_or_days_says_so(year: SmallCity) -> None:
    client = browser(year.city_officer())
    assert "本学年没有时段例外" in page(client, "/windows?year=2013")
    assert "没有2027年的数据" in page(client, "/windows?year=2026")
    for odd in ("0", "abcd", "99999", "²²²²"):
        page(client, f"/windows?year={odd}")


def test_schools_have_no_such_page(year: SmallCity) -> None:
    page(browser(year.actor()), "/windows", 403)


def test_the_city_enters_an_exception_and_takes_it_back(year: SmallCity) -> None:
    client = browser(year.city_officer())
    assert "市内转学" in page(client, NEW)
    sent = {
        "way": "open",
        "procedure": TRANSFER,
        "stage_group": "senior",
        "district": str(year.districts[0].pk),
        "starts_on": "2015-10-12",
        "ends_on": "20151016",
        "paper_number": "京教基二〔2015〕11号",
        "reason": "校舍搬迁",
    }
    assert client.post(NEW, sent).status_code == 302
    made = WindowException.objects.get()
    assert (made.opens, made.stage_group, made.district, made.ends_on) == (
        True,
        "senior",
        year.districts[0],
        date(2015, 10, 16),
    )
    shown = page(client, "/windows")
    for told in ("例外开放", "校舍搬迁", "京教基二〔2015〕11号", "高中阶段", "未开始"):
        assert told in shown, told
    one = f"/windows/exceptions/{made.pk}"
    assert client.post(f"{one}/end", {"reason": " "}).status_code == 422
    assert client.post(f"{one}/end", {"reason": "不搬了"}).status_code == 302
    made.refresh_from_db()
    assert made.ended_on == date(2015, 9, 1)
    shown = page(client, one)
    for told in ("已撤回", "撤回例外", "不搬了"):
        assert told in shown, told
    assert client.post(f"{one}/end", {"reason": "再撤"}).status_code == 422


def test_what_is_wrong_is_told_at_the_field_and_nothing_typed_is_lost(year: SmallCity) -> None:
    client = browser(year.city_officer())
    sent = {"way": "close", "procedure": TRANSFER, "starts_on": "2015-10-12", "ends_on": "2016-10-12", "reason": "久"}
    answer = client.post(NEW, sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "最长60天" in shown
    assert 'value="2016-10-12"' in shown
    assert client.post(NEW, {}).status_code == 422
    assert client.post(NEW, {**sent, "district": "999999", "procedure": "x", "starts_on": "x"}).status_code == 422
    assert not WindowException.objects.exists()


def test_a_district_reads_what_concerns_it_and_changes_nothing(year: SmallCity) -> None:
    mine, others = exception(district=year.districts[0]), exception(district=year.districts[1], reason="他区的事")
    client = browser(year.district_officer())
    shown = page(client, "/windows")
    assert "校舍搬迁" in shown
    assert "他区的事" not in shown
    page(client, f"/windows/exceptions/{mine.pk}")
    page(client, f"/windows/exceptions/{others.pk}", 404)
    page(client, NEW, 403)
    assert client.post(f"/windows/exceptions/{mine.pk}/end", {"reason": "x"}).status_code == 403


def test_the_page_costs_four_queries_whatever_it_shows(year: SmallCity) -> None:
    client = browser(year.city_officer())
    few = own_queries(client, "/windows")
    for number in range(1, 6):
        exception(district=year.districts[0], entered_by_id=year.city_officer().account_id)
        CalendarDay.objects.create(day=date(2015, 11, number), working=False, reason="停课")
    assert own_queries(client, "/windows") == few
    assert few <= 4, few


# The calendar to subscribe to


def test_the_feed_tells_the_same_dates_as_whole_days(year: SmallCity) -> None:
    exception()
    told = events(feed_of(year.city_officer()))
    assert told["term-2015-1-start@xueji"][:2] == (date(2015, 9, 1), date(2015, 9, 2))
    assert told[f"window-{TOGETHER}-after_term_start-2015-09-01@xueji"][:2] == (date(2015, 9, 1), date(2015, 9, 8))
    (special,) = (event for uid, event in told.items() if uid.startswith("exception-"))
    assert special == (date(2015, 10, 12), date(2015, 10, 17), "市内转学例外开放")


def test_the_feed_needs_no_sign_in_but_the_right_address(year: SmallCity) -> None:
    address = feed_of(year.city_officer())
    assert Client().get(address).status_code == 200
    account = address.rsplit("/", 1)[1].partition(":")[0]
    for wrong in (f"{account}:abc", account, "0:x", "²:x", f"{int(account) + 1}:{address.partition(':')[2][:-4]}"):
        assert Client().get(f"/windows/feed/{wrong}.ics").status_code == 404, wrong
    assert Client().post(address).status_code == 405


def test_a_new_password_and_a_lost_post_end_the_feed(year: SmallCity) -> None:
    officer = year.city_officer()
    address = feed_of(officer)
    account = Account.objects.get(pk=officer.account_id)
    account.set_password("another long one 16")
    account.save()
    assert Client().get(address).status_code == 404
    address = feed_of(officer)
    Post.objects.filter(account=account).update(ends_on=date(2015, 9, 1))
    assert Client().get(address).status_code == 404


def test_a_district_subscribes_to_its_own_exceptions(year: SmallCity) -> None:
    mine, others = exception(district=year.districts[0]), exception(district=year.districts[1])
    told = events(feed_of(year.district_officer()))
    assert f"exception-{mine.pk}@xueji" in told
    assert f"exception-{others.pk}@xueji" not in told


def test_an_unchanged_calendar_is_not_sent_again(year: SmallCity) -> None:
    address = feed_of(year.city_officer())
    tag = Client().get(address)["ETag"]
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 304
    exception()
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_window_keeps_its_identity_when_the_training_city_moves_on(year: SmallCity) -> None:
    address = feed_of(year.city_officer())
    before = set(events(address))
    stand_on(date(2015, 9, 20))
    assert set(events(address)) == before
