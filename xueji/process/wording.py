"""The grammar's own sentences: wrong state, not your step, a reason or an answer that is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xueji.process.compiled import CompiledProcedure, Transition
from xueji.process.guards import Guard
from xueji.process.notation import Ask, Asked, Proof
from xueji.process.truth import Truth
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

GRAMMAR = "process"
"""Source of a reason that no regulation gives: the order of steps itself."""


@dataclass(frozen=True)
class Reason:
    """One reason: which rule, the sentence people see, what mends it, and where it stands written.

    ``field`` is the key of the answer it is about, where there is one.
    """

    rule: str
    says: Text
    mend: Text
    source: str
    truth: Truth
    field: str | None = None


def guard_reason(guard: Guard, truth: Truth) -> Reason:
    """Say that a guard fails, or that its answer is not known yet."""
    says = guard.unknown_says if truth is Truth.UNKNOWN and guard.unknown_says is not None else guard.says
    return Reason(rule=guard.name, says=says, mend=guard.mend, source=guard.source, truth=truth)


def wrong_state(procedure: CompiledProcedure, state: str | None, event: str) -> Reason:
    """Say that this event does not belong to the state the case is in."""
    label = next((item.label for item in procedure.transitions if item.event == event), Text(event, event))
    known = procedure.states.get(state) if state is not None else None
    unknown = Text("尚未开始", "not opened") if state is None else Text(state, state)
    here = unknown if known is None else known.label
    if known is not None and known.closed is not None:
        mend = Text(zh="本业务已办结，无需再办。", en="This case is closed; nothing more can be done in it.")
    elif known is not None and known.held_by is not None:
        mend = Text(
            zh=f"请刷新页面查看最新状态；现由{known.held_by.label.zh}办理。",
            en=f"Reload the page to see where the case stands now; it is with: {known.held_by.label.en}.",
        )
    else:
        mend = Text(zh="请刷新页面查看最新状态。", en="Reload the page to see where the case stands now.")
    return Reason(
        rule="wrong_state",
        says=Text(
            zh=f"当前状态为“{here.zh}”，不能办理“{label.zh}”。",
            en=f"The case is in state “{here.en}”; “{label.en}” is not possible there.",
        ),
        mend=mend,
        source=GRAMMAR,
        truth=Truth.FAILS,
    )


def not_your_step(transition: Transition, by: Party) -> Reason:
    """Say that another office takes this step."""
    return Reason(
        rule="not_your_step",
        says=Text(
            zh=f"“{transition.label.zh}”不由{by.label.zh}办理。",
            en=f"“{transition.label.en}” is not a step of: {by.label.en}.",
        ),
        mend=Text(
            zh=f"请由{'、'.join(party.label.zh for party in transition.by)}办理。",
            en=f"To be done by: {', '.join(party.label.en for party in transition.by)}.",
        ),
        source=GRAMMAR,
        truth=Truth.FAILS,
    )


def reason_required(transition: Transition) -> Reason:
    """Say that this step wants a reason in words."""
    return Reason(
        rule="reason_required",
        says=Text(
            zh=f"办理“{transition.label.zh}”须说明理由。", en=f"“{transition.label.en}” needs a reason in words."
        ),
        mend=Text(zh="请由办理人填写理由后重新提交。", en="The acting officer writes the reason and submits again."),
        source=transition.source,
        truth=Truth.FAILS,
        field="reason",
    )


def answer_fault(asked: Asked, answer: object, facts: object) -> Reason | None:
    """Find what is wrong with one answer: missing, not a date, or not in its list of codes."""
    given = answer is not None and str(answer).strip() != ""
    if not given:
        return _answer_required(asked) if _required(asked, facts) else None
    if isinstance(asked, Ask) and asked.kind == "date" and not _is_date(answer):
        return _answer_reason(
            "answer_not_a_date",
            asked.key,
            Text(f"“{asked.label.zh}”不是有效日期。", f"“{asked.label.en}” is not a date."),
            Text("请按“年-月-日”填写，如 2015-09-30。", "Write it as year-month-day, e.g. 2015-09-30."),
        )
    if isinstance(asked, Ask) and isinstance(asked.choices, tuple) and asked.choices:
        codes = {code for code, _ in asked.choices}
        if str(answer) not in codes:
            listed = asked.choices
            return _answer_reason(
                "answer_not_in_list",
                asked.key,
                Text(f"“{asked.label.zh}”的值不在可选范围内。", f"“{asked.label.en}” is not one of the listed codes."),
                Text(
                    f"请选择：{'、'.join(label.zh for _, label in listed)}。",
                    f"Choose one of: {', '.join(label.en for _, label in listed)}.",
                ),
            )
    return None


def _required(asked: Asked, facts: object) -> bool:
    if asked.when is not None:
        # Of a case of which nothing is known yet, nothing says that it is asked.
        return asked.required and facts is not None and asked.when.holds(facts) is Truth.HOLDS
    return asked.required


def _answer_required(asked: Asked) -> Reason:
    if isinstance(asked, Proof):
        says = Text(f"缺少证明材料“{asked.label.zh}”。", f"The proof “{asked.label.en}” is missing.")
        mend = Text("请上传该材料后重新提交。", "Attach the paper and submit again.")
    else:
        says = Text(f"“{asked.label.zh}”未填写。", f"“{asked.label.en}” is not filled in.")
        mend = Text("请填写后重新提交。", "Fill it in and submit again.")
    return _answer_reason("answer_required", asked.key, says, mend)


def _answer_reason(rule: str, key: str, says: Text, mend: Text) -> Reason:
    return Reason(rule=rule, says=says, mend=mend, source=GRAMMAR, truth=Truth.FAILS, field=key)


def _is_date(answer: object) -> bool:
    if isinstance(answer, date):
        return True
    try:
        date.fromisoformat(str(answer))
    except ValueError:
        return False
    return True
