"""What offices do about messages that went wrong (S24–S29): send again, send back, settle, correct the exchange."""

from collections.abc import Sequence

from django.db import transaction

from xueji.cases.batch.work import Outcome, Step
from xueji.cases.door import act_many
from xueji.cases.models import Case
from xueji.exchange.border.bodies import Said, about_record, report_of
from xueji.exchange.border.children import child_of
from xueji.exchange.border.saying import queue
from xueji.exchange.models import Difference, IncomingMessage, OutgoingMessage
from xueji.exchange.models.messages import WAITING_FOR_A_PERSON, ArrivedState, MessageState
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.vocabulary.border.verbs import ToNation
from xueji.vocabulary.text import Text

RESENT, SETTLED = "resent", "settled"
"""How a difference was settled: our report went out once more, or the other side is to mend its own."""

_LISTED = 200


@office_act("resend_messages")
def resend_messages(*, actor: Actor, reason: str, messages: Sequence[OutgoingMessage]) -> Done:
    """Say the same once more, in the same words under a new key; the old message is marked. Result: how many went.

    Only silent and rejected messages go again, each once. What the wire could not carry is queued again in its place.
    """
    _must_say_why(reason)
    keys = [message.pk for message in messages]
    found = OutgoingMessage.objects.select_for_update(of=("self",)).filter(
        pk__in=keys, replaced_by__isnull=True, state__in=(MessageState.SILENT, MessageState.REJECTED)
    )
    resent = [_again(message) for message in found.order_by("pk")]
    detail = {"asked": len(keys), "resent": len(resent), "keys": resent[:_LISTED]}
    return Done("messages", detail, len(resent))


def _again(old: OutgoingMessage) -> str:
    if old.handed_over_at is None:
        old.state, old.last_error = MessageState.QUEUED, ""
        old.save(update_fields=["state", "last_error"])
        return old.key
    key, _, turn = old.key.partition("~")
    new = OutgoingMessage.objects.create(
        key=f"{key}~{int(turn or 1) + 1}",
        verb=old.verb,
        about=old.about,
        body=old.body,
        case_id=old.case_id,
        record_id=old.record_id,
        school_id=old.school_id,
        district_id=old.district_id,
        other_province=old.other_province,
    )
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    return new.key


@office_act("send_back_stuck_messages")
def send_back_stuck(*, actor: Actor, reason: str, cases: Sequence[Case]) -> Done:
    """打回待重新提交: give stuck cases back to their schools (S29). Result: one outcome a case, refused ones too."""
    _must_say_why(reason)
    steps = [Step(case.pk, "send_back_when_stuck", {}, reason) for case in cases]
    outcomes: list[Outcome] = act_many(steps, actor=actor)
    taken = [outcome.case_id for outcome in outcomes if outcome.taken]
    return Done("cases", {"asked": len(steps), "taken": taken[:_LISTED]}, outcomes)


@office_act("settle_incoming_message")
def settle_incoming(*, actor: Actor, reason: str, messages: Sequence[IncomingMessage], how: str) -> Done:
    """Let messages be heard once more (`retry`), or say that a person has seen to them (`settled`). Result: how many."""
    _must_say_why(reason)
    waiting = IncomingMessage.objects.filter(
        pk__in=[message.pk for message in messages], state__in=WAITING_FOR_A_PERSON
    )
    if how == "retry":
        # A second message of one number stays what it is: the first one was heard.
        moved = waiting.exclude(state=ArrivedState.DUPLICATE, verb="").update(state=ArrivedState.STORED)
    elif how == "settled":
        moved = waiting.update(
            state=ArrivedState.SETTLED, settled_by_id=actor.account_id, settled_reason=reason.strip()
        )
    else:
        raise ValueError(how)
    return Done("incoming", {"how": how, "messages": [message.pk for message in messages][:_LISTED]}, moved)


@office_act("settle_difference")
def settle_difference(*, actor: Actor, reason: str, difference: Difference) -> Done:
    """Report our child once more where we have it; else keep that the other side was told. Result: the message's key."""
    _must_say_why(reason)
    today, key = city_today(), ""
    with transaction.atomic():
        if difference.record_id is not None:
            known = child_of(difference.record_id)
            said = Said(
                about_record(known.record_id),
                report_of(known, "reconcile"),
                record_id=known.record_id,
                school_id=known.school_id,
                district_id=known.district_id,
            )
            key = f"reconcile:{difference.pk}"
            queue(key, ToNation.REPORT, said)
        Difference.objects.filter(pk=difference.pk, settled_on__isnull=True).update(
            settled_on=today, settled_how=RESENT if key else SETTLED
        )
    return Done(f"difference:{difference.pk}", {"field": difference.field, "message": key}, key)


def _must_say_why(reason: str) -> None:
    if not reason.strip():
        raise refuse(
            "reason",
            "reason_required",
            Text("请写明理由。", "A reason is needed."),
            Text("请填写理由后再提交。", "Enter the reason, then submit again."),
        )
