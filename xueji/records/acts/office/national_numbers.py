"""全国学籍号下发: a number that the national system gives. The nation acts, so no post is asked and no journal kept.

S11, S12: a temporary number ends when a formal or an education number comes; one formal number a person, for life.
"""

from datetime import date

from xueji.parties.refusals import RefusedError, refuse
from xueji.records.models import NumberAssignment, StudentRecord
from xueji.records.models.numbers import NATIONAL, NumberScheme
from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.numbers.national_student_number import NationalStudentNumber
from xueji.vocabulary.text import Text


def allocate(record_id: int, new: str, on: date) -> None:
    """Let the record carry `new` from that day; what it carried ends and stays in its history.

    A number that it carries already changes nothing. Raises RefusedError: not a national number, somebody else's, or a
    second formal number.
    """
    try:
        number = NationalStudentNumber.parse(new)
    except BadValueError as error:
        raise refuse("number", error.rule, error.says, error.mend) from error
    StudentRecord.objects.select_for_update().get(pk=record_id)
    held = list(NumberAssignment.objects.filter(record_id=record_id, scheme__in=NATIONAL))
    if any(each.number == number.number and each.ends_on is None for each in held):
        return
    _must_be_free(record_id, number.number)
    _must_be_the_first(held, number.number)
    running = [each.pk for each in held if each.ends_on is None]
    NumberAssignment.objects.filter(pk__in=running).update(ends_on=on)
    NumberAssignment.objects.update_or_create(
        record_id=record_id,
        scheme=NumberScheme(number.kind.value),
        number=number.number,
        defaults={"ends_on": None},
        create_defaults={"starts_on": on},
    )


def _must_be_free(record_id: int, number: str) -> None:
    if NumberAssignment.objects.filter(number=number, scheme__in=NATIONAL).exclude(record_id=record_id).exists():
        raise refuse(
            "number",
            "number_of_another",
            Text("这一全国学籍号已属于另一份学籍。", "Another record carries this national number."),
            Text("请核对两份学籍，按问题学籍处理后重试。", "Compare the two records, settle the problem, try again."),
        )


def _must_be_the_first(held: list[NumberAssignment], number: str) -> None:
    formal = {each.number for each in held if each.scheme == NumberScheme.FORMAL}
    if number.startswith(NumberScheme.FORMAL) and formal - {number}:
        raise _second_formal()
    if not number.startswith(NumberScheme.FORMAL) and any(
        each.scheme == NumberScheme.FORMAL and each.ends_on is None for each in held
    ):
        raise _second_formal()


def _second_formal() -> RefusedError:
    return refuse(
        "number",
        "second_formal_number",
        Text("该学籍已有正式全国学籍号，终身不变。", "The record has its formal number, which is for life."),
        Text("请与全国系统核实；确需更改的按问题学籍处理。", "Ask the national system; a change is a problem record."),
    )
