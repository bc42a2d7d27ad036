"""The door's own sentences: no such case, a page grown old, a post that does not decide, a decision of somebody else."""

from xueji.cases.batch.work import Work
from xueji.process.truth import Truth
from xueji.process.wording import GRAMMAR, Reason
from xueji.vocabulary.text import Text


def _reason(rule: str, says: Text, mend: Text) -> Reason:
    return Reason(rule=rule, says=says, mend=mend, source=GRAMMAR, truth=Truth.FAILS)


ABSENT = _reason(
    "not_found",
    Text("没有找到这项业务。", "There is no such case."),
    Text("请核对链接，或从待办事项重新进入。", "Check the address, or start from your worklist."),
)
STALE = _reason(
    "stale_page",
    Text("您打开页面之后，这项业务已有新的办理。", "The case has moved on since you opened the page."),
    Text("请刷新页面，查看最新状态后再办理。", "Reload the page and look again."),
)
CONFLICT = _reason(
    "conflict",
    Text("他人正在同时办理相关业务，本次办理没有保存。", "Somebody else acted at the same moment; nothing was saved."),
    Text("请刷新页面，查看最新情况后重新办理。", "Reload the page and act again."),
)
NO_RECORD = _reason(
    "record_not_on_a_roll",
    Text("没有找到这份学籍，或该生现在不在任何学校就读。", "There is no such record, or it is on no school's roll."),
    Text("请核对学籍号和姓名；已离校的先由原学校核对学籍状态。", "Check number and name; ask the former school."),
)
NOT_OPEN = _reason(
    "procedure_not_open",
    Text("现行规则没有开放这项业务。", "The rulebook in force does not open this procedure."),
    Text("请从“可以办理”中选择。", "Choose one of the procedures offered."),
)
NOT_YOUR_DECISION = _reason(
    "not_your_decision",
    Text(
        "最近一次办理不是您本人所作，或已超过收回期限，不能收回。",
        "The last decision is not your own, or too old: it cannot be taken back.",
    ),
    Text(
        "请由办理人本人在期限内收回；已超过期限的，重新提出申请。",
        "The person who decided takes it back in time; after that, a new application is made.",
    ),
)
OWN_APPLICATION = _reason(
    "own_application",
    Text("这是您本人提出的申请，不能由您本人审核。", "You applied for this yourself; somebody else must review it."),
    Text("请由本单位其他同事办理。", "A colleague of the reviewing office takes the step."),
)


def not_your_school(opened_by: Text) -> Reason:
    """Say that the acting office is not the one that applies in this procedure."""
    return _reason(
        "not_your_step",
        Text(f"这项业务由{opened_by.zh}提出，您所在的单位不是。", f"It is opened by: {opened_by.en}; not your office."),
        Text(f"请由{opened_by.zh}的学籍管理员提出申请。", f"The registrar of the {opened_by.en.lower()} applies."),
    )


def post_may_not(work: Work) -> Reason:
    """Say which posts take this step."""
    roles = sorted(work.rulebook.roles_of(work.by))
    return _reason(
        "not_your_post",
        Text("您当前的岗位不办理这项业务。", "Your present post does not take this step."),
        Text(
            f"请由{'、'.join(role.label.zh for role in roles)}办理，或在右上角切换岗位。",
            f"Ask: {', '.join(role.label.en for role in roles)}; or switch your post.",
        ),
    )
