"""Warnings that refuse nothing, consequences of one way only, reports from outside, and jumps left out of drawings."""

from dataclasses import replace

import pytest

from tests.process.loans import (
    DEEDS,
    EFFECTS,
    LENT,
    LOAN,
    LOST,
    MISSING,
    ON_SHELF,
    RETURNED,
    LoanFacts,
    card_is_valid,
    library,
    says,
    time_is_over,
)
from xueji.process.compiled import CompiledProcedure
from xueji.process.compiler import compile_procedure
from xueji.process.decision import Accepted, decide
from xueji.process.drawing import as_json, diagram_svg
from xueji.process.drawing.help import help_of
from xueji.process.notation import Branch, On, Then
from xueji.process.rulebook import Rulebook, compile_rulebook
from xueji.process.soundness import check
from xueji.process.truth import Truth
from xueji.vocabulary.parties import Party

CARD_IS_OLD = replace(card_is_valid, warns=True)


def with_event(event: On) -> Rulebook:
    shelf = replace(ON_SHELF, on=(*ON_SHELF.on, event))
    return replace(library(), procedures=(replace(LOAN, states=(shelf, LENT, MISSING, RETURNED, LOST)),))


def compiled(event: On) -> CompiledProcedure:
    (procedure,) = with_event(event).procedures
    return compile_procedure(procedure, library().parameters)


def accepted(event: On, facts: LoanFacts) -> Accepted:
    verdict = decide(compiled(event), state="on_shelf", event=event.event, by=Party.SCHOOL, facts=facts)
    assert isinstance(verdict, Accepted), verdict
    return verdict


def faults(event: On) -> list[str]:
    return [fault.rule for fault in check(with_event(event), DEEDS, EFFECTS)]


@pytest.mark.parametrize(("valid", "told"), [(True, []), (False, [Truth.FAILS]), (None, [Truth.UNKNOWN])])
def test_a_warning_never_refuses_not_even_at_the_end_and_is_told(valid: bool | None, told: list[Truth]) -> None:
    end = On("burn", says("burn"), Party.SCHOOL, "returned", guards=(CARD_IS_OLD,))
    verdict = accepted(end, LoanFacts(card_valid=valid))
    assert (verdict.to, [reason.truth for reason in verdict.unknown]) == ("returned", told)


def test_a_warning_that_wants_a_deed_done_is_a_fault() -> None:
    event = On("look_close", says("look"), Party.SCHOOL, "on_shelf", guards=(replace(CARD_IS_OLD, marks=("lend",)),))
    assert faults(event) == ["warning_with_deeds"]


def test_the_help_page_says_that_a_warning_refuses_nothing() -> None:
    event = On("look_close", says("look"), Party.SCHOOL, "on_shelf", guards=(replace(CARD_IS_OLD, name="card_is_old"),))
    book = compile_rulebook(with_event(event))
    told = help_of(book, book.procedure("loan"), book.rulebook.in_force_from).conditions
    (asked,) = [condition.asked.en for condition in told if condition.rule == "card_is_old"]
    assert asked == "a warning only; it refuses nothing"


def test_what_follows_on_one_way_follows_on_that_way_only() -> None:
    ways = (Branch(time_is_over, "missing", Then(owe=("write_reminder",))), Branch(None, "lent"))
    event = On("hand_out", says("hand out"), Party.SCHOOL, ways, then=Then(do=("lend",)))
    late, early = accepted(event, LoanFacts(overdue=True)), accepted(event, LoanFacts())
    assert (late.do, late.owe) == (("lend",), ("write_reminder",))
    assert (early.do, early.owe) == (("lend",), ())


def test_a_consequence_of_one_way_that_nobody_carries_out_is_a_fault() -> None:
    event = On("hand_out", says("hand out"), Party.SCHOOL, (Branch(None, "missing", Then(do=("vanish",))),))
    assert faults(event) == ["unknown_deed"]


def test_what_is_told_from_outside_needs_no_reason_of_ours_but_what_is_decided_here_does() -> None:
    told = On("reported", says("reported"), Party.NATIONAL_SYSTEM, "lost", tone="negative")
    assert faults(told) == []
    assert faults(replace(told, by=Party.SCHOOL)) == ["refusal_without_reason"]


def test_a_jump_is_decided_and_written_down_but_not_drawn() -> None:
    jump = On("leap", says("leap"), Party.SCHOOL, "lost", skips=True)
    assert accepted(jump, LoanFacts()).to == "lost"
    assert says("leap").en not in diagram_svg(compiled(jump), "en")
    assert says("leap").en in diagram_svg(compiled(replace(jump, skips=False)), "en")
    written = as_json(compile_rulebook(with_event(jump)))["procedures"][0]["transitions"]
    assert [item["skips"] for item in written if item["event"] == "leap"] == [True]
