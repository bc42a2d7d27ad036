"""The end of a departure to another province: what the national system reports once we have said our word (S25, S26).

An edition writes its own reviews before it; each owes ``send_review``, and the last leads to ``awaiting_file_request``.
"""

from __future__ import annotations

from xueji.process.guards import Guard
from xueji.process.notation import Ask, Asked, Branch, On, State, Then
from xueji.rulebooks.national.procedures.crossing import NOT_OURS_TO_COUNT
from xueji.rulebooks.national.procedures.reports import ERROR_CODE, ERROR_TEXT, told
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REVIEWED = Then(owe=("send_review",))
RELEASE_FILE = Then(do=("depart",), owe=("release_student_file",))

# What the other province says when it applies; kept as it came.
APPLICATION: tuple[Asked, ...] = (
    Ask("name", Text("学生姓名", "Name"), required=False),
    Ask("national_number", Text("全国学籍号", "National number"), required=False),
    Ask("receiving_province", Text("转入省份", "Province the child goes to"), "code", "province"),
    Ask("receiving_district", Text("转入区县", "District the child goes to"), required=False),
    Ask("receiving_school", Text("转入学校", "School the child goes to"), required=False),
    Ask("receiving_school_code", Text("转入学校标识码", "Code of that school"), required=False),
    Ask("grade", Text("转入年级", "Grade asked for"), required=False),
    Ask("reason", Text("转学理由", "Reason of the transfer"), required=False),
)


def ended_from_outside() -> tuple[On, On]:
    """Two things that may reach us in every open state: the other province withdraws, or the nation ends it."""
    return (
        told(
            "application_withdrawn", Text("外省市撤销申请", "Withdrawn by the other province"), "application_withdrawn"
        ),
        told("aborted", Text("异常结束", "Ended irregularly"), "aborted", ERROR_CODE, ERROR_TEXT),
    )


def approve(by: Party, label: Text, to: str | tuple[Branch, ...], guards: tuple[Guard, ...], *, source: str) -> On:
    """A review of ours says yes, and the other province is told. Conditions bar approval, never the opening."""
    return On("approve", label, by, to, guards=guards, then=REVIEWED, primary=True, tone="positive", source=source)


def refuse(by: Party, label: Text, to: str, *, source: str) -> On:
    """A review of ours says no, with the reason that the other province reads."""
    return On("refuse", label, by, to, then=REVIEWED, needs_reason=True, tone="negative", source=source)


def released_states() -> tuple[State, ...]:
    """Write the end of the road: the file is asked for and goes, or the application ends from outside."""
    return (
        State(
            "awaiting_file_request",
            Text("等待转入学校调档", "Awaiting the request for the file"),
            Party.NATIONAL_SYSTEM,
            on=(
                told(
                    "file_requested",
                    Text("外省市申请调档，发出学籍档案", "File requested: it is released"),
                    "student_file_received",
                    then=RELEASE_FILE,
                ),
                *ended_from_outside(),
            ),
            no_clock_because=NOT_OURS_TO_COUNT,
        ),
        State("student_file_received", Text("学籍调档完毕", "Student file received"), closed="approved"),
        State("application_withdrawn", Text("转学撤销完毕", "Withdrawal confirmed"), closed="withdrawn"),
        State("aborted", Text("异常结束", "Ended irregularly"), closed="ended"),
    )
