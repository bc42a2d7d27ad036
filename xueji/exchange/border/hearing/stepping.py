"""A message that is an event of one of our cases: it knocks on the same door as everybody, as the national system."""

from xueji.cases.batch.work import Step
from xueji.cases.door import act
from xueji.cases.models import Case
from xueji.exchange.border.hearing.answering import said_again_since
from xueji.exchange.border.hearing.results import Heard, Told, applied, unknown, why, why_of
from xueji.exchange.border.hearing.translating import (
    INWARD,
    OUTWARD,
    RECORD,
    Translation,
    answers_of,
    is_past,
    knows,
    translate,
)
from xueji.exchange.models.messages import ArrivedState
from xueji.parties.actors import system_actor
from xueji.parties.rulebook import rulebook_of
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

_WRONG_STATE = "wrong_state"


def step_on(told: Told) -> Heard:
    """Take the step that the tidings are in the case across the line."""
    if told.case is None or told.crossing is None:
        return unknown(*_NO_CASE)
    line = translate(told.tidings, OUTWARD if told.crossing.outward else INWARD)
    if line is None:
        return unknown(*_NO_EVENT)
    if said_again_since(told.reply):
        return Heard(ArrivedState.LATE, [why(*_OLD_ANSWER)], told.case.pk, told.record_id)
    return _step(told, told.case, line)


def step_of_record_case(told: Told) -> Heard:
    """Where the message answered was said in a case that has such an event, it steps on; else there is nothing to do."""
    line = translate(told.tidings, RECORD)
    case = told.case
    if line is None or case is None or case.closed_on is not None:
        return applied(told)
    if not knows(rulebook_of(case.edition).procedure(case.procedure), line.event):
        return applied(told)
    return _step(told, case, line)


def _step(told: Told, case: Case, line: Translation) -> Heard:
    step = Step(case.pk, line.event, answers_of(line, told.tidings.body))
    outcome = act(step, actor=system_actor(Party.NATIONAL_SYSTEM))
    if outcome.taken:
        return applied(told)
    state = ArrivedState.REFUSED
    procedure = rulebook_of(case.edition).procedure(case.procedure)
    if outcome.reasons[0].rule == _WRONG_STATE and knows(procedure, line.event):
        past = is_past(procedure, outcome.state or case.state, line.event)
        state = ArrivedState.LATE if past else ArrivedState.EARLY
    return Heard(state, why_of(outcome.reasons), case.pk, told.record_id)


_NO_CASE = (
    Text("没有找到这条消息所说的业务。", "There is no case that this message speaks of."),
    Text(
        "请按消息内容查找；确与本市无关的，标记为已处理。",
        "Look for it by what the message says; if it is none of ours, settle it.",
    ),
)
_NO_EVENT = (
    Text("这类消息不适用于该业务。", "Such a message means nothing in this case."),
    Text("请与全国系统核实后标记为已处理。", "Ask the national system, then settle it."),
)
_OLD_ANSWER = (
    Text("这是对前一次申请的回音，申请已重新发出。", "This answers an earlier sending; it has been sent anew since."),
    Text("无需办理；请等待新的回音。", "Nothing is to be done; wait for the new answer."),
)
