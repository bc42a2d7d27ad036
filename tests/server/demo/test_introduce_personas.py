"""What `xueji demo` prints: who may sign in, with what, and what to try."""

import re
import unicodedata

import pytest

from xueji.exchange.seeding import BEIJING, LANTING, PASSWORD, sample_list
from xueji.parties.models import City
from xueji.server.database import HouseError
from xueji.server.demo.introduction import introduction
from xueji.server.demo.run import run


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def test_it_names_every_persona_the_password_the_address_and_the_sample(db: None) -> None:
    text = "\n".join(introduction("http://127.0.0.1:8015/"))
    for plan in BEIJING.personas:
        assert f"{plan.username} " in text
        assert plan.try_zh in text
        assert plan.try_en in text
    assert PASSWORD in text
    assert "http://127.0.0.1:8015/" in text
    assert str(sample_list()) in text
    assert sample_list().is_file()


def test_a_second_province_is_introduced_with_its_own_address_and_people(db: None) -> None:
    text = "\n".join(introduction("http://x:1/", "http://x:3/", {LANTING: "http://x:2/"}))
    assert re.search(r"北京市.*http://x:1/", text)
    assert re.search(r"岚汀省.*http://x:2/", text)
    assert "http://x:3/" in text
    assert all(f"{plan.username} " in text for plan in (*BEIJING.personas, *LANTING.personas))


def test_columns_line_up_where_characters_are_two_wide(db: None) -> None:
    lines = [line for line in introduction("http://x/") if "  " in line.strip() and "Training" not in line]
    starts = {
        columns(line[: line.index(plan.try_zh)]) for plan in BEIJING.personas for line in lines if plan.try_zh in line
    }
    assert len(starts) == 1


def test_a_city_that_is_not_the_demos_is_not_touched(db: None) -> None:
    City.objects.create(jurisdiction="beijing", code="110000", name="北京市")
    with pytest.raises(HouseError, match="--data"):
        run(address="http://x/")
