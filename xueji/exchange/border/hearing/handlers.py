"""Who handles which tidings. Another room's deeds hang in here by one line of the table."""

from collections.abc import Callable, Mapping

from django.db import transaction

from xueji.exchange.border.hearing.arriving import application_arrived
from xueji.exchange.border.hearing.finding import find
from xueji.exchange.border.hearing.recording import (
    answered,
    number_allocated,
    problem_closed,
    problem_raised,
    problem_refused,
)
from xueji.exchange.border.hearing.results import Heard, Told, why
from xueji.exchange.border.hearing.stepping import step_on
from xueji.exchange.models.messages import ArrivedState
from xueji.parties.refusals import RefusedError
from xueji.vocabulary.border.messages import Tidings
from xueji.vocabulary.border.verbs import FromNation

Handler = Callable[[Told], Heard]

HANDLERS: Mapping[FromNation, Handler] = {
    FromNation.RECEIVED: answered,
    FromNation.REJECTED: answered,
    FromNation.CHECK_PASSED: step_on,
    FromNation.CHECK_FAILED: step_on,
    FromNation.REVIEWED: step_on,
    FromNation.FILE_READY: step_on,
    FromNation.FILE_SENT: step_on,
    FromNation.WITHDRAWN: step_on,
    FromNation.WITHDRAWAL_REFUSED: step_on,
    FromNation.ABORTED: step_on,
    FromNation.APPLICATION_ARRIVED: application_arrived,
    FromNation.APPLICATION_WITHDRAWN: step_on,
    FromNation.FILE_REQUESTED: step_on,
    FromNation.NUMBER_ALLOCATED: number_allocated,
    FromNation.NUMBER_REFUSED: answered,
    FromNation.PROBLEM_RAISED: problem_raised,
    FromNation.PROBLEM_CLOSED: problem_closed,
    FromNation.PROBLEM_REFUSED: problem_refused,
    FromNation.STANDING_SET: answered,
}
"""One handler for each verb; a test sees to it that none is missing."""


def hear(tidings: Tidings) -> tuple[Told, Heard]:
    """Do what the tidings say. What our own rules forbid is refused with their reasons and remedies."""
    told = find(tidings)
    try:
        with transaction.atomic():
            return told, HANDLERS[tidings.verb](told)
    except RefusedError as error:
        reasons = [why(complaint.says, complaint.mend) for complaint in error.complaints]
        return told, Heard(ArrivedState.REFUSED, reasons, told.case.pk if told.case else None, told.record_id)
