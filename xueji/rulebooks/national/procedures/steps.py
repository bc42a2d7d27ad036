"""What we may do about an application across provinces, wherever it lies: refuse, withdraw, call back, send anew."""

from __future__ import annotations

from dataclasses import replace

from xueji.process.notation import Ask, Branch, On, Then
from xueji.rulebooks.national.guards import arrival as national
from xueji.rulebooks.national.procedures.reports import RELEASE
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

SEND = Then(owe=("send_application",))
SEND_WITHDRAWAL = Then(owe=("send_withdrawal",))

CLASS_OF_ARRIVAL = Ask(
    "class_group",
    Text("转入班级", "Class of arrival"),
    "class_group",
    when=national.class_is_still_to_be_chosen,
)
WITHDRAW = Text("撤销申请", "Withdraw the application")
WITHDRAWN_HERE = "withdrawn_before_sending"


def refuse(by: Party, label: Text, to: str, *, source: str) -> On:
    """A review of ours says no; the place is free again."""
    return On("refuse", label, by, to, then=RELEASE, needs_reason=True, tone="negative", source=source)


def refuse_here(by: Party, label: Text, to: str, *, source: str) -> On:
    """The same on a road that crosses the line: what the nation has seen before, it is told to forget."""
    return replace(refuse(by, label, to, source=source), to=_forgotten(to))


def withdraw(to: str, *, source: str) -> On:
    """The receiving school takes its application back; the place is free again."""
    return On(
        "withdraw",
        WITHDRAW,
        Party.RECEIVING_SCHOOL,
        to,
        then=RELEASE,
        needs_reason=True,
        tone="negative",
        source=source,
    )


def withdraw_here() -> On:
    """End an application that lies with us; what the nation has seen before, it is told to forget."""
    taken_back = withdraw(WITHDRAWN_HERE, source="INF (全国规则：正在核办中的，转入学校可撤销)")
    return replace(taken_back, to=_forgotten(WITHDRAWN_HERE))


def withdraw_there() -> On:
    """Ask the nation to end an application that it has; whether it can is answered from there."""
    return replace(withdraw("withdrawal_sent", source="S18"), then=SEND_WITHDRAWAL)


def call_back(watchers: tuple[Party, ...]) -> On:
    """Give an application back about which the nation is silent; the nation is told to forget it (ours)."""
    return On(
        "send_back_when_stuck",
        Text("统一打回", "Call back"),
        watchers,
        "sent_back_when_stuck",
        then=SEND_WITHDRAWAL,
        needs_reason=True,
        source="S29",
    )


def resend(watchers: tuple[Party, ...]) -> On:
    """Say the same application once more, as it is."""
    return On(
        "resend",
        Text("再次发送", "Send once more"),
        watchers,
        "sent_to_sending_province",
        then=SEND,
        source="INF (比照 S29)",
    )


def request_file() -> On:
    """Ask for the student file; the class is chosen now at the latest."""
    return On(
        "request_file",
        Text("申请调档", "Request the file"),
        Party.RECEIVING_SCHOOL,
        "file_requested",
        guards=(national.class_is_of_the_grade, national.identity_is_free),
        then=Then(owe=("request_student_file",)),
        asks=(CLASS_OF_ARRIVAL,),
        primary=True,
        tone="positive",
        source="S17; S18",
    )


def _forgotten(to: str) -> tuple[Branch, ...]:
    return Branch(national.was_sent_before, to, SEND_WITHDRAWAL), Branch(None, to)
