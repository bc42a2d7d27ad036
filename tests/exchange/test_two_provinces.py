"""Two copies of this system, set up as two provinces, transfer a child to each other through the nation (S10, S16–S18).

Two databases, two processes, two real exchange databases, and the simulator's engine between them, which sees nothing
but the exchanges. Every step is taken at the door, by the post that holds the case, or comes in by the inbox.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.conftest import DATA
from tests.exchange.provinces.country import NOW, Country, Province, province
from tests.house.worker_database import WorkerDatabase
from xueji.exchange.adapters.batch_2015.founding import found_exchange
from xueji.exchange.adapters.choosing import nation_end
from xueji.exchange.port import NationEnd
from xueji.exchange.simulator.engine.nation import Nation
from xueji.exchange.simulator.founding import Charter, found
from xueji.exchange.simulator.store.work import Store
from xueji.server.database.address import given_urls
from xueji.server.database.cluster import SUPERUSER
from xueji.server.database.passwords import passwords_of
from xueji.server.safekeeping.judging import judge

BEIJING, LANTING = "110000", "990000"
QINGTAN, GUICHUAN, YUNTING = "2111000801", "2111000301", "2199000101"
GRADE = "P3"
CALM = Charter(seed=7, seconds_per_day=0, arrivals_a_month=0, scans=False, token="N")


@pytest.fixture(scope="module")
def country(house_database: WorkerDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """Both provinces, founded and reported, on the first of September."""
    admin = admin_url(house_database)
    with ExitStack() as stack:
        ends, provinces = [], {}
        for code in (BEIJING, LANTING):
            exchange, end = stack.enter_context(an_exchange(admin, f"{house_database.name}_wire_{code}", code))
            database = stack.enter_context(a_database(house_database, code))
            folder = tmp_path_factory.mktemp(code)
            provinces[code] = stack.enter_context(province(code, database.urls.app, folder, exchange))
            ends.append(end)
        store = stack.enter_context(a_store(house_database))
        # Both are founded at the same time.
        for each in provinces.values():
            each.begin("found", code=each.code)
        for each in provinces.values():
            each.finish("found")
        yield Country(provinces[BEIJING], provinces[LANTING], store, Nation(store, ends))


def test_a_child_goes_to_the_other_province_and_comes_back_to_its_own_record(
    country: Country, house_database: WorkerDatabase
) -> None:
    beijing, lanting = country.beijing, country.lanting
    child = beijing.pupil(school=QINGTAN, grade=GRADE)
    number = child["national_number"]
    before, places = beijing.record_of(number=number), beijing.places(school=QINGTAN, grade=GRADE)
    country.a_day()
    assert country.holder(number) == [BEIJING]

    goes_to_lanting(country, child)

    left = beijing.record_of(number=number)
    assert (left["standing"], left["went_to"]) == ("transferred_out", LANTING)
    assert [(spell["open"], spell["exit"]) for spell in left["spells"]][-1] == (False, "departure")
    assert beijing.places(school=QINGTAN, grade=GRADE) == {"held": 0, "taken": places["taken"] - 1}
    arrived = lanting.record_of(number=number)
    assert (arrived["standing"], arrived["came_from"]) == ("studying", BEIJING)
    assert (arrived["name"], arrived["document_number"]) == (before["name"], before["document_number"])
    assert arrived["numbers"] == before["numbers"] == [number]
    assert arrived["spells"] == [
        {"school": YUNTING, "grade": GRADE, "open": True, "entry": "arrival", "exit": "", "class": True}
    ]
    country.a_day()
    assert country.holder(number) == [LANTING]

    assert beijing.live_until(day="2015-09-03") == lanting.live_until(day="2015-09-03")
    comes_back(country, child)

    back = beijing.record_of(number=number)
    assert back["record"] == before["record"]
    assert (back["standing"], back["went_to"], back["came_from"]) == ("studying", "", LANTING)
    assert back["numbers"] == [number]
    assert [spell["school"] for spell in back["spells"]][-2:] == [QINGTAN, GUICHUAN]
    assert [(spell["open"], spell["class"]) for spell in back["spells"]][-1] == (True, True)
    gone = lanting.record_of(number=number)
    assert (gone["standing"], gone["went_to"]) == ("transferred_out", BEIJING)
    assert not gone["spells"][-1]["open"]
    country.a_day()
    assert country.holder(number) == [BEIJING]

    assert country.unsettled() == []
    assert_lawful(house_database)


def test_the_class_may_be_chosen_when_the_file_is_called_over(country: Country) -> None:
    beijing, lanting = country.beijing, country.lanting
    child = lanting.pupil(school=YUNTING, grade="P4")
    number, told = child["national_number"], {**child, "sending_province": LANTING}
    here = done(beijing.bring(school=QINGTAN, told=told, class_later=True))
    done(beijing.decide(case=here))
    review_in_lanting(country, number)
    assert not beijing.decide(case=here, event="request_file")["taken"]
    done(beijing.decide(case=here, event="request_file", with_class=True))
    country.until(lambda: label(beijing, number) == "学籍调档完毕")
    arrived = beijing.record_of(number=number)
    assert [(spell["school"], spell["class"]) for spell in arrived["spells"]] == [(QINGTAN, True)]


def test_a_refusal_there_ends_the_application_here_and_frees_the_place(country: Country) -> None:
    beijing, lanting = country.beijing, country.lanting
    child = beijing.pupil(school=QINGTAN, grade="P5")
    number, places = child["national_number"], lanting.places(school=YUNTING, grade="P5")
    here = apply_in_lanting(country, child)
    done(beijing.decide(case=here, event="refuse", reason="监护人来电，不转学了。"))
    country.until(lambda: label(lanting, number) == "转出学校审核不通过")
    assert lanting.case_about(number=number)["outcome"] == "refused"
    assert lanting.places(school=YUNTING, grade="P5") == places
    assert beijing.record_of(number=number)["standing"] == "studying"


def test_a_withdrawal_here_takes_the_case_off_the_desk_there(country: Country) -> None:
    beijing, lanting = country.beijing, country.lanting
    child = beijing.pupil(school=GUICHUAN, grade="P4")
    number, places = child["national_number"], lanting.places(school=YUNTING, grade="P4")
    here = apply_in_lanting(country, child)
    there = lanting.case_about(number=number)["case"]
    done(lanting.act_for(school=YUNTING, case=there, event="withdraw", reason="监护人改变主意。"))
    country.until(lambda: label(lanting, number) == "转学撤销完毕")
    assert label(beijing, number) == "转学撤销完毕"
    assert not beijing.decide(case=here)["taken"]
    assert lanting.places(school=YUNTING, grade="P4") == places
    assert country.unsettled() == []


def goes_to_lanting(country: Country, child: dict[str, str]) -> None:
    """A school of Lanting applies; Beijing's school and district review; the file is called over."""
    beijing, lanting, number = country.beijing, country.lanting, child["national_number"]
    taken = lanting.places(school=YUNTING, grade=GRADE)["taken"]
    told = {**child, "residency": "non_local", "sending_province": BEIJING}
    there = done(lanting.bring(school=YUNTING, told=told))
    assert lanting.places(school=YUNTING, grade=GRADE) == {"held": 1, "taken": taken}
    done(lanting.decide(case=there))
    assert label(lanting, number) == "转学申请已发往转出省"

    here = country.until(lambda: beijing.case_about(number=number))
    assert (here["procedure"], here["label"]) == ("cross_province_transfer_out", "等待转出学校审核")
    country.until(lambda: label(lanting, number) == "等待转出学校审核")
    done(beijing.decide(case=here["case"]))
    country.until(lambda: label(lanting, number) == "转出学校审核通过")
    assert beijing.record_of(number=number)["standing"] == "studying"
    done(beijing.decide(case=here["case"]))
    country.until(lambda: label(lanting, number) == "等待转入学校调档")

    done(lanting.decide(case=there, event="request_file"))
    country.until(lambda: label(lanting, number) == "学籍调档完毕")
    assert label(beijing, number) == "学籍调档完毕"
    assert lanting.places(school=YUNTING, grade=GRADE) == {"held": 0, "taken": taken + 1}


def comes_back(country: Country, child: dict[str, str]) -> None:
    """Another school of Beijing applies; Lanting's county reviews, and nobody else there (S17)."""
    beijing, number = country.beijing, child["national_number"]
    told = {**child, "residency": "local", "sending_province": LANTING}
    here = done(beijing.bring(school=GUICHUAN, told=told))
    done(beijing.decide(case=here))
    review_in_lanting(country, number)
    done(beijing.decide(case=here, event="request_file"))
    country.until(lambda: label(beijing, number) == "学籍调档完毕")


def review_in_lanting(country: Country, number: str) -> None:
    """The application arrives in Lanting, its county agrees, and Beijing may call the file over."""
    beijing, lanting = country.beijing, country.lanting

    def arrived() -> dict[str, object] | None:
        found = lanting.case_about(number=number)
        return found if found and found["procedure"] == "cross_province_transfer_out" else None

    there = country.until(arrived)
    assert there["label"] == "待转出县办理"
    done(lanting.decide(case=there["case"]))
    country.until(lambda: label(beijing, number) == "等待转入学校调档")


def apply_in_lanting(country: Country, child: dict[str, str]) -> int:
    """A school of Lanting applies, its county agrees, and the application arrives in Beijing, where it is this case."""
    beijing, lanting = country.beijing, country.lanting
    told = {**child, "residency": "non_local", "sending_province": BEIJING}
    done(lanting.decide(case=done(lanting.bring(school=YUNTING, told=told))))
    return int(country.until(lambda: beijing.case_about(number=child["national_number"]))["case"])


def done(outcome: dict[str, object]) -> int:
    """The case of a step that must have been taken."""
    assert outcome["taken"], outcome
    return int(str(outcome["case"]))


def assert_lawful(house_database: WorkerDatabase) -> None:
    """No question of the law about either province's rows has a bad answer."""
    for code in (BEIJING, LANTING):
        urls = named(house_database, code).urls
        assert {answer.question.name: answer.first for answer in judge(urls.app) if not answer.fine} == {}


def label(at: Province, number: str) -> str:
    """The name of the state in which a province sees the child's case."""
    return str(at.case_about(number=number)["label"])


def named(like: WorkerDatabase, code: str) -> WorkerDatabase:
    return replace(like, name=f"{like.name}_{code}")


@contextmanager
def a_database(like: WorkerDatabase, code: str) -> Iterator[WorkerDatabase]:
    database = named(like, code)
    database.make_afresh()
    yield database
    database.drop()


def admin_url(house_database: WorkerDatabase) -> str:
    """The address of a role that may make roles and databases."""
    owner = house_database.server.owner or ""
    if given_urls():
        return owner
    parts = urlsplit(owner)
    superuser = passwords_of(DATA, new=False).superuser
    server = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{SUPERUSER}:{superuser}@{server}", path="/postgres").geturl()


@contextmanager
def an_exchange(admin: str, name: str, code: str) -> Iterator[tuple[dict[str, str], NationEnd]]:
    """A province's exchange database: what the province must know of it, and the nation's end."""
    key = secrets.token_hex(32)
    courier, nation = found_exchange(admin, name, courier_password="c", nation_password="n")
    settings = {"XUEJI_EXCHANGE_URL": courier, "XUEJI_EXCHANGE_KEY": key, "XUEJI_EXCHANGE_PROVINCE": code}
    end = nation_end(nation, province=code, key=bytes.fromhex(key))
    yield settings, end
    with psycopg.connect(admin, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        for role in ("courier", "nation"):
            server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(f"{name}_{role}")))


@contextmanager
def a_store(house_database: WorkerDatabase) -> Iterator[Store]:
    """The nation's own database, with both provinces connected."""
    name = f"{house_database.name}_ministry"
    url = house_database.server.of_database(name).owner or ""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(house_database.server.owner or "", autocommit=True) as owner:
        owner.execute(drop)
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        found(url, [BEIJING, LANTING], now=NOW, charter=CALM)
        store = Store(url)
        yield store
        store.close()
        owner.execute(drop)
