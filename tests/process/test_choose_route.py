from dataclasses import replace
from datetime import date

import pytest

from tests.process.loans import PARAMETERS_TOML, PURCHASE, LoanFacts, purchase
from xueji.process.compiler import compile_procedure
from xueji.process.decision import Accepted, Refused, decide, route_row
from xueji.process.notation import Then
from xueji.process.parameters import parse_parameters
from xueji.vocabulary.parties import Party

BEFORE, AFTER = date(2019, 12, 31), date(2020, 1, 1)
LATER = """
[[city_step.values]]
from = 2030-01-01
value = "NONE"
source = "house rule 6, again"
tag = "OURS"
"""


def test_a_row_is_found_by_its_answers() -> None:
    assert purchase().row(route_row(purchase(), {"kind": "novel"}, on=BEFORE)).name == "novel"


def test_a_dated_value_opens_a_new_version_of_the_row() -> None:
    before = purchase().row(route_row(purchase(), {"kind": "atlas"}, on=BEFORE))
    after = purchase().row(route_row(purchase(), {"kind": "atlas"}, on=AFTER))
    assert before.chain == (Party.SCHOOL, Party.CITY)
    assert after.chain == (Party.SCHOOL,)
    assert after.filings == (Party.CITY,)


def test_a_case_keeps_its_row_when_a_later_value_is_added() -> None:
    more = compile_procedure(PURCHASE, parse_parameters(PARAMETERS_TOML + LATER))
    for day in (BEFORE, AFTER):
        number = route_row(purchase(), {"kind": "atlas"}, on=day)
        assert more.row(number).chain == purchase().row(number).chain
    assert more.row(route_row(more, {"kind": "atlas"}, on=date(2030, 1, 1))).filings == ()


def test_an_office_that_is_only_informed_is_told_at_the_last_approval() -> None:
    number = route_row(purchase(), {"kind": "atlas"}, on=AFTER)
    last = purchase().transition("awaiting_school_review", "approve", number)
    assert last is not None
    assert last.then == Then(do=("lend",), owe=("write_reminder", "tell_city"))


def test_what_an_office_must_know_refuses_there_even_if_it_is_not_the_last() -> None:
    facts = LoanFacts(checked=None)
    opening = decide(purchase(), state=None, event="open", by=Party.DISTRICT, facts=facts, row=2)
    assert isinstance(opening, Accepted)
    school = decide(purchase(), state="awaiting_school_review", event="approve", by=Party.SCHOOL, facts=facts, row=2)
    assert isinstance(school, Refused)
    assert [reason.rule for reason in school.reasons] == ["shelf_checked"]


def test_an_answer_that_no_row_covers_is_an_error_that_names_it() -> None:
    with pytest.raises(LookupError, match="scroll"):
        route_row(purchase(), {"kind": "scroll"}, on=BEFORE)


def test_an_axis_without_an_answer_is_an_error() -> None:
    with pytest.raises(KeyError):
        route_row(purchase(), {}, on=BEFORE)


def test_a_row_number_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        purchase().row(99)


def test_a_step_without_a_review_does_not_compile() -> None:
    with pytest.raises(KeyError):
        compile_procedure(replace(PURCHASE, reviews=PURCHASE.reviews[:1]), parse_parameters(PARAMETERS_TOML))
