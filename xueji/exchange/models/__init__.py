"""The tables of what comes in and what goes out."""

from xueji.exchange.models.batches import ImportBatch, StagedRow
from xueji.exchange.models.reports import NationalReport

__all__ = ["ImportBatch", "NationalReport", "StagedRow"]
