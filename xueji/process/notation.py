"""The words in which a procedure file is written: frozen data, no lambdas, readable beside the regulation.

Two notations. ``reviews`` + ``route`` for a chain of approvals; ``states`` for a machine whose steps are named one
by one. :mod:`xueji.process.compiler` turns both into one compiled form.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from xueji.process.guards import Guard
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

Outcome = Literal["approved", "refused", "withdrawn", "ended"]
Tone = Literal["positive", "negative", "neutral"]
AskKind = Literal["text", "date", "code", "school", "class_group"]
Choices = tuple[tuple[str, Text], ...]

OPEN = "open"
"""The event that opens a case; it starts from no state."""


class Subject(StrEnum):
    """What a procedure is about; a case has exactly one subject."""

    STUDENT_RECORD = "student_record"
    ENTRANT = "entrant"
    SCHOOL = "school"
    OFFICE = "office"


class StepMode(StrEnum):
    """How a step of a route is taken: decided upon, only informed, or left out. A dated parameter names it."""

    AUDIT = "AUDIT"
    FILING = "FILING"
    NONE = "NONE"


@dataclass(frozen=True)
class Within:
    """A period of working days, named by its parameter; the first day is not counted.

    ``since`` is ``"entered"`` (the day the case reached the state) or the name of an anchor day, which
    ``since_label`` names for people.
    """

    param: str
    since: str = "entered"
    since_label: Text | None = None


@dataclass(frozen=True)
class Until:
    """Due on the day that was asked for and granted, found under this key of the answers."""

    answer: str


@dataclass(frozen=True)
class Keep:
    """The due date of the step before goes on; where that step had none, ``otherwise`` begins."""

    otherwise: Within | None = None


Clock = Within | Until | Keep


@dataclass(frozen=True)
class Then:
    """Consequences: deeds (``do``) inside the transaction, effects (``owe``) delivered afterwards. Names only."""

    do: tuple[str, ...] = ()
    owe: tuple[str, ...] = ()

    def __add__(self, other: Then) -> Then:
        """Both consequences, in order."""
        return Then(do=self.do + other.do, owe=self.owe + other.owe)


@dataclass(frozen=True)
class Ask:
    """One thing the acting office must say.

    ``choices`` is the name of a code table, or the codes themselves; ``ours`` marks a list the source does not have.
    With ``when``, it is asked only in cases of which that guard holds. The guard is asked of the facts as this step's
    answers make them, for one answer may call for another (a reason for its proof). It must therefore not speak of
    what its own question settles, only of what an earlier step has settled; what is not asked is not kept.
    """

    key: str
    label: Text
    kind: AskKind = "text"
    choices: str | Choices = ()
    required: bool = True
    ours: bool = False
    when: Guard | None = None


@dataclass(frozen=True)
class Proof:
    """One paper that must be attached; with ``when``, only for cases of which that guard holds (as with :class:`Ask`).

    ``hidden_from`` names parties of the case that are told of the paper but may not open it.
    """

    key: str
    label: Text
    when: Guard | None = None
    required: bool = True
    hidden_from: tuple[Party, ...] = ()


Asked = Ask | Proof


@dataclass(frozen=True)
class Branch:
    """One way an event may lead; the last branch has no ``when`` and takes all the rest.

    ``then`` is what follows on this way only, beside what follows from the event anyway.
    """

    when: Guard | None
    to: str
    then: Then = Then()


@dataclass(frozen=True)
class On:
    """One event of one state: who may cause it, under which conditions, where it leads and what follows from it.

    ``throughout`` asks the procedure's standing conditions too. An event of ``Party.CLOCK`` is a timer: it fires
    when the state's due date has passed. An event that stays in its state keeps the due date, unless
    ``restarts_clock``. ``skips``: it leads past states that usually come between, and is left out of drawings.
    """

    event: str
    label: Text
    by: Party | tuple[Party, ...]
    to: str | tuple[Branch, ...]
    guards: tuple[Guard, ...] = ()
    throughout: bool = False
    then: Then = Then()
    asks: tuple[Asked, ...] = ()
    needs_reason: bool = False
    primary: bool = False
    tone: Tone = "neutral"
    source: str = ""
    restarts_clock: bool = False
    skips: bool = False


@dataclass(frozen=True)
class State:
    """Where a case can stand. ``ours`` marks a label that the source does not have.

    An open state with a holder has a clock, or says in ``no_clock_because`` why nobody's time runs.
    """

    key: str
    label: Text
    held_by: Party | None = None
    clock: Clock | None = None
    on: tuple[On, ...] = ()
    closed: Outcome | None = None
    ours: bool = False
    note: Text | None = None
    no_clock_because: Text | None = None


@dataclass(frozen=True)
class Review:
    """One office's review: the three labels of its step, its clock, and what it must know or say.

    ``must_know`` are conditions that may be unknown elsewhere but not when this office approves. ``filed`` is what
    follows when a route only informs this office.
    """

    waiting: Text
    approved: Text
    refused: Text
    clock: Clock | None
    guards: tuple[Guard, ...] = ()
    must_know: tuple[Guard, ...] = ()
    asks: tuple[Asked, ...] = ()
    filed: Then = Then()
    reason_required: bool = True
    ours: bool = False
    source: str = ""


@dataclass(frozen=True)
class Axis:
    """One question by which a route is chosen, with every answer it can have."""

    key: str
    label: Text
    values: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Step:
    """One step of a route; ``mode`` names the dated parameter that says AUDIT, FILING or NONE."""

    by: Party
    mode: str | None = None


@dataclass(frozen=True)
class Row:
    """One row of the decision table: for each axis the answers it covers (empty means all), and who decides."""

    name: str
    covers: tuple[frozenset[str], ...]
    chain: tuple[Step, ...]
    source: str = ""
    note: Text | None = None


@dataclass(frozen=True)
class Route:
    """The decision table: which offices decide, in order. Rows must cover every combination exactly once."""

    by: tuple[Axis, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Withdrawal:
    """The applicant takes a reviewed application back while it is open."""

    label: Text
    state: Text
    then: Then = Then()
    ours: bool = True
    source: str = ""


@dataclass(frozen=True)
class Correction:
    """A reviewer sends the application back for correction; it is resumed at the step where it stood.

    ``state`` is shown before the name of that step and never replaces it; ``clock`` is the applicant's time.
    """

    label: Text
    state: Text
    resubmit: Text
    clock: Clock
    source: str = ""


@dataclass(frozen=True)
class Undo:
    """The reviewer takes back the own last decision while nobody has acted on it.

    A refusal taken back opens the case again: ``reopens`` asks whether it can, ``refused`` says what is done anew.
    """

    label: Text
    refused: Then = Then()
    reopens: tuple[Guard, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Window:
    """A yes-or-no fact about today: are we still within this period?"""

    fact: str
    within: Within


@dataclass(frozen=True)
class Procedure:
    """One business procedure of one edition.

    ``to_open`` is asked once; ``throughout`` at opening and again at every approval. ``facts`` is the frozen class
    the guards speak of; ``windows`` says which of its yes-or-no facts are periods. With ``newcomer``, nobody here
    knows the child yet: who applies says who it is, and what was said becomes the entrant that the case is about.
    """

    key: str
    title: Text
    source: str
    about: Subject
    opened_by: Party
    open_label: Text
    to_open: tuple[Guard, ...] = ()
    throughout: tuple[Guard, ...] = ()
    asks: tuple[Asked, ...] = ()
    reviews: tuple[tuple[Party, Review], ...] = ()
    route: Route | None = None
    withdrawal: Withdrawal | None = None
    correction: Correction | None = None
    undo: Undo | None = None
    states: tuple[State, ...] = ()
    on_open: Then = Then()
    on_refused: Then = Then()
    on_approved: Then = Then()
    facts: type | None = None
    windows: tuple[Window, ...] = field(default=())
    newcomer: bool = False
