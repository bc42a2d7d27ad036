"""Reads for the people who watch over the border: one case's messages, what waits for a person, counts."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from django.db import models
from django.db.models import Count, F, Q, QuerySet

from xueji.cases.models import Case
from xueji.exchange.border.hearing.results import Why
from xueji.exchange.models import Difference, IncomingMessage, OutgoingMessage
from xueji.exchange.models.messages import WAITING_FOR_A_PERSON, ArrivedState, MessageState
from xueji.parties.actors import Actor
from xueji.vocabulary.border.verbs import FromNation, ToNation
from xueji.vocabulary.text import Text

NEEDS_A_PERSON = (MessageState.REJECTED, MessageState.SILENT)
"""States of our own messages that somebody has to look at."""

_Row = TypeVar("_Row", bound=models.Model)
After = tuple[str, int] | None
"""The state and key of the last row of the page before."""


class Side(StrEnum):
    """Whose word an entry of the timeline is: ours, theirs, or theirs as far as nobody understood it."""

    OURS = "ours"
    THEIRS = "theirs"
    UNKNOWN = "unknown"


class Entry(NamedTuple):
    """One message of a case, in the order in which it was said or came."""

    at: datetime
    side: Side
    label: Text
    state: MessageState | ArrivedState
    text: str
    expected_by: datetime | None
    why: Sequence[Why]
    message: OutgoingMessage | IncomingMessage


class Tally(NamedTuple):
    """Messages of one province or one school: said, waiting, silent, rejected, answered."""

    key: str
    said: int
    waiting: int
    silent: int
    rejected: int
    answered: int


_NOT_READ = Text("无法识读的消息", "A message that cannot be read")


def timeline(case: Case) -> list[Entry]:
    """Everything said and heard in a case, oldest first. The caller has made sure that the actor may see the case."""
    said = ((message.pk, 0, _ours(message)) for message in OutgoingMessage.objects.filter(case=case).order_by("pk"))
    came = IncomingMessage.objects.filter(case=case).order_by("said_upto", "pk")
    heard = ((message.said_upto, 1, _theirs(message)) for message in came)
    return [entry for _, _, entry in sorted([*said, *heard], key=lambda place: place[:2])]


def _ours(message: OutgoingMessage) -> Entry:
    waits = message.state in (MessageState.HANDED_OVER, MessageState.SILENT)
    expected = message.expected_by if waits else None
    label = ToNation(message.verb).label
    text = message.answer_text or message.last_error
    return Entry(message.queued_at, Side.OURS, label, MessageState(message.state), text, expected, (), message)


def _theirs(message: IncomingMessage) -> Entry:
    label = FromNation(message.verb).label if message.verb else _NOT_READ
    side = Side.THEIRS if message.verb else Side.UNKNOWN
    text, state = str(message.body.get("text") or ""), ArrivedState(message.state)
    return Entry(message.received_at, side, label, state, text, None, message.why, message)


def unsettled_outgoing(actor: Actor, state: str = "", after: After = None, limit: int = 50) -> list[OutgoingMessage]:
    """Our messages that were rejected or are silent, of the actor's school or district, page by page."""
    found = OutgoingMessage.objects.filter(_theirs_to_see(actor), replaced_by__isnull=True, state__in=NEEDS_A_PERSON)
    return _page(found.select_related("school", "district", "case"), state, after, limit)


def unsettled_incoming(actor: Actor, state: str = "", after: After = None, limit: int = 50) -> list[IncomingMessage]:
    """Messages that came and wait for a person: of cases the actor sees; what has no case is the whole city's."""
    found = IncomingMessage.objects.filter(state__in=WAITING_FOR_A_PERSON)
    if not actor.sees_whole_city:
        found = found.filter(case__in=Case.objects.filter(_theirs_to_see(actor)))
    return _page(found.select_related("case", "in_reply_to"), state, after, limit)


def open_differences(actor: Actor, after: int = 0, limit: int = 50) -> list[Difference]:
    """What the nightly comparison found and nobody has settled, of the actor's school or district."""
    found = Difference.objects.filter(_theirs_to_see(actor), settled_on__isnull=True, pk__gt=after)
    return list(found.select_related("school", "district").order_by("pk")[:limit])


def counts_by_state(actor: Actor) -> dict[str, int]:
    """How many of our messages stand in each state; replaced ones are not counted."""
    found = OutgoingMessage.objects.filter(_theirs_to_see(actor), replaced_by__isnull=True)
    return dict(found.order_by().values_list("state").annotate(count=Count("pk")))


def arrivals_by_state(actor: Actor) -> dict[str, int]:
    """How many of those that came stand in each state."""
    found = IncomingMessage.objects.all()
    if not actor.sees_whole_city:
        found = found.filter(case__in=Case.objects.filter(_theirs_to_see(actor)))
    return dict(found.order_by().values_list("state").annotate(count=Count("pk")))


def tally_by_province(actor: Actor) -> list[Tally]:
    """How our messages to each province fare."""
    return _tallies(OutgoingMessage.objects.filter(_theirs_to_see(actor)).exclude(other_province=""), "other_province")


def tally_by_school(actor: Actor) -> list[Tally]:
    """How the messages of each school fare, by the school's name."""
    return _tallies(OutgoingMessage.objects.filter(_theirs_to_see(actor), school__isnull=False), "school__name")


def _tallies(found: QuerySet[OutgoingMessage], by: str) -> list[Tally]:
    rows: Any = (
        found.order_by()
        .values(group=F(by))
        .annotate(
            said=Count("pk"),
            waiting=Count("pk", filter=Q(state__in=(MessageState.QUEUED, MessageState.HANDED_OVER))),
            silent=Count("pk", filter=Q(state=MessageState.SILENT, replaced_by__isnull=True)),
            rejected=Count("pk", filter=Q(state=MessageState.REJECTED, replaced_by__isnull=True)),
            answered=Count("pk", filter=Q(answered_at__isnull=False)),
        )
        .order_by("group")
    )
    columns = ("group", "said", "waiting", "silent", "rejected", "answered")
    return [Tally(*(row[column] for column in columns)) for row in rows]


def _theirs_to_see(actor: Actor) -> Q:
    if actor.school_id:
        return Q(school_id=actor.school_id)
    return Q(district_id=actor.district_id) if actor.district_id else Q()


def _page(found: QuerySet[_Row], state: str, after: After, limit: int) -> list[_Row]:
    """One page in the order of an index: by state, then by key."""
    rows: Any = found.filter(state=state) if state else found
    if after is not None:
        rows = rows.filter(Q(state=after[0], pk__gt=after[1]) | Q(state__gt=after[0]))
    return list(rows.order_by("state", "pk")[:limit])
