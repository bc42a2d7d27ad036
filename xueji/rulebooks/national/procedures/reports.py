"""What the national system reports of an application across provinces, and where each report leads (S16–S18).

Reports may come in any order, and a province may leave out levels: a report leads on from every station before its
own; one of a station already passed does not exist there, and is kept as late.
"""

from __future__ import annotations

from xueji.process.notation import Ask, On, Then
from xueji.rulebooks.national.guards import arrival as national
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

NOTHING = Then()
RELEASE = Then(do=("release_place",))
TAKE_IN = Then(do=("establish_arrival", "take_held_place"), owe=("report_to_national_system",))

REMOTE_TEXT = Ask("remote_text", Text("转出省意见", "What the other province says"), required=False)
ERROR_CODE = Ask("error_code", Text("错误代码", "Error code"), required=False)
ERROR_TEXT = Ask("error_text", Text("错误信息", "Error message"), required=False)

# Who reviews in the other province, from the school up; the number is the rank of the station that approval leads to.
REVIEWERS = (
    (1, "sending_school", Text("转出学校", "the sending school")),
    (2, "sending_district", Text("转出区县", "the sending district")),
    (3, "sending_prefecture", Text("转出地市", "the sending prefecture")),
    (4, "sending_province", Text("转出省级", "the sending province")),
)

# The stations of the road in order, each with the report that leads there. The sending itself has rank -1.
STATIONS = (
    ("check_passed", "awaiting_sending_school_review", Text("校验通过", "Check passed")),
    *(
        (f"{key}_approved", f"{key}_approved", Text(f"{who.zh}审核通过", f"Approved by {who.en}"))
        for _, key, who in REVIEWERS
    ),
    ("file_ready", "awaiting_file_request", Text("可以调档", "The file may be requested")),
)
SENT = -1


def told(event: str, label: Text, to: str, *asks: Ask, then: Then = NOTHING, skips: bool = False) -> On:
    """Write one report of the national system; its words are kept with the case."""
    return On(event, label, Party.NATIONAL_SYSTEM, to, then=then, asks=asks, source="S16–S18", skips=skips)


def onward(rank: int) -> tuple[On, ...]:
    """Every report of a station after this rank leads on; beyond the very next one it skips stations."""
    return tuple(
        told(event, label, to, REMOTE_TEXT, skips=station > rank + 1)
        for station, (event, to, label) in enumerate(STATIONS)
        if station > rank
    )


def refusals(rank: int) -> tuple[On, ...]:
    """Every reviewer who has not approved yet may still say no; beyond the very next one it skips reviewers."""
    return tuple(
        told(
            f"{key}_refused",
            Text(f"{who.zh}审核不通过", f"Refused by {who.en}"),
            f"{key}_refused",
            REMOTE_TEXT,
            then=RELEASE,
            skips=number > rank + 1,
        )
        for number, key, who in REVIEWERS
        if number > rank
    )


def check_failed() -> On:
    """The application does not fit what the other province has (S16, S24, S27, S28)."""
    return told("check_failed", Text("校验未通过", "Check failed"), "check_failed", ERROR_CODE, ERROR_TEXT)


def file_sent(*, skips: bool = False) -> On:
    """The student file has come: the child is taken in, unless its document has become another record's meanwhile."""
    return On(
        "file_sent",
        Text("学籍调档完毕", "Student file received"),
        Party.NATIONAL_SYSTEM,
        "student_file_received",
        guards=(national.identity_is_free,),
        then=TAKE_IN,
        source="S18",
        skips=skips,
    )


def aborted() -> On:
    """The nation ends the application for causes of its own, above all at the turn of a term (S18)."""
    return told("aborted", Text("异常结束", "Ended irregularly"), "aborted", ERROR_CODE, ERROR_TEXT, then=RELEASE)


def withdrawal_confirmed() -> On:
    """The application is ended as asked; a new one may be made (S18)."""
    return told("withdrawal_confirmed", Text("撤销完毕", "Withdrawal confirmed"), "withdrawal_confirmed", then=RELEASE)


def withdrawal_refused() -> On:
    """The other province had settled it already: the file may be requested."""
    return told(
        "withdrawal_refused",
        Text("已核办完毕，不能撤销", "Settled already: cannot be withdrawn"),
        "awaiting_file_request",
        ERROR_CODE,
        ERROR_TEXT,
    )
