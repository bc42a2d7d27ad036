"""新生入学注册: from the admission to a record and a class (S5–S7, articles 14–16)."""

from __future__ import annotations

from xueji.process.notation import (
    Ask,
    Branch,
    Keep,
    On,
    Procedure,
    Proof,
    State,
    Subject,
    Then,
    Until,
    Window,
    Within,
)
from xueji.rulebooks.beijing_2015 import causes
from xueji.rulebooks.beijing_2015.entry_events import (
    LIST_OR_OVERDUE,
    RELEASE,
    assign_cause,
    district_always,
    give_back,
    reassign,
    revoke,
)
from xueji.rulebooks.beijing_2015.guards import entry as local
from xueji.rulebooks.national.guards import entry as national
from xueji.vocabulary.facts.entry import EntryFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

TERM_START = Text("开学", "term start")
REGISTRATION = Within("registration_days", since="term_start", since_label=TERM_START)
DEFERRAL = Within("deferral_request_days", since="term_start", since_label=TERM_START)
DISTRICT_REVIEW = Within("review_days")
OWN_TIME = Keep(otherwise=Within("late_assignment_days"))

ADMISSIBLE = (
    local.senior_non_local_only_by_exception,
    local.foreign_student_license,
    local.place_is_free,
    local.foreign_place_is_free,
)
CLASS_OR_WAIT = (Branch(national.record_is_elsewhere, "record_awaited"), Branch(None, "registered"))

UNCLAIMED = State(
    "unclaimed",
    Text("未获取", "Unclaimed"),
    Party.SCHOOL,
    REGISTRATION,
    on=(
        On(
            "claim",
            Text("获取", "Claim"),
            Party.SCHOOL,
            "claimed",
            guards=(local.within_registration_period,),
            then=Then(do=("match_student",)),
            primary=True,
            tone="positive",
            source="S5",
        ),
        give_back(Then()),
        *district_always("unclaimed", Then()),
        On(
            "deadline",
            Text("获取期限已过", "Time to claim is over"),
            Party.CLOCK,
            "awaiting_cause",
            guards=(national.due_has_passed,),
            source="S5 第十四条",
        ),
        On(
            "undo_import",
            Text("撤销导入", "Undo import"),
            Party.ADMISSIONS,
            "import_undone",
            guards=(national.not_acted_on,),
            needs_reason=True,
            tone="negative",
            source="INF",
        ),
    ),
)

CLAIMED = State(
    "claimed",
    Text("已获取（待注册）", "Claimed, to register"),
    Party.SCHOOL,
    REGISTRATION,
    ours=True,
    on=(
        On(
            "register",
            Text("入学注册", "Register"),
            Party.SCHOOL,
            CLASS_OR_WAIT,
            guards=(local.within_registration_period, *ADMISSIBLE),
            then=Then(do=("hold_place",)),
            primary=True,
            tone="positive",
            source="S4; S5 第十四条",
        ),
        On(
            "defer",
            Text("延期注册", "Defer"),
            Party.SCHOOL,
            "deferred",
            guards=(local.within_deferral_period, national.deferred_until_is_valid, *ADMISSIBLE),
            then=Then(do=("hold_place",)),
            asks=(
                Ask("deferred_until", Text("延期至", "Deferred until"), "date"),
                Ask("cause", Text("延期原因", "Cause"), "code", causes.DEFERRAL, ours=True),
                Proof("deferral_proof", Text("监护人延期申请及证明材料", "Guardian's request and proof")),
            ),
            needs_reason=True,
            source="S5 第十五条",
        ),
        On(
            "mark_unregistered",
            Text("标注未办理注册手续", "Mark as unregistered"),
            Party.SCHOOL,
            "unregistered",
            guards=(local.registration_deadline_passed,),
            then=Then(owe=("notify_district",)),
            asks=(Ask("cause", Text("未注册原因", "Cause"), "code", causes.UNREGISTERED, ours=True),),
            needs_reason=True,
            tone="negative",
            source="S5 第十六条",
        ),
        give_back(Then()),
        *district_always("claimed", Then()),
    ),
)

REGISTERED = State(
    "registered",
    Text("已注册（待分班）", "Registered, to be assigned"),
    Party.SCHOOL,
    OWN_TIME,
    ours=True,
    on=(
        On(
            "assign",
            Text("注册分班", "Assign to a class"),
            Party.SCHOOL,
            "established",
            guards=(
                local.within_assignment_period,
                national.admission_confirmed,
                national.no_open_problem,
                national.identity_is_free,
                national.no_record_yet,
                national.prior_stage_closed,
                *ADMISSIBLE,
                national.class_group_fits,
            ),
            then=Then(do=("establish_record", "take_held_place"), owe=("report_to_national_system",)),
            asks=(Ask("class_group", Text("班级", "Class group"), "class_group"),),
            primary=True,
            tone="positive",
            source="S5 第十四条",
        ),
        revoke(),
        give_back(RELEASE),
        *district_always("registered", RELEASE),
    ),
)

DEFERRED = State(
    "deferred",
    Text("延期注册", "Deferred"),
    Party.SCHOOL,
    Until("deferred_until"),
    on=(
        On(
            "register",
            Text("入学注册", "Register"),
            Party.SCHOOL,
            CLASS_OR_WAIT,
            guards=(local.deferral_still_runs, *ADMISSIBLE),
            primary=True,
            tone="positive",
            source="S5 第十五条",
        ),
        On(
            "deferral_ended",
            Text("延期已到期", "Deferral is over"),
            Party.CLOCK,
            "unregistered",
            guards=(national.due_has_passed,),
            then=Then(do=("release_place",), owe=("notify_district",)),
            source="S5 第十五条、第十六条",
        ),
        give_back(RELEASE),
        *district_always("deferred", RELEASE),
    ),
    note=Text(
        "延期期间保留名额，到期未注册即释放。", "The place is kept until the deferral ends, and is free again after it."
    ),
)

UNREGISTERED = State(
    "unregistered",
    Text("未办理注册手续", "Unregistered"),
    Party.DISTRICT,
    on=(
        On(
            "late_register",
            Text("新生补注册", "Register late"),
            Party.SCHOOL,
            CLASS_OR_WAIT,
            guards=(local.late_entry_granted, *ADMISSIBLE),
            then=Then(do=("hold_place",)),
            primary=True,
            tone="positive",
            source="S41 第6类",
        ),
        assign_cause(),
        *district_always("unregistered", Then()),
    ),
    no_clock_because=Text(
        "已报区县备案，不得建立学籍；仅可经批准补注册。",
        "Filed with the district; no record may be made unless late entry is granted.",
    ),
)

RECORD_AWAITED = State(
    "record_awaited",
    Text("在读，待接续学籍", "Attending, record awaited"),
    Party.SCHOOL,
    ours=True,
    on=(
        On(
            "record_found",
            Text("学籍已到位", "Record has arrived"),
            Party.SCHOOL,
            "registered",
            guards=(national.record_has_arrived,),
            primary=True,
            tone="positive",
            source="S6; S7; S13",
        ),
        revoke(),
        give_back(RELEASE),
        *district_always("record_awaited", RELEASE),
    ),
    no_clock_because=Text(
        "等待外省市调档，所需时间本市无法控制，停止计时。",
        "Waiting for another province's file; time stands still meanwhile.",
    ),
)

GIVEN_BACK = State(
    "given_back",
    Text("已退回区县", "Given back to the district"),
    Party.DISTRICT,
    DISTRICT_REVIEW,
    ours=True,
    on=(
        reassign(),
        On(
            "return_to_school",
            Text("退还学校", "Return to the school"),
            Party.DISTRICT,
            LIST_OR_OVERDUE,
            needs_reason=True,
            source="INF",
        ),
        assign_cause(),
        *district_always("given_back", Then()),
    ),
)

AWAITING_CAUSE = State(
    "awaiting_cause",
    Text("逾期未获取", "Unclaimed after the deadline"),
    Party.DISTRICT,
    DISTRICT_REVIEW,
    ours=True,
    on=(
        assign_cause(),
        reassign(restarts_clock=True),
        On(
            "claim",
            Text("获取", "Claim"),
            Party.SCHOOL,
            "claimed",
            guards=(local.late_entry_granted,),
            then=Then(do=("match_student",)),
            tone="positive",
            source="S41 第6类",
        ),
        *district_always("awaiting_cause", Then()),
    ),
)

PROCEDURE = Procedure(
    key="entry_registration",
    title=Text("新生入学注册", "Entry registration"),
    source="S5 第十四条至第十六条; S6; S7",
    about=Subject.ENTRANT,
    opened_by=Party.ADMISSIONS,
    open_label=Text("登记录取结果", "Enter the admission"),
    facts=EntryFacts,
    windows=(Window("registration_open", REGISTRATION), Window("deferral_open", DEFERRAL)),
    states=(
        UNCLAIMED,
        CLAIMED,
        REGISTERED,
        DEFERRED,
        UNREGISTERED,
        RECORD_AWAITED,
        GIVEN_BACK,
        AWAITING_CAUSE,
        State("established", Text("建立学籍", "Record established"), closed="approved"),
        State("not_enrolled", Text("未入学", "Not enrolled"), closed="ended", ours=True),
        State("withdrawn", Text("录取已撤回", "Admission withdrawn"), closed="withdrawn", ours=True),
        State("import_undone", Text("导入已撤销", "Import undone"), closed="withdrawn", ours=True),
    ),
)
