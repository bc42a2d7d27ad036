"""Decisions and messages of a case in one line, each with whose word it is: ours, theirs, or nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from xueji.cases.models import Case, Decision
from xueji.desks.cases.standing import state_of
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.filters import moment
from xueji.desks.design.parts import Event, Label, Tone
from xueji.exchange.border.queries import Entry, Side
from xueji.exchange.models import IncomingMessage, OutgoingMessage
from xueji.exchange.models.messages import ArrivedState, MessageState
from xueji.parties.clock import city_today
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

SIDES: dict[Side, tuple[Text, Tone]] = {
    Side.OURS: (Text("本地", "Here"), "plain"),
    Side.THEIRS: (Text("外省·全国", "Elsewhere"), "info"),
    Side.UNKNOWN: (Text("未知", "Unknown"), "waits"),
}
_TONES: dict[str, Tone] = {
    MessageState.SILENT.value: "late",
    MessageState.REJECTED.value: "late",
    MessageState.ACKNOWLEDGED.value: "done",
}
_FIRST = datetime.min.replace(tzinfo=UTC)
Placed = tuple[date, datetime, Event]
"""An event with the city's day it stands under, and the moment that orders those of one day."""


def crossing_story(
    case: Case, decisions: Sequence[Decision], told: Sequence[Event], beside: Sequence[Event], entries: Sequence[Entry]
) -> list[Event]:
    """Everything, newest first; `told` are the decisions as events, newest first too."""
    placed: list[Placed] = [
        (decision.city_date, _moment(decision), _sided(event, _side_of(decision)))
        for decision, event in zip(reversed(decisions), told, strict=True)
    ]
    placed += [(_day(event.when), _FIRST, _sided(event, Side.OURS)) for event in beside]
    placed += [_said(entry) for entry in entries if not _decided(entry)]
    ordered = sorted(placed, key=lambda one: one[:2], reverse=True)
    return [*_unknown(case, entries), *(event for _city_day, _moment, event in ordered)]


def state_label(state: MessageState | ArrivedState) -> Text:
    """How far a message is, in both languages."""
    return STATES[state.value]


STATES = {
    MessageState.QUEUED.value: Text("待发送", "Waiting to be sent"),
    MessageState.HANDED_OVER.value: Text("已送交，等待回音", "Handed over, awaiting an answer"),
    MessageState.ACKNOWLEDGED.value: Text("已有回音", "Answered"),
    MessageState.REJECTED.value: Text("被退回", "Rejected"),
    MessageState.SILENT.value: Text("逾期无回音", "Silent past its time"),
    ArrivedState.STORED.value: Text("已收存，待处理", "Stored, to be read"),
    ArrivedState.APPLIED.value: Text("已办理", "Applied"),
    ArrivedState.UNREADABLE.value: Text("无法识读", "Unreadable"),
    ArrivedState.UNKNOWN.value: Text("无对应业务", "About nothing of ours"),
    ArrivedState.DUPLICATE.value: Text("重复", "Duplicate"),
    ArrivedState.LATE.value: Text("迟到", "Late"),
    ArrivedState.EARLY.value: Text("先到", "Early"),
    ArrivedState.REFUSED.value: Text("本地规则不允许", "Refused by our rules"),
    ArrivedState.SETTLED.value: Text("已人工处理", "Settled by a person"),
}


def _decided(entry: Entry) -> bool:
    """Whether a decision tells the same: what was heard and applied is one."""
    return entry.side is not Side.OURS and entry.state is ArrivedState.APPLIED


def _moment(decision: Decision) -> datetime:
    """When it was decided by the city's clock, as messages have it: the city's day at the machine's hour."""
    return datetime.combine(decision.city_date, timezone.localtime(decision.at).timetz())


def _side_of(decision: Decision) -> Side:
    return Side.THEIRS if decision.party == Party.NATIONAL_SYSTEM.value else Side.OURS


def _sided(event: Event, side: Side) -> Event:
    label, tone = SIDES[side]
    title = Markup('<span class="xj-tag xj-{}">{}</span> {}').format(tone, words(label), words(event.title))
    return replace(event, title=title)


def _said(entry: Entry) -> Placed:
    message, label = entry.message, words(entry.label)
    if isinstance(message, OutgoingMessage):
        day = _city_day(message.handed_over_at) or city_today()
        title, at = _("发往全国系统：%(what)s") % {"what": label}, message.queued_at
    else:
        day = _city_day(message.received_at) or city_today()
        title, at = _("全国系统来文：%(what)s") % {"what": label}, message.received_at
    event = Event(day, title, note=_note(entry), tone=_TONES.get(entry.state.value, "waits" if entry.why else "plain"))
    return day, at, _sided(event, entry.side)


def _note(entry: Entry) -> str:
    told = [str(words(state_label(entry.state)))]
    if entry.expected_by is not None:
        told.append(_("预计%(moment)s前有回音") % {"moment": moment(entry.expected_by)})
    if isinstance(entry.message, IncomingMessage):
        told += [str(words(Text(why["says"]["zh"], why["says"]["en"]))) for why in entry.why]
    if entry.text:
        told.append(_("原文：%(text)s") % {"text": entry.text})
    return _("；").join(told)


def _unknown(case: Case, entries: Sequence[Entry]) -> list[Event]:
    """What nobody here can see: how far the other side is, as long as it is their turn (S10)."""
    if case.closed_on is not None or case.held_by != Party.NATIONAL_SYSTEM.value:
        return []
    expected = [entry.expected_by for entry in entries if entry.expected_by is not None]
    told: list[Label] = [_("本地看不到外省和全国库内的办理情况，只等全国系统返回结果。")]
    if expected:
        told.append(_("按以往用时，预计%(moment)s前有回音。") % {"moment": moment(max(expected))})
    waiting = Event(city_today(), state_of(case).label, note="".join(str(part) for part in told), tone="waits")
    return [_sided(waiting, Side.UNKNOWN)]


def _city_day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _day(when: date | datetime) -> date:
    return when.date() if isinstance(when, datetime) else when
