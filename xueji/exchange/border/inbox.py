"""The inbox: what came is kept as it is before anybody tries to understand it; then each message is heard by itself.

Nothing that came is ever dropped, and none stands in the way of the next one: what cannot be understood or applied is
kept with the reasons why, for a person. A message that came too early is tried again by itself.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import OperationalError, transaction

from xueji.exchange.border.hearing.answering import note_answer
from xueji.exchange.border.hearing.handlers import hear
from xueji.exchange.border.hearing.plain import is_plain, keep_plain
from xueji.exchange.border.hearing.results import Heard, Told, why
from xueji.exchange.border.lanes import only_one, wire_is_down, wire_is_up, wire_state
from xueji.exchange.models import IncomingMessage, OutgoingMessage, WireState
from xueji.exchange.models.messages import ArrivedState
from xueji.exchange.port import ExchangeDownError, NationalSystem, RawMessage, UnreadableError
from xueji.parties.actors import system_actor
from xueji.parties.clock import city_now
from xueji.parties.scope import scope
from xueji.vocabulary.border.messages import Tidings
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

logger = logging.getLogger(__name__)

BATCH = 500
_TO_HEAR = (ArrivedState.STORED, ArrivedState.EARLY, ArrivedState.UNKNOWN)
_LONGEST_NUMBER = 80
_LONGEST_ABOUT = 60


class Collected(NamedTuple):
    """What one run of the inbox did: messages that came, messages applied, whether the wire is cut."""

    stored: int = 0
    applied: int = 0
    down: bool = False


def collect(wire: NationalSystem, *, batch: int = BATCH) -> Collected:
    """Store what has come, then hear it. A cut wire keeps nobody from hearing what is stored already."""
    with only_one("inbox") as mine:
        if not mine:
            return Collected()
        stored, down = 0, False
        try:
            while found := _store(wire, batch):
                stored += found
        except ExchangeDownError as error:
            down = True
            with scope(system_actor(Party.NATIONAL_SYSTEM)):
                wire_is_down(error)
        return Collected(stored, hear_stored(wire, batch=batch), down)


def hear_stored(wire: NationalSystem, *, batch: int = BATCH) -> int:
    """Hear what came too early, then what was stored; answer how many messages were applied."""
    early = _keys(ArrivedState.EARLY)
    done = sum(_hear_and_what_waited(wire, key) for key in early)
    after = 0
    while keys := _keys(ArrivedState.STORED, after, batch):
        kept = _keep_plain(wire, keys)
        done += len(kept) + sum(_hear_and_what_waited(wire, key) for key in keys if key not in kept)
        after = keys[-1]
    return done


def _keep_plain(wire: NationalSystem, keys: Sequence[int]) -> set[int]:
    """Hear the plain answers among these together; those left, and all if anything fails, are heard one by one."""
    try:
        with scope(system_actor(Party.NATIONAL_SYSTEM)):
            stored = IncomingMessage.objects.select_for_update(of=("self",)).filter(
                pk__in=keys, state=ArrivedState.STORED
            )
            told = {message.pk: _understood(wire, message) for message in stored.order_by("pk")}
            plain = {key: tidings for key, tidings in told.items() if tidings is not None and is_plain(tidings)}
            return set(keep_plain(plain, city_now())) if plain else set()
    except Exception:
        logger.exception("plain answers are heard one by one")
        return set()


def _understood(wire: NationalSystem, message: IncomingMessage) -> Tidings | None:
    try:
        return wire.understand(_raw(message))
    except UnreadableError:
        return None


def _store(wire: NationalSystem, batch: int) -> int:
    """Keep one batch, and only then let the wire forget it. Raises ExchangeDownError."""
    with scope(system_actor(Party.NATIONAL_SYSTEM)):
        upto = wire_state().collected_upto
    raws = sorted(wire.collect(after=upto, limit=batch), key=lambda raw: raw.sequence)
    with scope(system_actor(Party.NATIONAL_SYSTEM)):
        if raws:
            IncomingMessage.objects.bulk_create(_rows(raws))
            WireState.objects.update(collected_upto=raws[-1].sequence)
        wire_is_up()
    if raws:
        wire.confirm(upto=raws[-1].sequence)
    return len(raws)


def _rows(raws: Sequence[RawMessage]) -> Iterable[IncomingMessage]:
    numbers = [_storable(raw.number)[:_LONGEST_NUMBER] or f"?{raw.sequence}" for raw in raws]
    seen = set(IncomingMessage.objects.filter(number__in=numbers).values_list("number", flat=True))
    said_upto = OutgoingMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for raw, number in zip(raws, numbers, strict=True):
        twice = number in seen
        seen.add(number)
        yield IncomingMessage(
            sequence=raw.sequence,
            number=number,
            text=_storable(raw.text),
            said_upto=said_upto,
            written_at=raw.written_at,
            state=ArrivedState.DUPLICATE if twice else ArrivedState.STORED,
            why=[_TWICE] if twice else [],
        )


def _storable(text: str) -> str:
    """The text as the database can keep it: neither NUL nor half a character."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def _keys(state: ArrivedState, after: int = 0, limit: int | None = None) -> list[int]:
    with scope(system_actor(Party.NATIONAL_SYSTEM)):
        found = IncomingMessage.objects.filter(state=state, pk__gt=after).order_by("pk")
        return list(found.values_list("pk", flat=True)[:limit])


def _hear_and_what_waited(wire: NationalSystem, key: int) -> int:
    """Hear one message; once it is applied, whatever came too early about the same thing is tried again."""
    about = _hear(wire, key)
    if not about:
        return 0 if about is None else 1
    done = 1
    tried: set[int] = {key}
    while waiting := [each for each in _waiting_about(about) if each not in tried]:
        tried.add(waiting[0])
        if _hear(wire, waiting[0]) is not None:
            done += 1
            tried = {key}
    return done


def _waiting_about(about: str) -> list[int]:
    with scope(system_actor(Party.NATIONAL_SYSTEM)):
        early = IncomingMessage.objects.filter(about=about, state__in=(ArrivedState.EARLY, ArrivedState.UNKNOWN))
        return list(early.order_by("pk").values_list("pk", flat=True))


def _hear(wire: NationalSystem, key: int) -> str | None:
    """Hear one message in a transaction of its own; answer what it was about if it was applied, else None."""
    try:
        with scope(system_actor(Party.NATIONAL_SYSTEM)):
            return _hear_locked(wire, key)
    except OperationalError:
        # The database could not for the moment: the message stays as it was, and the next run tries again.
        logger.exception("message %s was not heard", key)
        return None
    except Exception as error:
        logger.exception("message %s could not be handled", key)
        with scope(system_actor(Party.NATIONAL_SYSTEM)):
            failed = IncomingMessage.objects.filter(pk=key, state__in=_TO_HEAR)
            failed.update(state=ArrivedState.REFUSED, why=[_our_fault(error)])
        return None


def _hear_locked(wire: NationalSystem, key: int) -> str | None:
    message = IncomingMessage.objects.select_for_update(of=("self",)).filter(pk=key, state__in=_TO_HEAR).first()
    if message is None:
        return None
    try:
        tidings = wire.understand(_raw(message))
    except UnreadableError as error:
        message.state, message.why = ArrivedState.UNREADABLE, [why(error.says, _ASK_AGAIN)]
        message.save(update_fields=["state", "why"])
        return None
    with transaction.atomic():
        told, heard = hear(tidings)
        _keep(message, tidings, told, heard)
    return message.about if heard.state == ArrivedState.APPLIED else None


def _raw(message: IncomingMessage) -> RawMessage:
    return RawMessage(message.sequence, message.number, message.text, message.written_at)


def _keep(message: IncomingMessage, tidings: Tidings, told: Told, heard: Heard) -> None:
    now = city_now()
    note_answer(told.reply, tidings, now)
    message.verb, message.about = tidings.verb.value, tidings.about[:_LONGEST_ABOUT]
    message.body, message.in_reply_to = dict(tidings.body), told.reply
    message.case_id, message.record_id = heard.case_id, heard.record_id
    message.state, message.why = heard.state, list(heard.why)
    message.applied_at = now if heard.state == ArrivedState.APPLIED else None
    message.save()


def _our_fault(error: Exception) -> dict[str, object]:
    detail = repr(error)[:200]
    return why(
        Text(f"本系统处理这条消息时出错：{detail}", f"Our own system failed on this message: {detail}"),
        Text("请联系服务团队；排除后可重试。", "Tell the service team; try again once it is mended."),
    )


_TWICE = why(
    Text("这一编号的消息已经收到过。", "A message of this number has come before."),
    Text("无需办理；请核对后标记为已处理。", "Nothing is to be done; check it and settle it."),
)
_ASK_AGAIN = Text("请联系全国系统重发该消息，然后标记为已处理。", "Ask for it to be sent again, then settle it.")
