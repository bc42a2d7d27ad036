"""Has every state a holder and a clock, every event an actor and a reason, every name someone who carries it out?"""

from __future__ import annotations

from collections.abc import Iterator

from xueji.process.compiled import CompiledProcedure, CompiledState, Transition
from xueji.process.notation import Ask, Keep, Until, Within
from xueji.process.parameters import ParameterError, ParameterMissingError
from xueji.process.rulebook import Rulebook, level_of
from xueji.process.soundness.fault import Fault, outside, place
from xueji.process.soundness.words import guard_faults
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text


def state_faults(rulebook: Rulebook, procedure: CompiledProcedure, state: CompiledState) -> Iterator[Fault]:
    """Find what is wrong with one state: holder, clock, label."""
    where = f"{procedure.key}/{state.key}"
    # The nation may hold a case: what was sent to her is with nobody here.
    holders = rulebook.levels.keys() | ({Party.NATIONAL_SYSTEM} & rulebook.outside)
    if state.held_by is not None and level_of(state.held_by) not in holders:
        yield outside(where, state.held_by)
    if state.closed is None and state.held_by is None:
        yield Fault(where, "state_without_holder", Text("在办状态没有办理单位", "Nobody holds this open state"))
    if state.closed is None and state.clock is None and state.no_clock_because is None:
        rule = "review_without_clock" if procedure.rows else "holder_without_clock"
        says = Text("没有办理时限，也没有说明为什么不计时", "No clock, and no reason why nobody's time runs")
        yield Fault(where, rule, says)
    if state.closed is not None and (state.clock is not None or state.held_by is not None):
        says = Text("办结状态不应有办理单位或时限", "A closed state with a holder or a clock")
        yield Fault(where, "closed_state_with_holder", says)
    if state.ours == (state.label.zh in rulebook.labels):
        says = Text(
            f"状态名“{state.label.zh}”与依据文件的状态名不符：自拟的须标注，原有的不得标注",
            f"Either the source has no such label, or it has and the label is marked as ours: {state.label.zh}",
        )
        yield Fault(where, "label_not_of_source", says)
    yield from _clock_faults(rulebook, procedure, state)


def _clock_faults(rulebook: Rulebook, procedure: CompiledProcedure, state: CompiledState) -> Iterator[Fault]:
    clock = state.clock.otherwise if isinstance(state.clock, Keep) else state.clock
    if isinstance(clock, Within):
        yield from period_faults(rulebook, f"{procedure.key}/{state.key}", clock)
    if isinstance(clock, Until):
        for item in procedure.transitions:
            asked = {question.key for question in item.asks if isinstance(question, Ask) and question.kind == "date"}
            if state.key in item.targets and item.frm != state.key and clock.answer not in asked:
                says = Text(f"进入本状态时没有询问日期 {clock.answer}", f"Entered without asking for {clock.answer}")
                yield Fault(place(procedure, item), "until_not_asked", says)


def period_faults(rulebook: Rulebook, where: str, clock: Within) -> Iterator[Fault]:
    """Find a period whose number of days is declared nowhere, or not from the beginning of the edition."""
    try:
        rulebook.parameters.days(clock.param, rulebook.in_force_from)
    except (ParameterMissingError, ParameterError) as error:
        says = Text(f"时限参数有误：{error}", f"A clock without its number of days: {error}")
        yield Fault(where, "clock_without_parameter", says)


def transition_faults(rulebook: Rulebook, procedure: CompiledProcedure, item: Transition) -> Iterator[Fault]:
    """Find what is wrong with one event: actor, reason, timer, conditions."""
    where = place(procedure, item)
    allowed = rulebook.levels.keys() | rulebook.outside
    yield from (outside(where, party) for party in item.by if level_of(party) not in allowed)
    if not item.by:
        yield Fault(where, "event_without_actor", Text("没有办理单位", "Nobody may cause this event"))
    decided = any(party not in rulebook.outside for party in item.by)
    if decided and item.tone == "negative" and not item.needs_reason:
        says = Text("不利的决定没有要求说明理由", "A negative decision that asks for no reason")
        yield Fault(where, "refusal_without_reason", says)
    for asked in item.asks:
        if asked.when is not None and asked.when.applies is None:
            says = Text(
                f"“{asked.label.zh}”没有说明何时需要", f"Asked only at times, and nothing says when: {asked.key}"
            )
            yield Fault(where, "asked_when_unsaid", says)
    held = procedure.states.get(item.frm or "")
    if Party.CLOCK in item.by and (held is None or held.clock is None):
        yield Fault(
            where, "timer_without_clock", Text("定时事件所在状态没有时限", "A timer in a state without a clock")
        )
    branches = (branch.when for branch in item.branches if branch.when is not None)
    for guard in (*item.guards, *branches):
        yield from guard_faults(where, guard)


def name_faults(
    procedure: CompiledProcedure, item: Transition, deeds: frozenset[str], effects: frozenset[str]
) -> Iterator[Fault]:
    """Find a consequence that nobody can carry out, or one used as the other kind."""
    where = place(procedure, item)
    marks = (mark for guard in item.guards for mark in guard.marks)
    then = item.consequences
    for name in (*then.do, *marks):
        if name not in deeds:
            rule = "effect_used_as_deed" if name in effects else "unknown_deed"
            yield Fault(where, rule, Text(f"没有名为 {name} 的操作", f"No deed is called {name}"))
    for name in then.owe:
        if name not in effects:
            rule = "deed_used_as_effect" if name in deeds else "unknown_effect"
            yield Fault(where, rule, Text(f"没有名为 {name} 的后续事项", f"No effect is called {name}"))
