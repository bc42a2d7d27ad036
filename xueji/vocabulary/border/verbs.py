"""The verbs of the border: what we say to the national system, and what we hear from it.

Nothing national (its field names, its status texts, its codes of kinds) stands here: an adapter translates.
"""

from __future__ import annotations

from enum import StrEnum

from xueji.vocabulary.text import Text


class ToNation(StrEnum):
    """What we say to the national system."""

    REPORT = "report"
    APPLY = "apply"
    WITHDRAW = "withdraw"
    REQUEST_FILE = "request_file"
    REVIEW = "review"
    RELEASE_FILE = "release_file"
    REQUEST_NUMBER = "request_number"
    SUBSTANTIATE = "substantiate"
    CORRECT = "correct"
    REMOVE = "remove"
    SET_STANDING = "set_standing"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _SAID[self]

    @property
    def answers(self) -> frozenset[FromNation]:
        """What answers it; a message that has heard none of these is waiting, and silent after its time."""
        return _ANSWERS[self]


class FromNation(StrEnum):
    """What the national system tells us."""

    RECEIVED = "received"
    REJECTED = "rejected"
    CHECK_PASSED = "check_passed"
    CHECK_FAILED = "check_failed"
    REVIEWED = "reviewed"
    FILE_READY = "file_ready"
    FILE_SENT = "file_sent"
    WITHDRAWN = "withdrawn"
    WITHDRAWAL_REFUSED = "withdrawal_refused"
    ABORTED = "aborted"
    APPLICATION_ARRIVED = "application_arrived"
    APPLICATION_WITHDRAWN = "application_withdrawn"
    FILE_REQUESTED = "file_requested"
    NUMBER_ALLOCATED = "number_allocated"
    NUMBER_REFUSED = "number_refused"
    PROBLEM_RAISED = "problem_raised"
    PROBLEM_CLOSED = "problem_closed"
    PROBLEM_REFUSED = "problem_refused"
    STANDING_SET = "standing_set"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _HEARD[self]

    @property
    def refuses(self) -> bool:
        """Whether it says no to what it answers."""
        return self in _REFUSING


class Business(StrEnum):
    """Which road across the line: a transfer in the midst of a stage, or going on after leaving one (S13)."""

    TRANSFER = "transfer"
    CONTINUATION = "continuation"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _BUSINESS[self]


class RemoteLevel(StrEnum):
    """Who reviews in the other province; a province may leave out the upper two (S17)."""

    SCHOOL = "school"
    DISTRICT = "district"
    PREFECTURE = "prefecture"
    PROVINCE = "province"

    @property
    def rank(self) -> int:
        """Place in the order of reviews, from 1."""
        return list(RemoteLevel).index(self) + 1


_SAID = {
    ToNation.REPORT: Text("上报学籍变动", "Report of a change"),
    ToNation.APPLY: Text("跨省申请", "Application across provinces"),
    ToNation.WITHDRAW: Text("撤销申请", "Withdrawal of an application"),
    ToNation.REQUEST_FILE: Text("调档申请", "Request for the student file"),
    ToNation.REVIEW: Text("转出审核结果", "Our review of another province's application"),
    ToNation.RELEASE_FILE: Text("发出学籍档案", "Release of the student file"),
    ToNation.REQUEST_NUMBER: Text("申请分配全国学籍号", "Request for a national number"),
    ToNation.SUBSTANTIATE: Text("问题学籍佐证", "Substantiation of a problem record"),
    ToNation.CORRECT: Text("问题学籍变更", "Correction of a problem record"),
    ToNation.REMOVE: Text("问题学籍删除", "Removal of a problem record"),
    ToNation.SET_STANDING: Text("修改全国库在校状态", "Change of the national standing"),
}
_HEARD = {
    FromNation.RECEIVED: Text("已收到", "Received"),
    FromNation.REJECTED: Text("不能受理", "Not accepted"),
    FromNation.CHECK_PASSED: Text("校验通过", "Check passed"),
    FromNation.CHECK_FAILED: Text("校验未通过", "Check failed"),
    FromNation.REVIEWED: Text("外省审核结果", "Review by the other province"),
    FromNation.FILE_READY: Text("等待调档", "The file may be requested"),
    FromNation.FILE_SENT: Text("学籍档案到达", "The student file has come"),
    FromNation.WITHDRAWN: Text("撤销完毕", "Withdrawal confirmed"),
    FromNation.WITHDRAWAL_REFUSED: Text("不能撤销", "Withdrawal refused"),
    FromNation.ABORTED: Text("异常结束", "Aborted"),
    FromNation.APPLICATION_ARRIVED: Text("外省申请到达", "Application from another province"),
    FromNation.APPLICATION_WITHDRAWN: Text("外省撤销申请", "Application withdrawn by the other province"),
    FromNation.FILE_REQUESTED: Text("外省申请调档", "The other province requests the file"),
    FromNation.NUMBER_ALLOCATED: Text("全国学籍号下发", "National number allocated"),
    FromNation.NUMBER_REFUSED: Text("全国学籍号未分配", "National number refused"),
    FromNation.PROBLEM_RAISED: Text("认定为问题学籍", "Problem record raised"),
    FromNation.PROBLEM_CLOSED: Text("问题学籍已解除", "Problem record closed"),
    FromNation.PROBLEM_REFUSED: Text("问题学籍处理未通过", "Handling of the problem record refused"),
    FromNation.STANDING_SET: Text("全国库在校状态已更新", "National standing updated"),
}
_BUSINESS = {
    Business.TRANSFER: Text("跨省转学", "Cross-province transfer"),
    Business.CONTINUATION: Text("毕业后跨省就学", "Continuation in another province"),
}
_REFUSING = frozenset(
    {
        FromNation.REJECTED,
        FromNation.CHECK_FAILED,
        FromNation.WITHDRAWAL_REFUSED,
        FromNation.ABORTED,
        FromNation.NUMBER_REFUSED,
        FromNation.PROBLEM_REFUSED,
    }
)
_ALWAYS = frozenset({FromNation.REJECTED})
_PROBLEM = _ALWAYS | {FromNation.PROBLEM_CLOSED, FromNation.PROBLEM_REFUSED}
_ANSWERS = {
    ToNation.REPORT: _ALWAYS | {FromNation.RECEIVED},
    ToNation.APPLY: _ALWAYS | {FromNation.CHECK_PASSED, FromNation.CHECK_FAILED, FromNation.ABORTED},
    ToNation.WITHDRAW: _ALWAYS | {FromNation.WITHDRAWN, FromNation.WITHDRAWAL_REFUSED, FromNation.ABORTED},
    ToNation.REQUEST_FILE: _ALWAYS | {FromNation.FILE_SENT, FromNation.ABORTED},
    ToNation.REVIEW: _ALWAYS | {FromNation.RECEIVED},
    ToNation.RELEASE_FILE: _ALWAYS | {FromNation.RECEIVED},
    ToNation.REQUEST_NUMBER: _ALWAYS | {FromNation.NUMBER_ALLOCATED, FromNation.NUMBER_REFUSED},
    ToNation.SUBSTANTIATE: _PROBLEM,
    ToNation.CORRECT: _PROBLEM,
    ToNation.REMOVE: _PROBLEM,
    ToNation.SET_STANDING: _ALWAYS | {FromNation.STANDING_SET},
}
