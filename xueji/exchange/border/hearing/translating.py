"""Which event of a case a message is, by the reviewed table `events.csv`, and how far along the road an event lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from xueji.process.compiled import CompiledProcedure
from xueji.vocabulary.border.messages import Tidings
from xueji.vocabulary.border.verbs import FromNation
from xueji.vocabulary.tables import read_table

_PACKAGE = "xueji.exchange.border.hearing"
INWARD, OUTWARD, EITHER, RECORD = "inward", "outward", "either", "record"
_YES_NO = {"": None, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Translation:
    """One line of the table."""

    verb: FromNation
    road: str
    level: str
    approved: bool | None
    event: str
    says: str

    def fits(self, tidings: Tidings, road: str) -> bool:
        """Whether the line speaks of these tidings on this road."""
        roads = {INWARD, OUTWARD} if self.road == EITHER else {self.road}
        body = tidings.body
        same_review = not self.level or (body.get("level"), body.get("approved")) == (self.level, self.approved)
        return self.verb is tidings.verb and road in roads and same_review


@cache
def translations() -> tuple[Translation, ...]:
    """The whole table."""
    return tuple(
        Translation(
            *(FromNation(row["verb"]), row["road"], row["level"], _YES_NO[row["approved"]], row["event"], row["says"])
        )
        for row in read_table(_PACKAGE, "events.csv")
    )


def translate(tidings: Tidings, road: str) -> Translation | None:
    """The line that fits, or None: such tidings are no event on this road."""
    return next((line for line in translations() if line.fits(tidings, road)), None)


def answers_of(line: Translation, body: Mapping[str, Any]) -> dict[str, str]:
    """What the step keeps of the body; an empty text is not kept."""
    fields = {"fault": {"error_code": "code", "error_text": "text"}, "text": {"remote_text": "text"}}
    said = {ours: str(body.get(theirs) or "") for ours, theirs in fields.get(line.says, {}).items()}
    return {key: value for key, value in said.items() if value}


@cache
def _ranks() -> Mapping[str, int]:
    return {row["event"]: int(row["rank"]) for row in read_table(_PACKAGE, "ranks.csv")}


def is_past(procedure: CompiledProcedure, state: str, event: str) -> bool:
    """Whether a case in `state` is at or beyond where `event` would have led; a closed one is beyond everything."""
    known = procedure.states.get(state)
    if known is None or known.closed is not None:
        return True
    ways = (item for item in procedure.transitions if state in item.targets and item.frm != state)
    reached = min((_ranks().get(item.event, 0) for item in ways), default=0)
    return reached >= _ranks().get(event, 0)


def knows(procedure: CompiledProcedure, event: str) -> bool:
    """Whether the procedure has the event in any of its states."""
    return any(item.event == event for item in procedure.transitions)
