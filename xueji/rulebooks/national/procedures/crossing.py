"""The road of an application in the other province, mirrored here as the national system reports it (S16–S18).

An edition writes its own reviews before it: whoever approves last owes ``send_application`` and leads to the state
``sent_to_sending_province``. From there on the road is the nation's, and the same for every edition.
"""

from __future__ import annotations

from xueji.process.notation import On, State, Within
from xueji.rulebooks.national.procedures.reports import (
    REVIEWERS,
    SENT,
    STATIONS,
    aborted,
    check_failed,
    file_sent,
    onward,
    refusals,
    withdrawal_confirmed,
    withdrawal_refused,
)
from xueji.rulebooks.national.procedures.steps import (
    WITHDRAWN_HERE,
    call_back,
    request_file,
    resend,
    withdraw,
    withdraw_there,
)
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

FILE_REQUEST = Within("file_request_days")
CORRECTION = Within("correction_days")
NOT_OURS_TO_COUNT = Text(
    "由全国系统和转出省办理，所需时间无法估计（S10）。",
    "With the national system and the other province; how long they need cannot be told (S10).",
)


def mirrored_states(*, resubmission: tuple[On, ...], watchers: tuple[Party, ...]) -> tuple[State, ...]:
    """Write the whole road from the sending on.

    ``resubmission`` is how an edition lets a failed or stuck application be sent anew; ``watchers`` are those who may
    call back, or send once more, one about which the nation is silent (S29).
    """
    return (
        _sent(watchers),
        _check_failed(resubmission),
        *_under_review(),
        *_refused(),
        _awaiting_file_request(),
        _file_requested(),
        State("student_file_received", Text("学籍调档完毕", "Student file received"), closed="approved"),
        _withdrawal_sent(),
        State("withdrawal_confirmed", Text("转学撤销完毕", "Withdrawal confirmed"), closed="withdrawn"),
        State(
            WITHDRAWN_HERE,
            Text("转学申请已撤销（不在转出省办理中）", "Withdrawn while not with the other province"),
            closed="withdrawn",
            ours=True,
        ),
        _aborted(),
        _called_back(resubmission),
    )


def _sent(watchers: tuple[Party, ...]) -> State:
    return State(
        "sent_to_sending_province",
        Text("转学申请已发往转出省", "Sent to the other province"),
        Party.NATIONAL_SYSTEM,
        on=(
            check_failed(),
            *onward(SENT),
            *refusals(SENT),
            file_sent(skips=True),
            withdraw_there(),
            call_back(watchers),
            resend(watchers),
            aborted(),
        ),
        no_clock_because=NOT_OURS_TO_COUNT,
        note=Text(
            "长时间停在本状态的，多为附件或转出省份有误，全国系统不返回错误（S29）。",
            "What stays here long mostly has a faulty attachment or province; the nation answers nothing (S29).",
        ),
    )


def _check_failed(resubmission: tuple[On, ...]) -> State:
    return State(
        "check_failed",
        Text("转出省校验未通过", "Check failed in the other province"),
        Party.RECEIVING_SCHOOL,
        CORRECTION,
        on=(*resubmission, withdraw_there(), aborted()),
        note=Text(
            "学籍号或姓名有误，或学生在转出省定位不到；按返回的错误信息核对后重新提交。",
            "Number or name is wrong, or the child is not found there; correct what the error says and resubmit.",
        ),
    )


def _under_review() -> tuple[State, ...]:
    awaiting = Text("等待转出学校审核", "Awaiting review by the sending school")
    return tuple(
        State(
            key,
            awaiting if rank == 0 else label,
            Party.NATIONAL_SYSTEM,
            on=(*onward(rank), *refusals(rank), file_sent(skips=True), withdraw_there(), aborted()),
            no_clock_because=NOT_OURS_TO_COUNT,
        )
        for rank, (_, key, label) in enumerate(STATIONS[:-1])
    )


def _refused() -> tuple[State, ...]:
    return tuple(
        State(f"{key}_refused", Text(f"{who.zh}审核不通过", f"Refused by {who.en}"), closed="refused")
        for _, key, who in REVIEWERS
    )


def _awaiting_file_request() -> State:
    return State(
        "awaiting_file_request",
        Text("等待转入学校调档", "Awaiting the request for the file"),
        Party.RECEIVING_SCHOOL,
        FILE_REQUEST,
        on=(request_file(), file_sent(skips=True), aborted()),
        note=Text(
            "转出省已经核办完毕，不能再撤销（全国规则）。", "The other province has settled it; no withdrawal any more."
        ),
    )


def _file_requested() -> State:
    return State(
        "file_requested",
        Text("调档申请已发往转出省", "Request for the file sent"),
        Party.NATIONAL_SYSTEM,
        on=(file_sent(), aborted()),
        no_clock_because=NOT_OURS_TO_COUNT,
    )


def _withdrawal_sent() -> State:
    return State(
        "withdrawal_sent",
        Text("转学撤销申请已发往转出省", "Withdrawal sent to the other province"),
        Party.NATIONAL_SYSTEM,
        on=(withdrawal_confirmed(), withdrawal_refused(), *refusals(SENT), aborted()),
        no_clock_because=NOT_OURS_TO_COUNT,
        note=Text(
            "途中的审核通过不再改变状态；不能撤销的，回到“等待转入学校调档”。",
            "Approvals still on their way change nothing; if it cannot be withdrawn, the file may be requested.",
        ),
    )


def _aborted() -> State:
    return State(
        "aborted",
        Text("异常结束", "Ended irregularly"),
        closed="ended",
        note=Text(
            "全国系统调整学期前，会结束上一学期还未校验的申请；可以重新申请。",
            "Before the turn of a term the nation ends what it has not checked; apply anew.",
        ),
    )


def _called_back(resubmission: tuple[On, ...]) -> State:
    return State(
        "sent_back_when_stuck",
        Text("打回待重新提交", "Called back, to be resubmitted"),
        Party.RECEIVING_SCHOOL,
        CORRECTION,
        on=(*resubmission, withdraw(WITHDRAWN_HERE, source="S29")),
        ours=True,
        note=Text(
            "请核对附件和转出省份后重新提交（S29）。", "Check the attachments and the province, then resubmit (S29)."
        ),
    )
