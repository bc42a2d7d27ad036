"""Which message of ours the nation answers, and what it says to it."""

from datetime import datetime

from xueji.exchange.models import OutgoingMessage
from xueji.exchange.models.messages import MessageState
from xueji.vocabulary.border.messages import Tidings
from xueji.vocabulary.border.verbs import ToNation

_CODE = 20


def answered_by(tidings: Tidings) -> OutgoingMessage | None:
    """The message named; where none is named, the oldest one still waiting that such tidings may answer."""
    if tidings.in_reply_to:
        return OutgoingMessage.objects.filter(key=tidings.in_reply_to).first()
    if not tidings.about:
        return None
    verbs = [verb.value for verb in ToNation if tidings.verb in verb.answers]
    waiting = OutgoingMessage.objects.filter(about=tidings.about, verb__in=verbs, answered_at__isnull=True)
    return waiting.exclude(handed_over_at__isnull=True).order_by("pk").first()


def note_answer(reply: OutgoingMessage | None, tidings: Tidings, at: datetime) -> None:
    """Keep the answer with the message, silent or not; the first answer stands, and no other kind of tidings counts."""
    if reply is None or tidings.verb not in ToNation(reply.verb).answers or reply.answered_at is not None:
        return
    reply.state = MessageState.REJECTED if tidings.verb.refuses else MessageState.ACKNOWLEDGED
    reply.answer, reply.answered_at = tidings.verb.value, at
    reply.answer_code = str(tidings.body.get("code") or "")[:_CODE]
    reply.answer_text = str(tidings.body.get("text") or "")
    # Killed before it was marked, a message may be answered while we still take it for queued.
    reply.handed_over_at = reply.handed_over_at or at
    reply.save(update_fields=["state", "answer", "answered_at", "answer_code", "answer_text", "handed_over_at"])


def said_again_since(reply: OutgoingMessage | None) -> bool:
    """Whether the same thing has been said anew: what is heard of the old one changes nothing any more."""
    if reply is None:
        return False
    return OutgoingMessage.objects.filter(about=reply.about, verb=reply.verb, pk__gt=reply.pk).exists()
