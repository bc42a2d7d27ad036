"""市内转学: the receiving school applies, the route decides who reviews (S4, S8, S9, S14, S15)."""

from __future__ import annotations

from xueji.process.notation import (
    Ask,
    Axis,
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
from xueji.rulebooks.beijing_2015.guards import papers
from xueji.rulebooks.beijing_2015.guards import transfer as local
from xueji.rulebooks.national.guards import transfer as national
from xueji.vocabulary.facts.transfer import Scope, TransferFacts, TransferReason
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text

REVIEW = Within("review_days")

AS_CITY_CHILD = frozenset({Residency.LOCAL.value, Residency.AS_LOCAL.value})
NON_LOCAL = frozenset({Residency.NON_LOCAL.value})
FOREIGN = frozenset({Residency.FOREIGN.value})
COMPULSORY = frozenset({StageGroup.COMPULSORY.value})
SENIOR = frozenset({StageGroup.SENIOR.value})
WITHIN = frozenset({Scope.WITHIN_DISTRICT.value})
ACROSS = frozenset({Scope.ACROSS_DISTRICTS.value})

BY_EXCEPTION = Text(
    "严格限制，须有市级批准的例外；附例外时与京籍高中同流程。",
    "Refused unless the city has granted an exception; then the route of a local senior child.",
)


def _chain(scope: frozenset[str], row: str) -> tuple[Step, ...]:
    """Write the chain of a scope; whether the city comes last, is only informed, or is left out is a dated value."""
    receiving = (Step(Party.RECEIVING_DISTRICT),) if scope is ACROSS else ()
    city = Step(Party.CITY, mode=f"city_step_row_{row}")
    return (*receiving, Step(Party.SENDING_SCHOOL), Step(Party.SENDING_DISTRICT), city)


def _row(
    name: str,
    stage: frozenset[str],
    pupil: frozenset[str],
    scope: frozenset[str],
    source: str,
    note: Text | None = None,
) -> Row:
    return Row(name, (stage, pupil, scope), _chain(scope, name.rstrip("ab")), source, note)


# Each office is told which papers lie there; what a family shows of its home is not the former school's to open.
NOT_FOR_FORMER_SCHOOL = (Party.SENDING_SCHOOL,)

FIVE_PROOFS_CHECKED = Ask(
    "five_proofs_verified",
    Text("五证核验结果", "The five proofs, as checked"),
    "code",
    (("yes", Text("五证齐全有效", "Complete and valid")), ("no", Text("不符合要求", "Not as required"))),
    when=papers.five_proofs_to_check,
)

ROUTE = Route(
    by=(
        Axis("stage_group", Text("学段", "Stage"), tuple((item.value, item.label) for item in StageGroup)),
        Axis("residency", Text("户籍类别", "Residency"), tuple((item.value, item.label) for item in Residency)),
        Axis("scope", Text("范围", "Scope"), tuple((item.value, item.label) for item in Scope)),
    ),
    rows=(
        _row("1", COMPULSORY, AS_CITY_CHILD, WITHIN, "S14; S15"),
        _row("2", COMPULSORY, AS_CITY_CHILD, ACROSS, "S8; S14; S15"),
        _row("3", COMPULSORY, NON_LOCAL, WITHIN, "S4; S14; S15 (除非京籍学生区县内转学外)"),
        _row("4", COMPULSORY, NON_LOCAL, ACROSS, "S15 (其他类型转学)"),
        _row("5", COMPULSORY, FOREIGN, WITHIN, "S15 (其他类型转学)"),
        _row("6", COMPULSORY, FOREIGN, ACROSS, "S9; S15"),
        _row("7", SENIOR, AS_CITY_CHILD, WITHIN, "S4; S14; S15"),
        _row("8", SENIOR, AS_CITY_CHILD, ACROSS, "S4; S14; S15"),
        _row("9a", SENIOR, NON_LOCAL, WITHIN, "S4", BY_EXCEPTION),
        _row("9b", SENIOR, NON_LOCAL, ACROSS, "S4", BY_EXCEPTION),
        _row("10a", SENIOR, FOREIGN, WITHIN, "S4; S9"),
        _row("10b", SENIOR, FOREIGN, ACROSS, "S4; S9"),
    ),
)

PROCEDURE = Procedure(
    key="in_city_transfer",
    title=Text("市内转学", "Transfer inside the city"),
    source="S4; S8; S9; S14; S15",
    about=Subject.STUDENT_RECORD,
    opened_by=Party.RECEIVING_SCHOOL,
    open_label=Text("提出转学申请", "Apply for the transfer"),
    facts=TransferFacts,
    to_open=(
        local.in_transfer_window,
        national.no_other_open_case,
        national.schools_differ,
        national.receiving_school_takes_grade,
        national.same_grade,
        national.class_is_of_the_grade,
        local.receiving_school_has_place,
        local.foreign_place_free,
        local.not_entry_grade_first_term,
        local.not_final_grade,
    ),
    throughout=(
        national.record_is_studying,
        national.not_on_leave,
        national.not_under_discipline,
        national.no_problem_record,
        local.senior_non_local_only_by_exception,
        local.ordinary_to_model_only_by_exception,
        local.foreign_student_license,
        local.five_proofs_verified,
    ),
    asks=(
        Ask(
            "reason_code",
            Text("转学原因", "Reason of the transfer"),
            "code",
            tuple((item.value, item.label) for item in TransferReason),
        ),
        Ask("class_group", Text("转入班级", "Class of arrival"), "class_group"),
        Proof("guardian_application", Text("监护人转学申请", "Guardian's application")),
        Proof(
            "hukou_booklet",
            Text("变更后的户口簿", "Hukou booklet after the move"),
            when=papers.hukou_moved,
            hidden_from=NOT_FOR_FORMER_SCHOOL,
        ),
        Proof(
            "home_proof",
            Text("变更后的房产证明", "Proof of the new home"),
            when=papers.home_moved,
            hidden_from=NOT_FOR_FORMER_SCHOOL,
        ),
        Proof(
            "reason_proof",
            Text("其他原因的证明材料", "Proof of the other reason"),
            when=papers.other_reason,
            hidden_from=NOT_FOR_FORMER_SCHOOL,
        ),
        Proof(
            "five_proofs",
            Text("五证", "Five proofs"),
            when=papers.needs_five_proofs,
            hidden_from=NOT_FOR_FORMER_SCHOOL,
        ),
    ),
    reviews=(
        (
            Party.RECEIVING_DISTRICT,
            Review(
                waiting=Text("待转入区县审核", "Awaiting review by the receiving district"),
                approved=Text("转入区县审核通过", "Approved by the receiving district"),
                refused=Text("转入区县审核不通过", "Refused by the receiving district"),
                clock=REVIEW,
                must_know=(local.five_proofs_verified,),
                asks=(FIVE_PROOFS_CHECKED,),
                source="S14; S15",
            ),
        ),
        (
            Party.SENDING_SCHOOL,
            Review(
                waiting=Text("待转出学校审核", "Awaiting review by the sending school"),
                approved=Text("转出学校审核通过", "Approved by the sending school"),
                refused=Text("转出学校审核不通过", "Refused by the sending school"),
                clock=REVIEW,
                source="S14; S15",
            ),
        ),
        (
            Party.SENDING_DISTRICT,
            Review(
                waiting=Text("待转出区县审核", "Awaiting review by the sending district"),
                approved=Text("转出区县审核通过", "Approved by the sending district"),
                refused=Text("转出区县审核不通过", "Refused by the sending district"),
                clock=REVIEW,
                must_know=(local.five_proofs_verified,),
                asks=(FIVE_PROOFS_CHECKED,),
                source="S14; S15",
            ),
        ),
        (
            Party.CITY,
            Review(
                waiting=Text("待市级审核", "Awaiting review by the city"),
                approved=Text("市级审核通过", "Approved by the city"),
                refused=Text("市级审核不通过", "Refused by the city"),
                clock=REVIEW,
                filed=Then(owe=("lodge_filing_with_city",)),
                source="S4; S14; S15",
            ),
        ),
    ),
    route=ROUTE,
    withdrawal=Withdrawal(
        label=Text("撤销申请", "Withdraw the application"),
        state=Text("转学申请已撤销", "Application withdrawn"),
        then=Then(do=("release_place",)),
        source="INF (全国规则：正在核办中的，转入学校可撤销)",
    ),
    correction=Correction(
        label=Text("退回补正", "Send back for correction"),
        state=Text("退回补正", "Sent back for correction"),
        resubmit=Text("补正后重新提交", "Resubmit after correction"),
        clock=Within("correction_days"),
        source="INF (审核中材料不齐的，退回申请学校补正，不改变平台状态)",
    ),
    undo=Undo(
        label=Text("收回本人的办理", "Take back my own decision"),
        refused=Then(do=("hold_place",)),
        reopens=(national.no_other_open_case, local.receiving_school_has_place, local.foreign_place_free),
        source="INF (下一环节尚未办理时)",
    ),
    on_open=Then(do=("hold_place",)),
    on_refused=Then(do=("release_place",)),
    on_approved=Then(do=("move_enrollment", "take_held_place"), owe=("report_to_national_system",)),
)
