"""新生报到: Lanting's way from the admission to a record. The place is held at the claim; there is no city."""

from __future__ import annotations

from xueji.process.notation import (
    Ask,
    Branch,
    Choices,
    Keep,
    On,
    Procedure,
    State,
    Subject,
    Then,
    Until,
    Window,
    Within,
)
from xueji.rulebooks.lanting.guards import entry as local
from xueji.rulebooks.national.guards import entry as national
from xueji.vocabulary.facts.entry import EntryFacts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

TERM_START = Text("开学", "term start")
ENTRY = Within("registration_days", since="term_start", since_label=TERM_START)
DEFERRAL = Within("deferral_request_days", since="term_start", since_label=TERM_START)
COUNTY_REVIEW = Within("review_days")
OWN_TIME = Keep(otherwise=Within("late_assignment_days"))
CLASS_OR_WAIT = (Branch(national.record_is_elsewhere, "record_awaited"), Branch(None, "registered"))
RELEASE = Then(do=("release_place",))

CAUSES: Choices = (
    ("elsewhere", Text("在别处就读", "Attends another school")),
    ("abroad", Text("出国（境）", "Gone abroad")),
    ("out_of_reach", Text("联系不上", "Cannot be reached")),
    ("other", Text("其他", "Other")),
)


def _give_back(then: Then) -> On:
    return On(
        "give_back",
        Text("退回县里", "Give back to the county"),
        Party.SCHOOL,
        "given_back",
        then=then,
        needs_reason=True,
        tone="negative",
        source="岚汀省规 第十一条",
    )


def _county(here: str, then: Then) -> tuple[On, ...]:
    confirm = On(
        "confirm_admission",
        Text("确认名单", "Confirm admission"),
        Party.DISTRICT,
        here,
        guards=(national.admission_not_yet_confirmed,),
        then=Then(do=("confirm_admission",)),
        tone="positive",
        source="岚汀省规 第五条",
    )
    withdraw = On(
        "withdraw_entrant",
        Text("取消录取", "Cancel admission"),
        Party.DISTRICT,
        "withdrawn",
        then=then,
        needs_reason=True,
        tone="negative",
        source="岚汀省规 第十一条",
    )
    return confirm, withdraw


def _assign_cause() -> On:
    return On(
        "assign_cause",
        Text("登记原因", "Record the cause"),
        Party.DISTRICT,
        "not_enrolled",
        asks=(Ask("cause", Text("未入学原因", "Cause"), "code", CAUSES, ours=True),),
        needs_reason=True,
        tone="negative",
        source="岚汀省规 第十条",
    )


UNCLAIMED = State(
    "unclaimed",
    Text("待领取", "To be fetched"),
    Party.SCHOOL,
    ENTRY,
    on=(
        On(
            "claim",
            Text("领取", "Fetch"),
            Party.SCHOOL,
            "claimed",
            guards=(local.within_entry_period, local.place_is_free),
            then=Then(do=("match_student", "hold_place")),
            primary=True,
            tone="positive",
            source="岚汀省规 第六条",
        ),
        On(
            "deadline",
            Text("领取期限已过", "Time to fetch is over"),
            Party.CLOCK,
            "unregistered",
            guards=(national.due_has_passed,),
            then=Then(owe=("notify_district",)),
            source="岚汀省规 第八条",
        ),
        On(
            "undo_import",
            Text("撤销导入", "Undo import"),
            Party.ADMISSIONS,
            "import_undone",
            guards=(national.not_acted_on,),
            needs_reason=True,
            tone="negative",
            source="岚汀省规 第五条",
        ),
        _give_back(Then()),
        *_county("unclaimed", Then()),
    ),
)

CLAIMED = State(
    "claimed",
    Text("待报到", "To report"),
    Party.SCHOOL,
    ENTRY,
    on=(
        On(
            "register",
            Text("报到", "Report"),
            Party.SCHOOL,
            CLASS_OR_WAIT,
            guards=(local.within_entry_period, local.foreign_student_license),
            primary=True,
            tone="positive",
            source="岚汀省规 第八条",
        ),
        On(
            "defer",
            Text("缓报到", "Defer"),
            Party.SCHOOL,
            "deferred",
            guards=(local.within_deferral_period, national.deferred_until_is_valid),
            asks=(Ask("deferred_until", Text("缓至", "Deferred until"), "date"),),
            needs_reason=True,
            source="岚汀省规 第九条",
        ),
        On(
            "mark_unregistered",
            Text("标注未报到", "Mark as not reported"),
            Party.SCHOOL,
            "unregistered",
            guards=(local.entry_period_over,),
            then=Then(do=("release_place",), owe=("notify_district",)),
            needs_reason=True,
            tone="negative",
            source="岚汀省规 第十条",
        ),
        _give_back(RELEASE),
        *_county("claimed", RELEASE),
    ),
)

REGISTERED = State(
    "registered",
    Text("已报到", "Reported"),
    Party.SCHOOL,
    OWN_TIME,
    on=(
        On(
            "assign",
            Text("编班", "Assign to a class"),
            Party.SCHOOL,
            "established",
            guards=(
                local.within_assignment_period,
                national.admission_confirmed,
                national.no_open_problem,
                national.identity_is_free,
                national.no_record_yet,
                national.prior_stage_closed,
                local.place_is_free,
                local.foreign_student_license,
                national.class_group_fits,
            ),
            then=Then(do=("establish_record", "take_held_place"), owe=("report_to_national_system",)),
            asks=(Ask("class_group", Text("班级", "Class group"), "class_group"),),
            primary=True,
            tone="positive",
            source="岚汀省规 第八条",
        ),
        _give_back(RELEASE),
        *_county("registered", RELEASE),
    ),
)

DEFERRED = State(
    "deferred",
    Text("缓报到", "Deferred"),
    Party.SCHOOL,
    Until("deferred_until"),
    on=(
        On(
            "register",
            Text("报到", "Report"),
            Party.SCHOOL,
            CLASS_OR_WAIT,
            guards=(local.deferral_still_runs, local.foreign_student_license),
            primary=True,
            tone="positive",
            source="岚汀省规 第九条",
        ),
        On(
            "deferral_ended",
            Text("缓报到已到期", "Deferral is over"),
            Party.CLOCK,
            "unregistered",
            guards=(national.due_has_passed,),
            then=Then(do=("release_place",), owe=("notify_district",)),
            source="岚汀省规 第九条",
        ),
        *_county("deferred", RELEASE),
    ),
)

UNREGISTERED = State(
    "unregistered",
    Text("未报到", "Not reported"),
    Party.DISTRICT,
    COUNTY_REVIEW,
    on=(
        On(
            "late_register",
            Text("补报到", "Report late"),
            Party.SCHOOL,
            CLASS_OR_WAIT,
            guards=(local.late_entry_granted, local.place_is_free, local.foreign_student_license),
            then=Then(do=("match_student", "hold_place")),
            primary=True,
            tone="positive",
            source="岚汀省规 第十条",
        ),
        _assign_cause(),
        *_county("unregistered", Then()),
    ),
)

RECORD_AWAITED = State(
    "record_awaited",
    Text("待补档案", "Record awaited"),
    Party.SCHOOL,
    on=(
        On(
            "record_found",
            Text("档案已到", "Record has arrived"),
            Party.SCHOOL,
            "registered",
            guards=(national.record_has_arrived,),
            primary=True,
            tone="positive",
            source="岚汀省规 第十二条",
        ),
        _give_back(RELEASE),
        *_county("record_awaited", RELEASE),
    ),
    no_clock_because=Text("等待外省档案，不计时。", "Waiting for another province's file; no time runs."),
)

GIVEN_BACK = State(
    "given_back",
    Text("待县改派", "With the county"),
    Party.DISTRICT,
    COUNTY_REVIEW,
    on=(
        On(
            "reassign_school",
            Text("改派", "Assign another school"),
            Party.DISTRICT,
            "unclaimed",
            guards=(national.target_school_fits,),
            then=Then(do=("move_entrant",)),
            asks=(Ask("school", Text("改派到", "New school"), "school"),),
            primary=True,
            tone="positive",
            source="岚汀省规 第十一条",
        ),
        _assign_cause(),
        *_county("given_back", Then()),
    ),
)

PROCEDURE = Procedure(
    key="entry_registration",
    title=Text("新生报到", "Entry registration"),
    source="岚汀省规 第五条至第十二条",
    about=Subject.ENTRANT,
    opened_by=Party.ADMISSIONS,
    open_label=Text("下发名单", "Send out the list"),
    facts=EntryFacts,
    windows=(Window("registration_open", ENTRY), Window("deferral_open", DEFERRAL)),
    states=(
        UNCLAIMED,
        CLAIMED,
        REGISTERED,
        DEFERRED,
        UNREGISTERED,
        RECORD_AWAITED,
        GIVEN_BACK,
        State("established", Text("已编班", "Assigned"), closed="approved"),
        State("not_enrolled", Text("未入学", "Not enrolled"), closed="ended"),
        State("withdrawn", Text("录取已取消", "Admission canceled"), closed="withdrawn"),
        State("import_undone", Text("导入已撤销", "Import undone"), closed="withdrawn", ours=True),
    ),
)
