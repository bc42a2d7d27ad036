"""The school's desk: every line counts exactly the rows it leads to, the most urgent first."""

import re
from datetime import date
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.desks.entrants.clerks import PAPER, clerk, counted, page, registrar, step, today
from tests.small_city import SmallCity, everything
from xueji.cases.doubts import flag_doubts
from xueji.cases.models import GrantedException, GrantedExceptionSubject
from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party, Role

LINE = re.compile(
    r'<li class="xj-work-line[^"]*"[^>]*>\s*<a href="([^"]+)"[^>]*>\s*'
    r'<span class="xj-work-label">([^<]+)</span>\s*<span class="xj-work-count">([\d,]+)</span>'
)


def lines(client: Client) -> list[tuple[str, str, int]]:
    """Address, label and count of every line, from the top."""
    found = LINE.findall(client.get("/").content.decode())
    return [(unescape(url), label, int(count)) for url, label, count in found]


def a_busy_school(city: SmallCity, client: Client) -> None:
    entrants = city.entrants(9)
    group = city.class_group()
    for entrant in entrants[:7]:
        step(client, entrant, "claim")
    for entrant in entrants[:3]:
        step(client, entrant, "register")
    step(client, entrants[0], "assign", class_group=group.pk)
    given = {"deferred_until": "2015-09-06", "cause": "illness", "reason": "住院"}
    step(client, entrants[4], "defer", deferral_proof=SimpleUploadedFile("a.pdf", PAPER), **given)
    step(client, entrants[5], "give_back", cause="moved", reason="已迁出")
    (twin,) = city.entrants(1, city.schools[1], document_number=entrants[6].document_number)
    with scope(system_actor(Party.CITY)):
        flag_doubts([twin.pk], date(2015, 9, 1))


def test_every_line_leads_to_a_list_of_exactly_so_many_rows(city: SmallCity) -> None:
    client = registrar(city)
    a_busy_school(city, client)
    shown = lines(client)
    labels = [label for _url, label, _count in shown]
    for state in ("未获取", "已获取（待注册）", "已注册（待分班）", "延期注册", "已退回区县", "疑似重复", "建立学籍"):
        assert state in labels
    for url, label, count in shown:
        assert f"共 {count} 名" in page(client.get(url)), (label, url)


def test_late_lines_come_first_and_say_how_many_are_late(city: SmallCity) -> None:
    client = registrar(city)
    a_busy_school(city, client)
    assert lines(client)[0][1] == "延期注册：即将到期"
    today(date(2015, 9, 17))
    top = lines(client)[0]
    assert top[1] in {"未获取", "已获取（待注册）", "已注册（待分班）", "延期注册"}
    assert "其中逾期" in page(client.get("/"))


def test_the_strip_shows_the_terms_deadlines_and_days_out_of_turn(city: SmallCity) -> None:
    text = page(registrar(city).get("/"))
    for day in ("2015-09-01", "2015-09-09", "2015-09-16"):
        assert day in text
    assert "还剩 5 个工作日" in text
    assert "还剩 10 个工作日" in text
    assert "2015-09-06 上班（调休）" in text


def test_an_exception_for_the_school_is_noticed_while_it_holds(city: SmallCity) -> None:
    client = registrar(city)
    with everything():
        granted = GrantedException.objects.create(
            kind="late_entry_registration",
            paper_number="京教基〔2015〕9号",
            reason="灾害",
            starts_on=date(2015, 9, 1),
            ends_on=date(2015, 9, 30),
            office=city.city,
        )
        GrantedExceptionSubject.objects.create(exception=granted, school=city.school)
    assert "京教基〔2015〕9号" in page(client.get("/"))
    assert "京教基〔2015〕9号" not in page(registrar(city, city.schools[1]).get("/"))
    today(date(2015, 10, 8))
    assert "京教基〔2015〕9号" not in page(client.get("/"))


def test_an_empty_desk_says_what_would_fill_it(city: SmallCity) -> None:
    assert "录取名单导入后" in page(registrar(city).get("/"))


def test_the_desk_asks_the_same_few_questions_whatever_the_number_of_rows(city: SmallCity) -> None:
    client = registrar(city)
    city.entrants(1)
    few = counted(client, "/")
    city.entrants(40)
    many = counted(client, "/")
    assert len(many) == len(few) <= 11, "\n".join(many)


def test_each_post_is_led_to_its_own_desk(city: SmallCity) -> None:
    teacher = clerk(city, Role.HOMEROOM_TEACHER)
    assert teacher.get("/").headers["Location"] == "/classes"
    officer = clerk(city, Role.DISTRICT_OFFICER, city.districts[0])
    assert officer.get("/").headers["Location"] == "/district"


def test_the_menu_has_only_what_the_post_may_use(city: SmallCity) -> None:
    def menu(client: Client, address: str) -> list[str]:
        nav = re.search(r'<nav class="xj-nav".*?</nav>', client.get(address).content.decode(), re.DOTALL)
        assert nav
        return re.findall(r"<a [^>]+>([^<]+)", nav[0])

    assert {"工作台", "新生", "班级"} <= set(menu(registrar(city), "/"))
    assert not {"工作台", "新生", "导入名单"} & set(menu(clerk(city, Role.HOMEROOM_TEACHER), "/classes"))
