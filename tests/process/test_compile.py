from dataclasses import replace

import pytest

from tests.process.loans import LENT, LOAN, MISSING, ON_SHELF, PURCHASE, ROUTE, loan, parameters, purchase, says
from xueji.process.compiler import NotationError, compile_procedure
from xueji.process.notation import On, Then
from xueji.process.rulebook import revise
from xueji.vocabulary.parties import Party


def test_a_machine_keeps_its_states_in_the_order_of_the_file() -> None:
    assert list(loan().states) == ["on_shelf", "lent", "missing", "returned", "lost"]


def test_a_transition_is_found_by_state_and_event() -> None:
    found = loan().transition("on_shelf", "lend")
    assert found is not None
    assert found.targets == ("missing", "lent")
    assert loan().transition("lent", "lend") is None


def test_the_opening_leads_from_no_state() -> None:
    assert loan().opening.frm is None
    assert loan().opening.by == (Party.SCHOOL,)


def test_a_chain_makes_three_states_for_the_last_reviewer_and_two_for_the_others() -> None:
    assert set(purchase().states) == {
        "awaiting_school_review",
        "awaiting_city_review",
        "school_approved",
        "school_refused",
        "city_approved",
        "city_refused",
        "withdrawn",
    }


def test_the_last_approval_of_a_row_closes_and_carries_the_consequences() -> None:
    last = purchase().transition("awaiting_school_review", "approve", 1)
    assert last is not None
    assert last.targets == ("school_approved",)
    assert last.then == Then(do=("lend",), owe=("write_reminder",))


def test_an_approval_on_the_way_leads_to_the_next_office_and_shows_its_result() -> None:
    first = purchase().transition("awaiting_school_review", "approve", 2)
    assert first is not None
    assert first.targets == ("awaiting_city_review",)
    assert first.then == Then()
    assert first.result == says("校过")


def test_opening_conditions_are_asked_once_and_standing_ones_at_every_approval() -> None:
    opening = purchase().transition(None, "open", 2)
    approval = purchase().transition("awaiting_city_review", "approve", 2)
    assert opening is not None
    assert approval is not None
    assert [guard.name for guard in opening.guards] == ["book_is_whole", "card_is_valid", "shelf_checked"]
    assert [guard.name for guard in approval.guards] == ["card_is_valid", "shelf_checked"]


def test_every_refusal_asks_for_a_reason_and_gives_back_what_was_held() -> None:
    refusals = [item for item in purchase().transitions if item.event == "refuse"]
    assert refusals
    assert all(item.needs_reason and item.then == Then(do=("take_back",)) for item in refusals)


def test_the_applicant_can_withdraw_while_it_is_open() -> None:
    withdrawal = purchase().transition("awaiting_city_review", "withdraw", 2)
    assert withdrawal is not None
    assert withdrawal.by == (Party.DISTRICT,)
    assert withdrawal.targets == ("withdrawn",)


def test_it_refuses_a_file_that_mixes_the_notations() -> None:
    with pytest.raises(NotationError, match="either states or reviews"):
        compile_procedure(replace(LOAN, route=ROUTE), parameters())


def test_it_refuses_a_file_that_says_nothing() -> None:
    with pytest.raises(NotationError, match="either states or reviews"):
        compile_procedure(replace(PURCHASE, route=None), parameters())


def test_it_refuses_two_events_of_one_name_in_a_state() -> None:
    twice = replace(ON_SHELF, on=(*ON_SHELF.on, On("lend", says("again"), Party.CITY, "lent")))
    with pytest.raises(NotationError, match="written twice"):
        compile_procedure(replace(LOAN, states=(twice, LENT, MISSING)), parameters())


def test_it_refuses_two_states_of_one_key() -> None:
    with pytest.raises(NotationError, match="same key"):
        compile_procedure(replace(LOAN, states=(ON_SHELF, ON_SHELF)), parameters())


def test_it_refuses_consequences_of_approval_in_a_machine() -> None:
    with pytest.raises(NotationError, match="on_approved"):
        compile_procedure(replace(LOAN, on_approved=Then(do=("lend",))), parameters())


def test_a_new_edition_may_start_from_its_predecessor() -> None:
    revised = revise(LOAN, title=says("loan of 2020"))
    assert revised.states == LOAN.states
    assert revised.title == says("loan of 2020")
    with pytest.raises(TypeError):
        revise(LOAN, color="red")
