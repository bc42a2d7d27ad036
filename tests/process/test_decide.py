from datetime import date

import pytest

from tests.process.loans import LoanFacts, loan, purchase, says
from xueji.process.decision import Accepted, Refused, Request, available, decide, decide_many, missing_answers
from xueji.process.notation import Keep, Until, Within
from xueji.process.truth import Truth
from xueji.vocabulary.parties import Party


def accepted(verdict: object) -> Accepted:
    assert isinstance(verdict, Accepted), verdict
    return verdict


def rules(verdict: object) -> list[str]:
    assert isinstance(verdict, Refused), verdict
    return [reason.rule for reason in verdict.reasons]


def test_it_opens_a_case_in_the_first_state_with_that_states_clock() -> None:
    verdict = accepted(decide(loan(), state=None, event="open", by=Party.SCHOOL, facts=LoanFacts()))
    assert (verdict.to, verdict.clock) == ("on_shelf", Within("loan_days"))


def test_it_names_the_next_state_its_clock_and_what_is_to_be_done() -> None:
    verdict = accepted(decide(loan(), state="on_shelf", event="lend", by=Party.SCHOOL, facts=LoanFacts()))
    assert (verdict.to, verdict.do, verdict.owe, verdict.closed) == ("lent", ("lend",), (), None)
    assert verdict.clock == Until("until")


def test_it_takes_the_first_branch_that_holds() -> None:
    facts = LoanFacts(overdue=True)
    assert accepted(decide(loan(), state="on_shelf", event="lend", by=Party.SCHOOL, facts=facts)).to == "missing"


def test_it_lists_every_failed_guard_at_once_with_its_remedy_and_source() -> None:
    facts = LoanFacts(card_valid=False, damaged=True)
    verdict = decide(loan(), state="on_shelf", event="lend", by=Party.SCHOOL, facts=facts)
    assert rules(verdict) == ["card_is_valid", "book_is_whole"]
    assert isinstance(verdict, Refused)
    assert verdict.reasons[0].mend == says("renew")
    assert verdict.reasons[0].source == "house rule 1"
    assert verdict.marks == ("note_doubt",)


def test_an_unknown_answer_does_not_refuse_a_step_on_the_way_but_is_told() -> None:
    facts = LoanFacts(card_valid=None)
    verdict = accepted(decide(loan(), state="on_shelf", event="lend", by=Party.SCHOOL, facts=facts))
    assert [(reason.rule, reason.truth) for reason in verdict.unknown] == [("card_is_valid", Truth.UNKNOWN)]
    assert verdict.unknown[0].says == says("card not seen")


def test_an_unknown_answer_refuses_the_last_approval() -> None:
    facts = LoanFacts(card_valid=None)
    assert rules(decide(loan(), state="lent", event="return", by=Party.SCHOOL, facts=facts)) == ["card_is_valid"]


def test_an_unknown_answer_marks_nothing() -> None:
    verdict = decide(loan(), state="lent", event="return", by=Party.SCHOOL, facts=LoanFacts(card_valid=None))
    assert isinstance(verdict, Refused)
    assert verdict.marks == ()


def test_an_event_of_another_state_is_refused_by_the_grammar_and_says_who_holds_the_case() -> None:
    verdict = decide(loan(), state="missing", event="lend", by=Party.SCHOOL, facts=LoanFacts())
    assert rules(verdict) == ["wrong_state"]
    assert isinstance(verdict, Refused)
    assert Party.DISTRICT.label.zh in verdict.reasons[0].mend.zh


@pytest.mark.parametrize("event", ["lend", "no such thing"])
def test_a_closed_case_takes_no_event(event: str) -> None:
    assert rules(decide(loan(), state="lost", event=event, by=Party.SCHOOL, facts=LoanFacts())) == ["wrong_state"]


def test_a_state_nobody_knows_is_refused_and_not_an_error() -> None:
    assert rules(decide(loan(), state="burnt", event="lend", by=Party.SCHOOL, facts=LoanFacts())) == ["wrong_state"]


def test_a_party_that_does_not_take_this_step_is_refused_and_told_who_does() -> None:
    verdict = decide(loan(), state="on_shelf", event="lend", by=Party.CITY, facts=LoanFacts())
    assert rules(verdict) == ["not_your_step"]
    assert isinstance(verdict, Refused)
    assert Party.SCHOOL.label.en in verdict.reasons[0].mend.en


def test_an_event_that_stays_in_its_state_keeps_the_due_date() -> None:
    verdict = accepted(decide(loan(), state="on_shelf", event="look", by=Party.SCHOOL, facts=LoanFacts()))
    assert (verdict.to, verdict.clock) == ("on_shelf", Keep())


def test_many_questions_are_answered_in_order_and_each_distinct_one_is_asked_once() -> None:
    good, bad = LoanFacts(), LoanFacts(damaged=True)
    requests = [Request("on_shelf", "lend", Party.SCHOOL, facts) for facts in (good, bad, good, bad)]
    verdicts = decide_many(loan(), requests)
    assert [isinstance(verdict, Accepted) for verdict in verdicts] == [True, False, True, False]
    assert verdicts[0] is verdicts[2]
    assert verdicts[1] is verdicts[3]


def test_it_offers_an_office_only_its_own_events_refused_ones_with_their_reasons() -> None:
    offers = available(loan(), state="on_shelf", by=Party.DISTRICT, facts=LoanFacts())
    assert [offer.transition.event for offer in offers] == ["drop"]
    barred = available(loan(), state="on_shelf", by=Party.SCHOOL, facts=LoanFacts(damaged=True))
    assert rules(barred[0].verdict) == ["book_is_whole"]


def test_it_offers_the_opening_before_there_is_a_case() -> None:
    offers = available(purchase(), state=None, by=Party.DISTRICT, facts=LoanFacts(), row=1)
    assert [offer.transition.event for offer in offers] == ["open"]


def test_missing_answers_name_the_reason_the_question_and_the_paper() -> None:
    lend = loan().transition("on_shelf", "lend")
    drop = loan().transition("on_shelf", "drop")
    assert lend is not None
    assert drop is not None
    assert [fault.field for fault in missing_answers(lend, {}, facts=LoanFacts())] == ["until", "card"]
    assert [fault.field for fault in missing_answers(lend, {}, facts=LoanFacts(damaged=True))] == ["until"]
    assert [fault.rule for fault in missing_answers(drop, {}, "  ")] == ["reason_required"]
    assert missing_answers(drop, {}, "it fell") == ()


def test_an_answer_that_is_no_date_is_refused() -> None:
    lend = loan().transition("on_shelf", "lend")
    assert lend is not None
    faults = missing_answers(lend, {"until": "next week", "card": "a.pdf"}, facts=LoanFacts())
    assert [fault.rule for fault in faults] == ["answer_not_a_date"]
    assert missing_answers(lend, {"until": date(2015, 9, 9), "card": "a.pdf"}, facts=LoanFacts()) == ()
