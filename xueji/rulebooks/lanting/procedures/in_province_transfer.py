"""省内转学 (invented): the sending school checks; only a move between counties goes to the sending county as well."""

from __future__ import annotations

from xueji.process.notation import (
    Ask,
    Axis,
    Procedure,
    Proof,
    Review,
    Route,
    Row,
    Step,
    Subject,
    Then,
    Withdrawal,
    Within,
)
from xueji.rulebooks.lanting.guards import transfer as local
from xueji.rulebooks.national.guards import transfer as national
from xueji.vocabulary.facts.transfer import Scope, TransferFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

REVIEW = Within("review_days")
WITHIN = frozenset({Scope.WITHIN_DISTRICT.value})
ACROSS = frozenset({Scope.ACROSS_DISTRICTS.value})

PROCEDURE = Procedure(
    key="in_province_transfer",
    title=Text("省内转学", "Transfer inside the province"),
    source="岚汀省规 第十二至十四条",
    about=Subject.STUDENT_RECORD,
    opened_by=Party.RECEIVING_SCHOOL,
    open_label=Text("申请接收", "Ask to receive the child"),
    facts=TransferFacts,
    to_open=(
        national.no_other_open_case,
        national.schools_differ,
        national.receiving_school_takes_grade,
        national.class_is_of_the_grade,
        local.place_is_there,
        local.not_a_final_grade,
    ),
    throughout=(national.record_is_studying, national.not_on_leave, national.no_problem_record),
    asks=(
        Ask("class_group", Text("编入班级", "Class of arrival"), "class_group"),
        Proof("guardian_application", Text("监护人申请", "Guardian's application")),
    ),
    reviews=(
        (
            Party.SENDING_SCHOOL,
            Review(
                waiting=Text("待转出校核对", "With the sending school"),
                approved=Text("转出校核对无误", "Confirmed by the sending school"),
                refused=Text("转出校不予转出", "Refused by the sending school"),
                clock=REVIEW,
                source="岚汀省规 第十三条",
            ),
        ),
        (
            Party.SENDING_DISTRICT,
            Review(
                waiting=Text("待转出县办理", "With the sending county"),
                approved=Text("转出县办结", "Settled by the sending county"),
                refused=Text("转出县不予转出", "Refused by the sending county"),
                clock=REVIEW,
                source="岚汀省规 第十四条",
            ),
        ),
    ),
    route=Route(
        by=(Axis("scope", Text("范围", "Scope"), tuple((item.value, item.label) for item in Scope)),),
        rows=(
            Row("县内", (WITHIN,), (Step(Party.SENDING_SCHOOL),), "岚汀省规 第十三条"),
            Row("跨县", (ACROSS,), (Step(Party.SENDING_SCHOOL), Step(Party.SENDING_DISTRICT)), "岚汀省规 第十四条"),
        ),
    ),
    withdrawal=Withdrawal(
        label=Text("取消申请", "Withdraw"),
        state=Text("申请已取消", "Application withdrawn"),
        then=Then(do=("release_place",)),
        ours=False,
        source="岚汀省规 第十四条",
    ),
    on_open=Then(do=("hold_place",)),
    on_refused=Then(do=("release_place",)),
    on_approved=Then(do=("move_enrollment", "take_held_place"), owe=("report_to_national_system",)),
)
