"""A library that lends books: a procedure without a school, on which the grammar is tested."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from xueji.process.compiled import CompiledProcedure
from xueji.process.compiler import compile_procedure
from xueji.process.guards import guard
from xueji.process.notation import (
    Ask,
    Axis,
    Branch,
    Keep,
    On,
    Procedure,
    Proof,
    Review,
    Route,
    Row,
    State,
    Step,
    Subject,
    Then,
    Until,
    Window,
    Withdrawal,
    Within,
)
from xueji.process.parameters import Parameters, parse_parameters
from xueji.process.rulebook import Rulebook
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.text import Text

DEEDS = frozenset({"lend", "take_back", "note_doubt"})
EFFECTS = frozenset({"write_reminder", "tell_city"})


@dataclass(frozen=True)
class LoanFacts:
    """What is known of one loan."""

    card_valid: bool | None = True
    overdue: bool = False
    damaged: bool = False
    checked: bool | None = True
    kind: str = "novel"
    soon: bool = True


def says(word: str) -> Text:
    """One text in both languages."""
    return Text(f"中文{word}", f"English {word}")


@guard(says=says("card"), mend=says("renew"), source="house rule 1", unknown_says=says("card not seen"))
def card_is_valid(facts: LoanFacts) -> bool | None:
    """Is the card valid?"""
    return facts.card_valid


@guard(says=says("whole"), mend=says("repair"), source="house rule 2", marks=("note_doubt",), applies=says("if whole"))
def book_is_whole(facts: LoanFacts) -> bool:
    """Is the book undamaged?"""
    return not facts.damaged


@guard(says=says("due"), mend=says("wait"), source="house rule 3")
def time_is_over(facts: LoanFacts) -> bool:
    """Has the due date passed?"""
    return facts.overdue


@guard(says=says("checked"), mend=says("check"), source="house rule 4")
def shelf_checked(facts: LoanFacts) -> bool | None:
    """Has the shelf been checked?"""
    return facts.checked


PARAMETERS_TOML = """
[loan_days]
title.zh = "借期"
title.en = "Loan"
unit = "working_days"
[[loan_days.values]]
from = 2000-01-01
value = 10
source = "house rule 5"
tag = "OURS"
[[loan_days.values]]
from = 2020-01-01
value = 20
source = "house rule 5, revised"
tag = "OURS"

[city_step]
title.zh = "市级"
title.en = "City"
unit = "step_mode"
[[city_step.values]]
from = 2000-01-01
value = "AUDIT"
source = "house rule 6"
tag = "OURS"
[[city_step.values]]
from = 2020-01-01
value = "FILING"
source = "house rule 6, revised"
tag = "OURS"
"""


def parameters() -> Parameters:
    """Return the library's numbers."""
    return parse_parameters(PARAMETERS_TOML)


ON_SHELF = State(
    "on_shelf",
    says("shelf"),
    Party.SCHOOL,
    Within("loan_days"),
    on=(
        On(
            "lend",
            says("lend"),
            Party.SCHOOL,
            (Branch(time_is_over, "missing"), Branch(None, "lent")),
            guards=(card_is_valid, book_is_whole),
            then=Then(do=("lend",)),
            asks=(Ask("until", says("until"), "date"), Proof("card", says("card copy"), when=book_is_whole)),
        ),
        On("look", says("look"), Party.SCHOOL, "on_shelf"),
        On("drop", says("drop"), (Party.SCHOOL, Party.DISTRICT), "lost", needs_reason=True, tone="negative"),
    ),
)
LENT = State(
    "lent",
    says("lent"),
    Party.SCHOOL,
    Until("until"),
    on=(
        On("return", says("return"), Party.SCHOOL, "returned", guards=(card_is_valid,), then=Then(do=("take_back",))),
        On(
            "remind",
            says("remind"),
            Party.CLOCK,
            "missing",
            guards=(time_is_over,),
            then=Then(owe=("write_reminder",)),
        ),
    ),
)
MISSING = State(
    "missing",
    says("missing"),
    Party.DISTRICT,
    Keep(otherwise=Within("loan_days")),
    on=(On("give_up", says("give up"), Party.DISTRICT, "lost", needs_reason=True, tone="negative"),),
)
RETURNED = State("returned", says("returned"), closed="approved")
LOST = State("lost", says("lost"), closed="ended")

LOAN = Procedure(
    key="loan",
    title=says("loan"),
    source="house rules",
    about=Subject.OFFICE,
    opened_by=Party.SCHOOL,
    open_label=says("ask"),
    facts=LoanFacts,
    windows=(Window("soon", Within("loan_days", since="term_start")),),
    states=(ON_SHELF, LENT, MISSING, RETURNED, LOST),
)


def review(word: str) -> Review:
    """One office's review."""
    return Review(says(f"待{word}"), says(f"{word}过"), says(f"{word}不过"), Within("loan_days"))


CITY_REVIEW = replace(review("市"), filed=Then(owe=("tell_city",)))
ROUTE = Route(
    by=(Axis("kind", says("kind"), (("novel", says("novel")), ("atlas", says("atlas")))),),
    rows=(
        Row("novel", (frozenset({"novel"}),), (Step(Party.SCHOOL),)),
        Row("atlas", (frozenset({"atlas"}),), (Step(Party.SCHOOL), Step(Party.CITY, mode="city_step"))),
    ),
)
PURCHASE = Procedure(
    key="purchase",
    title=says("purchase"),
    source="house rules",
    about=Subject.OFFICE,
    opened_by=Party.DISTRICT,
    open_label=says("apply"),
    facts=LoanFacts,
    to_open=(book_is_whole,),
    throughout=(card_is_valid, shelf_checked),
    reviews=((Party.SCHOOL, replace(review("校"), must_know=(shelf_checked,))), (Party.CITY, CITY_REVIEW)),
    route=ROUTE,
    withdrawal=Withdrawal(says("take back"), says("taken back"), Then(do=("take_back",))),
    on_open=Then(do=("lend",)),
    on_refused=Then(do=("take_back",)),
    on_approved=Then(do=("lend",), owe=("write_reminder",)),
)

LABELS = frozenset(
    f"中文{word}"
    for word in ("shelf", "lent", "missing", "returned", "lost", *(f"{a}{b}" for a in ("待",) for b in "校市"))
) | {"中文校过", "中文校不过", "中文市过", "中文市不过"}


def loan() -> CompiledProcedure:
    """Compile the machine."""
    return compile_procedure(LOAN, parameters())


def purchase() -> CompiledProcedure:
    """Compile the chain."""
    return compile_procedure(PURCHASE, parameters())


def library() -> Rulebook:
    """Return a whole, sound rulebook."""
    return Rulebook(
        key="library",
        jurisdiction="library",
        title=says("library"),
        in_force_from=date(2010, 1, 1),
        levels={Party.CITY: says("city"), Party.DISTRICT: says("district"), Party.SCHOOL: says("school")},
        posts={
            Role.CITY_OFFICER: Party.CITY,
            Role.DISTRICT_OFFICER: Party.DISTRICT,
            Role.REGISTRAR: Party.SCHOOL,
            Role.HOMEROOM_TEACHER: Party.SCHOOL,
        },
        deciding=frozenset({Role.CITY_OFFICER, Role.DISTRICT_OFFICER, Role.REGISTRAR}),
        procedures=(LOAN, PURCHASE),
        parameters=parameters(),
        office_acts={"dust_shelf": frozenset({Role.REGISTRAR})},
        exceptions={"late": Party.CITY},
        labels=LABELS,
    )
