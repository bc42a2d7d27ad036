"""Region codes: what they mean on a day, and what became of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from xueji.vocabulary.places.regions import known_in_any_revision, region, regions_within, successor
from xueji.vocabulary.tables import read_table

ROWS = read_table("xueji.vocabulary.places", "regions.csv")


@pytest.mark.parametrize(
    ("old", "old_name", "new", "new_name", "first_day"),
    [
        ("110229", "延庆县", "110119", "延庆区", date(2015, 11, 13)),
        ("110228", "密云县", "110118", "密云区", date(2015, 11, 13)),
    ],
)
def test_a_county_became_a_district(old: str, old_name: str, new: str, new_name: str, first_day: date) -> None:
    day_before = first_day - timedelta(days=1)
    before, after = region(old, day_before), region(new, first_day)
    assert before is not None
    assert after is not None
    assert (before.name, after.name) == (old_name, new_name)
    assert region(old, first_day) is None
    assert region(new, day_before) is None
    assert successor(old) == new


def test_districts_merged_in_2010_have_a_successor() -> None:
    assert successor("110103") == "110101"
    assert successor("110104") == "110102"
    assert region("110103", date(2011, 1, 1)) is None


def test_a_code_that_still_stands_is_its_own_successor() -> None:
    assert successor("110101") == "110101"
    assert successor("000000") is None


@pytest.mark.parametrize(
    "code", ["110229", "110119", "110221", "110110", "810000", "820000", "830000", "710000", "330113"]
)
def test_a_code_of_any_revision_is_known(code: str) -> None:
    assert known_in_any_revision(code)


@pytest.mark.parametrize("code", ["", "11", "000000", "999999", "110299", "11022９"])
def test_other_digits_are_not_known(code: str) -> None:
    assert not known_in_any_revision(code)
    assert region(code) is None


def test_seventeen_units_of_the_capital_existed_in_september_2015() -> None:
    units = {row["code"] for row in ROWS if row["code"].startswith("11") and region(row["code"], date(2015, 9, 1))}
    assert {code for code in units if not code.endswith("00")} == {
        "110101", "110102", "110105", "110106", "110107", "110108", "110109", "110111", "110112", "110113", "110114",
        "110115", "110116", "110117", "110228", "110229",
    }  # fmt: skip


def test_the_spans_of_a_code_never_overlap() -> None:
    ends: dict[str, str] = {}
    for row in ROWS:
        code = row["code"]
        if code in ends:
            assert ends[code], f"{code} is followed although it has no end"
            assert ends[code] < row["valid_from"], code
        if row["valid_from"] and row["valid_to"]:
            assert row["valid_from"] <= row["valid_to"], code
        ends[code] = row["valid_to"]


def test_every_successor_is_itself_a_known_code_and_the_chain_ends() -> None:
    for row in ROWS:
        if row["successor"]:
            assert known_in_any_revision(row["successor"]), row
            assert row["valid_to"], row
        successor(row["code"])


def test_a_citys_districts_are_those_of_the_day() -> None:
    then = {each.code: each.name for each in regions_within("110000", date(2015, 9, 1))}
    now = {each.code: each.name for each in regions_within("110000", date(2016, 9, 1))}
    assert len(then) == len(now) == 16
    assert then["110229"] == "延庆县"
    assert now["110119"] == "延庆区"
    assert "市辖区" not in then.values()


def test_a_city_below_a_province_has_only_its_own_districts() -> None:
    codes = [each.code for each in regions_within("130100", date(2015, 9, 1))]
    assert codes
    assert all(code.startswith("1301") for code in codes)
