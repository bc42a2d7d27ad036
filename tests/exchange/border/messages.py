"""Messages of ours for tests: queued as a decision would queue them."""

from __future__ import annotations

from tests.small_city import everything
from xueji.exchange.border.bodies import Said, about_record, report_of
from xueji.exchange.border.children import child_of
from xueji.exchange.border.saying import queue
from xueji.exchange.models import IncomingMessage, OutgoingMessage
from xueji.records.models import StudentRecord
from xueji.vocabulary.border.verbs import ToNation


def say(record: StudentRecord, verb: ToNation = ToNation.REPORT, key: str = "", **more: object) -> str:
    """Queue a message about a record; answer its key."""
    with everything():
        known = child_of(record.pk)
        key = key or f"{verb}:{record.pk}:{OutgoingMessage.objects.count()}"
        body = {**report_of(known, "approve"), **known.pupil} if verb is ToNation.REPORT else {"pupil": known.pupil}
        said = Said(about_record(record.pk), {**body, **more}, None, record.pk, known.school_id, known.district_id)
        queue(key, verb, said)
    return key


def ours() -> dict[str, OutgoingMessage]:
    """Our messages by key."""
    with everything():
        return {message.key: message for message in OutgoingMessage.objects.order_by("pk")}


def states() -> list[str]:
    """States of our messages in their order."""
    return [message.state for message in ours().values()]


def arrivals() -> list[IncomingMessage]:
    """What came, in the order of the wire."""
    with everything():
        return list(IncomingMessage.objects.order_by("sequence"))
