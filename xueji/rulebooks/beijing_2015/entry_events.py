"""Events of entry registration that several states share: what the district may always do, giving back, reassigning."""

from __future__ import annotations

from xueji.process.notation import Ask, Branch, On, Then
from xueji.rulebooks.beijing_2015 import causes
from xueji.rulebooks.beijing_2015.guards import entry as local
from xueji.rulebooks.national.guards import entry as national
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

LIST_OR_OVERDUE = (Branch(local.registration_is_open, "unclaimed"), Branch(None, "awaiting_cause"))
RELEASE = Then(do=("release_place",))

CONFIRM = Text("确认录取", "Confirm admission")
WITHDRAW = Text("撤回录取", "Withdraw admission")
GIVE_BACK = Text("退回区县", "Give back to the district")
REASSIGN = Text("改派学校", "Assign another school")
ASSIGN_CAUSE = Text("登记未入学原因", "Record why not enrolled")


def district_always(here: str, then: Then) -> tuple[On, ...]:
    """Two things the district may do in every open state; ``then`` gives back the place, where one is held."""
    return (
        On(
            "confirm_admission",
            CONFIRM,
            Party.DISTRICT,
            here,
            guards=(national.admission_not_yet_confirmed,),
            then=Then(do=("confirm_admission",)),
            tone="positive",
            source="S5 第十四条",
        ),
        On(
            "withdraw_entrant",
            WITHDRAW,
            Party.DISTRICT,
            "withdrawn",
            then=then,
            needs_reason=True,
            tone="negative",
            source="INF",
        ),
    )


def give_back(then: Then) -> On:
    """Let the school hand the entrant to the district, because the child is not this school's to register."""
    return On(
        "give_back",
        GIVE_BACK,
        Party.SCHOOL,
        "given_back",
        then=then,
        asks=(Ask("cause", Text("退回原因", "Cause"), "code", causes.GIVEN_BACK, ours=True),),
        needs_reason=True,
        tone="negative",
        source="INF",
    )


def revoke() -> On:
    """Take a mistaken registration back; the place becomes free."""
    return On(
        "revoke_registration",
        Text("撤销注册", "Revoke registration"),
        Party.SCHOOL,
        "claimed",
        then=RELEASE,
        needs_reason=True,
        tone="negative",
        source="INF",
    )


def reassign(*, restarts_clock: bool = False) -> On:
    """Let the district find another of its schools; after the deadline the entrant stays among the overdue."""
    return On(
        "reassign_school",
        REASSIGN,
        Party.DISTRICT,
        LIST_OR_OVERDUE,
        guards=(national.target_school_fits,),
        then=Then(do=("move_entrant",)),
        asks=(Ask("school", Text("改派到", "New school"), "school"),),
        needs_reason=True,
        tone="positive",
        restarts_clock=restarts_clock,
        source="INF",
    )


def assign_cause() -> On:
    """Close the case of a child who did not enter school here, with the cause."""
    return On(
        "assign_cause",
        ASSIGN_CAUSE,
        Party.DISTRICT,
        "not_enrolled",
        asks=(Ask("cause", Text("未入学原因", "Cause"), "code", causes.NOT_ENROLLED, ours=True),),
        needs_reason=True,
        tone="negative",
        source="S5 第十六条",
    )
