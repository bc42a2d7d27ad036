"""What a decision owes to the national system becomes one message, in the words of the day it was delivered."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Subquery

from xueji.cases.models import Effect
from xueji.exchange.border.bodies import Said, compose
from xueji.exchange.models import OutgoingMessage
from xueji.exchange.models.messages import MessageState
from xueji.vocabulary.border.verbs import ToNation

VERBS: Mapping[str, ToNation] = {
    "report_to_national_system": ToNation.REPORT,
    "send_application": ToNation.APPLY,
    "send_withdrawal": ToNation.WITHDRAW,
    "request_student_file": ToNation.REQUEST_FILE,
    "send_review": ToNation.REVIEW,
    "release_student_file": ToNation.RELEASE_FILE,
    "request_number": ToNation.REQUEST_NUMBER,
    "send_substantiation": ToNation.SUBSTANTIATE,
    "send_correction": ToNation.CORRECT,
    "send_removal": ToNation.REMOVE,
    "send_standing": ToNation.SET_STANDING,
}
"""Every effect that crosses the line, by the name a procedure owes it under."""

_WHOLE = frozenset({ToNation.APPLY, ToNation.REPORT, ToNation.REQUEST_NUMBER})
"""What says everything about its subject: said anew, it takes the place of an earlier one that came to nothing."""


def say(effect: Effect) -> None:
    """Queue the message that an effect owes; a repeated delivery changes nothing."""
    key = key_of(effect)
    if OutgoingMessage.objects.filter(key=key).exists():
        return
    verb = VERBS[effect.name]
    queue(key, verb, compose(verb, effect))


def key_of(effect: Effect) -> str:
    """The key of the message that an effect owes.

    A place restored from an older copy takes its lost decisions anew: same case, same version, another moment.
    """
    return f"{effect.key}@{effect.at:%Y%m%dT%H%M%S%f}"


def queue(key: str, verb: ToNation, said: Said) -> None:
    """Put a message into the queue under its key; one that is there already stays as it is."""
    OutgoingMessage.objects.bulk_create([OutgoingMessage(key=key, **_row(verb, said))], ignore_conflicts=True)
    if verb in _WHOLE:
        _replace(key, verb, said.about)


def _replace(key: str, verb: ToNation, about: str) -> None:
    """Take earlier ones that were rejected or are silent off the list of those to act on.

    One that the wire could not carry keeps its place until this one has been carried: others wait behind it.
    """
    anew = Subquery(OutgoingMessage.objects.filter(key=key).values("pk"))
    before = OutgoingMessage.objects.filter(
        about=about, verb=verb.value, pk__lt=anew, replaced_by__isnull=True, handed_over_at__isnull=False
    )
    before.filter(state__in=(MessageState.REJECTED, MessageState.SILENT)).update(replaced_by=anew)


def _row(verb: ToNation, said: Said) -> dict[str, Any]:
    return {
        "verb": verb.value,
        "about": said.about,
        "body": said.body,
        "case_id": said.case_id,
        "record_id": said.record_id,
        "school_id": said.school_id,
        "district_id": said.district_id,
        "other_province": said.other_province,
    }
