"""The resident ID, with the vectors of the specification."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueji.vocabulary.numbers.resident_id import BadResidentId, ResidentId, resident_id_check_char

SOUND = ["110229200803150017", "110108200907212326", "110228200712010450", "130706200811301117"]
WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
REGIONS = ["110229", "110119", "110103", "810000", "820000", "830000", "410181", "330113", "110221"]


def rule_of(raw: str) -> str:
    with pytest.raises(BadResidentId) as caught:
        ResidentId.parse(raw)
    bad = caught.value
    assert bad.says.zh
    assert bad.says.en
    assert bad.mend.zh
    assert bad.mend.en
    return bad.rule


@pytest.mark.parametrize("number", SOUND)
def test_it_reads_the_verified_numbers(number: str) -> None:
    found = ResidentId.parse(number)
    assert found.number == number
    assert found.region == number[:6]
    assert f"{found.birth_date:%Y%m%d}" == number[6:14]


def test_it_reads_the_sex_from_the_seventeenth_digit() -> None:
    assert ResidentId.parse("110229200803150017").sex == "1"
    assert ResidentId.parse("110108200907212326").sex == "2"


def test_it_refuses_the_thirtieth_of_february_although_the_check_digit_is_right() -> None:
    number = "110229200902300017"
    assert resident_id_check_char(number[:17]) == number[17]
    assert rule_of(number) == "resident_id_date"


@pytest.mark.parametrize("number", SOUND)
def test_it_refuses_every_other_check_character(number: str) -> None:
    for other in set("0123456789X") - {number[17]}:
        assert rule_of(number[:17] + other) == "resident_id_check_digit"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "1",
        "11022920080315001",
        "1102292008031500177",
        "11022920080315001Y",
        "1102292008031500ß7",
        "X10229200803150017",
        "110229 20080315001",
        "1.1022920080315E+17",
    ],
)
def test_it_refuses_what_has_not_the_shape(raw: str) -> None:
    assert rule_of(raw) == "resident_id_shape"


def test_it_refuses_digits_that_are_not_ours() -> None:
    assert rule_of("١١٠٢٢٩٢٠٠٨٠٣١٥٠٠١٧") == "resident_id_shape"


def test_it_refuses_a_region_that_never_was() -> None:
    body = "99000020080315001"
    assert rule_of(body + resident_id_check_char(body)) == "resident_id_region"


@pytest.mark.parametrize("region", REGIONS)
def test_it_accepts_a_region_of_any_revision_whatever_the_birth_date(region: str) -> None:
    body = f"{region}20080315001"
    assert ResidentId.parse(body + resident_id_check_char(body)).region == region


@pytest.mark.parametrize(
    "raw", ["11010820080315001x", "　11010820080315001Ｘ ", "１１０１０８２００８０３１５００１ｘ"]
)
def test_a_small_or_full_width_x_is_an_x(raw: str) -> None:
    assert resident_id_check_char("11010820080315001") == "X"
    assert ResidentId.parse(raw).number == "11010820080315001X"


def test_a_number_of_fifteen_digits_becomes_one_of_eighteen() -> None:
    old = ResidentId.parse("110108720115003")
    assert old.birth_date == date(1972, 1, 15)
    assert old.sex == "1"
    new = old.as_18()
    assert ResidentId.parse(new.number) == new
    assert new.number[:17] == "11010819720115003"
    assert new.as_18() is new


def test_it_refuses_fifteen_digits_with_an_impossible_date() -> None:
    assert rule_of("110108721315003") == "resident_id_date"


def test_the_check_character_wants_seventeen_digits() -> None:
    with pytest.raises(ValueError, match="17 digits"):
        resident_id_check_char("1102292008031500")


@given(st.text(alphabet="0123456789", min_size=17, max_size=17))
def test_the_check_character_agrees_with_the_standard_written_out(body: str) -> None:
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    assert resident_id_check_char(body) == "10X98765432"[total % 11]


@given(st.sampled_from(REGIONS), st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 999), st.data())
def test_one_wrong_digit_is_always_found(region: str, born: date, serial: int, data: st.DataObject) -> None:
    body = f"{region}{born:%Y%m%d}{serial:03d}"
    number = body + resident_id_check_char(body)
    assert ResidentId.parse(number).birth_date == born
    place = data.draw(st.integers(0, 16))
    wrong = data.draw(st.sampled_from(sorted(set("0123456789") - {number[place]})))
    with pytest.raises(BadResidentId):
        ResidentId.parse(number[:place] + wrong + number[place + 1 :])


def verdict_on(raw: str) -> ResidentId | BadResidentId:
    try:
        return ResidentId.parse(raw)
    except BadResidentId as bad:
        return bad


@given(st.text(max_size=25) | st.text(alphabet="0123456789Xx", min_size=15, max_size=18))
def test_whatever_is_typed_is_read_or_refused_with_a_rule(raw: str) -> None:
    verdict = verdict_on(raw)
    if isinstance(verdict, BadResidentId):
        assert verdict.rule.startswith("resident_id_")
    else:
        assert ResidentId.parse(verdict.number) == verdict
