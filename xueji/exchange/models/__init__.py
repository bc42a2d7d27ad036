"""The tables of what comes in and what goes out."""

from xueji.exchange.models.batches import ImportBatch, StagedRow
from xueji.exchange.models.messages import Crossing, Difference, IncomingMessage, OutgoingMessage, WireState
from xueji.exchange.models.takeover import TakenPlace, TakenRecord, TakenSpell, TakenTotal, TakeOver

__all__ = [
    "Crossing",
    "Difference",
    "ImportBatch",
    "IncomingMessage",
    "OutgoingMessage",
    "StagedRow",
    "TakeOver",
    "TakenPlace",
    "TakenRecord",
    "TakenSpell",
    "TakenTotal",
    "WireState",
]
