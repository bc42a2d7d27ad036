"""The tables of what comes in and what goes out."""

from xueji.exchange.models.batches import ImportBatch, StagedRow
from xueji.exchange.models.reports import NationalReport
from xueji.exchange.models.takeover import TakenPlace, TakenRecord, TakenSpell, TakenTotal, TakeOver

__all__ = [
    "ImportBatch",
    "NationalReport",
    "StagedRow",
    "TakeOver",
    "TakenPlace",
    "TakenRecord",
    "TakenSpell",
    "TakenTotal",
]
