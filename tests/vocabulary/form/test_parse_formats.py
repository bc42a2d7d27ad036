"""Dates, months, spans and telephones as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from xueji.vocabulary.form.formats import (
    is_email,
    is_number,
    is_phone,
    is_postal_code,
    parse_day,
    parse_month,
    parse_validity,
)


@pytest.mark.parametrize("text", ["20090102", "2009-01-02", "2009/1/2", "2009.1.2", "2009年1月2日", " 2009-1-2 "])
def test_it_reads_a_day(text: str) -> None:
    assert parse_day(text) == date(2009, 1, 2)


@pytest.mark.parametrize(
    "text", ["", "20090230", "2009", "2009-13-01", "00000101", "２００９０１０２", "39815", "20090102.0"]
)
def test_it_reads_no_day_where_there_is_none(text: str) -> None:
    assert parse_day(text) is None


@pytest.mark.parametrize("text", ["201509", "2015-09", "2015/9", "2015年9月"])
def test_it_reads_a_month(text: str) -> None:
    assert parse_month(text) == (2015, 9)


@pytest.mark.parametrize("text", ["", "201513", "201500", "150901", "20150901"])
def test_it_reads_no_month_where_there_is_none(text: str) -> None:
    assert parse_month(text) is None


def test_it_reads_a_span_of_validity() -> None:
    assert parse_validity("2015.03.01-2025.03.01") == (date(2015, 3, 1), date(2025, 3, 1))
    assert parse_validity("2015.03.01-长期") == (date(2015, 3, 1), None)
    assert parse_validity("2025.03.01-2015.03.01") is None
    assert parse_validity("2015.02.30-2025.03.01") is None
    assert parse_validity("2015-03-01") is None


@pytest.mark.parametrize(
    "text",
    [
        "13956126116",
        "010-69101234",
        "01069101234",
        "69101234",
        "0312-1234567"[:5] + "2345678",
        "010-69101234-801",
        "+85212345678",
    ],
)
def test_it_takes_a_telephone_number(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text",
    ["", "12345", "1395612611", "139561261166", "没有", "13956126116 ", "１３９５６１２６１１６", "=13956126116"],
)
def test_it_refuses_what_is_no_telephone_number(text: str) -> None:
    assert not is_phone(text)


def test_it_knows_postal_codes_mail_addresses_and_distances() -> None:
    assert is_postal_code("102100")
    assert not is_postal_code("10210a")
    assert is_email("a.b@example.edu.cn")
    assert not is_email("a@b@c.cn")
    assert is_number("1.5")
    assert not is_number("-1")
    assert not is_number("1e3")
