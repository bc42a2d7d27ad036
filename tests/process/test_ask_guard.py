from tests.process.loans import LoanFacts, book_is_whole, card_is_valid
from xueji.process.truth import Truth


def test_it_takes_the_name_of_its_function() -> None:
    assert card_is_valid.name == "card_is_valid"


def test_it_answers_holds_fails_or_unknown() -> None:
    answers = [card_is_valid.holds(LoanFacts(card_valid=value)) for value in (True, False, None)]
    assert answers == [Truth.HOLDS, Truth.FAILS, Truth.UNKNOWN]


def test_an_answer_may_already_be_a_truth() -> None:
    assert Truth.of(Truth.UNKNOWN) is Truth.UNKNOWN


def test_it_keeps_the_deeds_to_be_done_even_when_it_refuses() -> None:
    assert book_is_whole.marks == ("note_doubt",)
