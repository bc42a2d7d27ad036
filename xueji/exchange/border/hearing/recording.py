"""What the nation says of records outside any application: numbers, problem records, standings."""

from dataclasses import replace

from xueji.cases.models import Case
from xueji.exchange.border.hearing.results import Heard, Told, unknown
from xueji.exchange.border.hearing.stepping import step_of_record_case
from xueji.parties.clock import city_today
from xueji.records.acts.office.national_numbers import allocate
from xueji.records.acts.office.national_problems import close_problem, note_refusal, raise_problem
from xueji.vocabulary.text import Text


def answered(told: Told) -> Heard:
    """Nothing but an answer: it stands with the message it answers, and moves on whatever case waits for it."""
    return unknown(*_NOT_OURS) if told.reply is None else step_of_record_case(told)


def number_allocated(told: Told) -> Heard:
    """Give the record its new national number. Raises RefusedError where the law of numbers forbids it."""
    if told.record_id is None:
        return unknown(*_NO_RECORD)
    allocate(told.record_id, str(told.tidings.body["new"]), city_today())
    return step_of_record_case(told)


def problem_raised(told: Told) -> Heard:
    """Keep the doubt that the nation has of a record of ours. Raises RefusedError for one we cannot keep."""
    if told.record_id is None:
        return unknown(*_NO_RECORD)
    raise_problem(told.tidings.body, told.record_id, city_today())
    return step_of_record_case(told)


def problem_closed(told: Told) -> Heard:
    """Close the doubt; it may come back under a new key."""
    if told.record_id is None:
        return unknown(*_NO_RECORD)
    body, verb = told.tidings.body, told.reply.verb if told.reply else ""
    # The case first: a removal takes its record away before the doubt about it is closed.
    heard = step_of_record_case(_with_its_case(told))
    known = close_problem(str(body["problem"]), told.record_id, city_today(), verb, str(body.get("text") or ""))
    return heard if known else unknown(*_NO_PROBLEM)


def _with_its_case(told: Told) -> Told:
    """Who waits with us for a doubt that the nation closes by itself."""
    if told.case is not None:
        return told
    waiting = Case.objects.filter(
        student_record_id=told.record_id, closed_on__isnull=True, procedure__startswith="problem_"
    )
    return replace(told, case=waiting.first())


def problem_refused(told: Told) -> Heard:
    """The nation did not accept how a doubt was handled: it stays open, and says why."""
    if told.record_id is None:
        return unknown(*_NO_RECORD)
    body = told.tidings.body
    known = note_refusal(str(body["problem"]), told.record_id, str(body.get("text") or ""))
    return step_of_record_case(told) if known else unknown(*_NO_PROBLEM)


_NOT_OURS = (
    Text("没有找到这条回音所答的消息。", "No message of ours is what this one answers."),
    Text("请核对消息编号后标记为已处理。", "Check the number of the message, then settle it."),
)
_NO_RECORD = (
    Text("没有找到这条消息所说的学籍。", "There is no record that this message speaks of."),
    Text("请核对学籍号；补正后可重试。", "Check the national number; mend ours and try again."),
)
_NO_PROBLEM = (
    Text("本市没有这一问题学籍。", "We know of no such problem record."),
    Text("认定消息到达后会自动重试；否则请标记为已处理。", "It is tried again when that arrives; else settle it."),
)
