"""转学未到校退回: a child that was transferred and never arrived goes back to the school it came from (row 97c; ours)."""

from __future__ import annotations

from xueji.process.notation import (
    Ask,
    Correction,
    Procedure,
    Proof,
    Review,
    Route,
    Row,
    Step,
    Subject,
    Then,
    Undo,
    Withdrawal,
    Within,
)
from xueji.rulebooks.national.guards import transfer as national
from xueji.vocabulary.facts.transfer import TransferFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REVIEW = Within("review_days")
OURS = "INF (法规未规定；比照 S8、S14、S15)"

PROCEDURE = Procedure(
    key="transfer_return",
    title=Text("转学未到校退回", "Return of a child that never arrived"),
    source=OURS,
    about=Subject.STUDENT_RECORD,
    opened_by=Party.SENDING_SCHOOL,
    open_label=Text("申请退回原学校", "Ask for the return to the former school"),
    facts=TransferFacts,
    to_open=(
        national.no_other_open_case,
        national.came_by_transfer,
        national.return_still_open,
        national.returns_to_former_school,
        national.former_school_has_place,
    ),
    throughout=(national.record_is_studying, national.no_problem_record),
    asks=(
        Ask(
            "return_reason",
            Text("未到校情况", "Why the child did not arrive"),
            "code",
            (
                ("stayed", Text("仍在原学校就读", "Still attends the former school")),
                ("changed_mind", Text("监护人放弃转学", "The guardian gave the transfer up")),
                ("moved_back", Text("又迁回原址", "Moved back")),
            ),
            ours=True,
        ),
        Proof("guardian_statement", Text("监护人情况说明", "Statement of the guardian")),
    ),
    reviews=(
        (
            Party.RECEIVING_SCHOOL,
            Review(
                waiting=Text("待原学校确认", "Awaiting confirmation by the former school"),
                approved=Text("原学校确认接回", "The former school takes the child back"),
                refused=Text("原学校不予接回", "The former school does not take the child back"),
                clock=REVIEW,
                ours=True,
                source=OURS,
            ),
        ),
        (
            Party.RECEIVING_DISTRICT,
            Review(
                waiting=Text("待原区县审核", "Awaiting review by the former district"),
                approved=Text("退回原学校完毕", "Returned to the former school"),
                refused=Text("原区县审核不通过", "Refused by the former district"),
                clock=REVIEW,
                ours=True,
                source=OURS,
            ),
        ),
    ),
    route=Route(
        by=(),
        rows=(Row("1", (), (Step(Party.RECEIVING_SCHOOL), Step(Party.RECEIVING_DISTRICT)), OURS),),
    ),
    withdrawal=Withdrawal(
        label=Text("撤销申请", "Withdraw the application"),
        state=Text("退回申请已撤销", "Application withdrawn"),
        then=Then(do=("release_place",)),
        source=OURS,
    ),
    correction=Correction(
        label=Text("退回补正", "Send back for correction"),
        state=Text("退回补正", "Sent back for correction"),
        resubmit=Text("补正后重新提交", "Resubmit after correction"),
        clock=Within("correction_days"),
        source=OURS,
    ),
    undo=Undo(
        label=Text("收回本人的办理", "Take back my own decision"),
        refused=Then(do=("hold_place",)),
        reopens=(national.no_other_open_case, national.former_school_has_place),
        source=OURS,
    ),
    on_open=Then(do=("hold_place",)),
    on_refused=Then(do=("release_place",)),
    on_approved=Then(do=("move_enrollment", "take_held_place"), owe=("report_to_national_system",)),
)
