"""The tables of who exists and who may."""

from xueji.parties.models.accounts import Account, Post
from xueji.parties.models.calendar import CalendarDay, Term
from xueji.parties.models.city import City
from xueji.parties.models.journal import JournalEntry
from xueji.parties.models.offices import Campus, Office, School

__all__ = ["Account", "CalendarDay", "Campus", "City", "JournalEntry", "Office", "Post", "School", "Term"]
