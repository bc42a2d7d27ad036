"""The tables of who exists and who may."""

from xueji.parties.models.accounts import Account, Post, RecoveryCode, SecondFactor
from xueji.parties.models.calendar import CalendarDay, Term
from xueji.parties.models.city import City
from xueji.parties.models.journal import JournalEntry
from xueji.parties.models.offices import Campus, Office, School
from xueji.parties.models.tokens import ApiToken, IdempotencyKey
from xueji.parties.models.windows import WindowException

__all__ = [
    "Account",
    "ApiToken",
    "CalendarDay",
    "Campus",
    "City",
    "IdempotencyKey",
    "JournalEntry",
    "Office",
    "Post",
    "RecoveryCode",
    "School",
    "SecondFactor",
    "Term",
    "WindowException",
]
