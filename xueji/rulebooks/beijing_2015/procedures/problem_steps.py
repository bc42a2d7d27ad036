"""What the roads of a problem record share (S21): school → district → city, and the nation's answer where it is hers."""

from __future__ import annotations

from xueji.process.notation import Ask, Asked, Branch, On, Proof, State, Then, Within
from xueji.rulebooks.national.guards import problem
from xueji.rulebooks.national.procedures.reports import ERROR_CODE, ERROR_TEXT
from xueji.vocabulary.facts.problem import OwnRow
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

SOURCE = "S21"
OURS = "INF"
REVIEW = Within("review_days")
CORRECTION = Within("correction_days")
NOTHING = Then()
SETTLE = Then(do=("settle_problem",))

TO_OPEN = (problem.no_other_open_case,)
THROUGHOUT = (problem.problem_is_open,)

OWN_ROW = Ask(
    "own_row",
    Text("核对证件后，本校学生信息是否正确", "Compared with the papers, is our row right"),
    "code",
    tuple((row.value, row.label) for row in OwnRow),
)
REALLY_DUPLICATE = Ask(
    "really_duplicate",
    Text("是否确为同一名学生的重复学籍", "Is it truly a second record of one child"),
    "code",
    (("yes", Text("是，确实重复", "Yes, truly double")), ("no", Text("不是", "No"))),
)
PAPERS: tuple[Asked, ...] = (
    Proof("identity_proof", Text("居民户口簿或身份证", "Hukou booklet or identity card")),
    Proof("attendance_proof", Text("在读（离校）证明", "Certificate of attendance or of leaving"), required=False),
)

NATION_SAYS = Ask("remote_text", Text("全国系统说明", "What the national system says"), required=False)

APPROVE = Text("审核通过", "Approve")
REFUSE = Text("审核不通过", "Refuse")
SEND_BACK = Text("退回补正", "Send back for correction")
WITHDRAW = Text("撤销申请", "Withdraw the application")
_NATION_HAS_IT = Text(
    "由全国系统处理，时间不由本市决定", "The national system has it; how long it takes is not ours to say"
)


def states(to_the_city: State, *after: State, asks: tuple[Asked, ...]) -> tuple[State, ...]:
    """The whole machine: district, the city's step given, what comes after it, and the ends all roads share."""
    return (
        _district(to_the_city.key),
        to_the_city,
        _sent_back(asks),
        *after,
        State("district_refused", Text("区县审核不通过", "Refused by the district"), closed="refused", ours=True),
        State("city_refused", Text("市级审核不通过", "Refused by the city"), closed="refused"),
        WITHDRAWN,
        OVERTAKEN,
    )


def city(*, send: str, branches: tuple[Branch, ...], settle: Then | None) -> State:
    """The city's step: on to the nation, or settled here where our own scan alone raised the doubt."""
    settles = (
        On(
            "settle",
            Text("审核通过，本市办结", "Approve and settle"),
            Party.CITY,
            "city_settled",
            guards=(problem.found_by_our_scan,),
            throughout=True,
            then=settle or NOTHING,
            tone="positive",
            source=OURS,
        ),
    )
    return State(
        "awaiting_city_review",
        Text("待市级审核", "Awaiting the city's review"),
        Party.CITY,
        REVIEW,
        on=(
            On(
                "approve",
                Text("审核通过，报全国系统", "Approve and send to the nation"),
                Party.CITY,
                branches,
                guards=(problem.known_to_the_nation,),
                throughout=True,
                then=Then(owe=(send,)),
                primary=True,
                tone="positive",
            ),
            *(settles if settle else ()),
            *_aside(Party.CITY, "city_refused"),
        ),
    )


def sent(key: str, *, answers: tuple[On, ...], label: Text | None = None) -> State:
    """The nation has it: only her answers lead on."""
    return State(
        key,
        label or Text("已提交全国系统", "Sent to the national system"),
        Party.NATIONAL_SYSTEM,
        on=answers,
        ours=True,
        no_clock_because=_NATION_HAS_IT,
    )


def closed_by_nation(then: Then = SETTLE) -> On:
    """The nation has taken the child off her table."""
    return On(
        "problem_closed",
        Text("全国系统已解除", "Closed by the nation"),
        Party.NATIONAL_SYSTEM,
        "nation_closed",
        then=then,
        asks=(NATION_SAYS,),
        tone="positive",
    )


def refused_by_nation(then: Then = NOTHING) -> On:
    """The nation does not accept what was submitted; the problem record stays open. Her text is kept in the answers."""
    return On(
        "problem_refused",
        Text("全国系统未通过", "Refused by the nation"),
        Party.NATIONAL_SYSTEM,
        "nation_refused",
        then=then,
        asks=(ERROR_CODE, ERROR_TEXT),
    )


CITY_SETTLED = State("city_settled", Text("市级审核通过", "Settled by the city"), closed="approved")
NATION_CLOSED = State("nation_closed", Text("问题学籍已解除", "Problem record closed"), closed="approved", ours=True)
NATION_REFUSED = State(
    "nation_refused", Text("全国系统处理未通过", "Refused by the national system"), closed="refused", ours=True
)


WITHDRAWN = State("withdrawn", Text("申请已撤销", "Application withdrawn"), closed="withdrawn", ours=True)
OVERTAKEN = State("overtaken", Text("全国系统已先行解除", "The nation closed it meanwhile"), closed="ended", ours=True)


def _district(after: str) -> State:
    return State(
        "awaiting_district_review",
        Text("待区县审核", "Awaiting the district's review"),
        Party.DISTRICT,
        REVIEW,
        ours=True,
        on=(
            On(
                "approve",
                APPROVE,
                Party.DISTRICT,
                after,
                throughout=True,
                primary=True,
                tone="positive",
            ),
            *_aside(Party.DISTRICT, "district_refused"),
        ),
    )


def _sent_back(asks: tuple[Asked, ...]) -> State:
    return State(
        "sent_back",
        Text("退回补正", "Sent back for correction"),
        Party.SCHOOL,
        CORRECTION,
        ours=True,
        on=(
            On(
                "resubmit",
                Text("补正后重新提交", "Resubmit after correction"),
                Party.SCHOOL,
                "awaiting_district_review",
                throughout=True,
                asks=asks,
                primary=True,
                tone="positive",
                source=OURS,
            ),
            withdraw(),
            overtaken(),
        ),
    )


def _aside(by: Party, refused: str) -> tuple[On, ...]:
    return (
        On("refuse", REFUSE, by, refused, needs_reason=True, tone="negative"),
        On("send_back", SEND_BACK, by, "sent_back", needs_reason=True, source=OURS),
        withdraw(),
        overtaken(),
    )


def withdraw() -> On:
    """The school takes its application back."""
    return On("withdraw", WITHDRAW, Party.SCHOOL, "withdrawn", needs_reason=True, tone="negative", source=OURS)


def overtaken() -> On:
    """The nation closes the problem by itself while the application is still with us."""
    return On(
        "problem_closed",
        Text("全国系统已解除", "Closed by the nation"),
        Party.NATIONAL_SYSTEM,
        "overtaken",
        then=SETTLE,
        asks=(NATION_SAYS,),
        source=OURS,
    )
