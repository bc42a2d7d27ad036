"""外省申请到达: another province applies for a child of ours; the outward case is opened by the national system."""

from xueji.cases.batch.work import Opening
from xueji.cases.door import open_case
from xueji.exchange.border.hearing.finding import record_by_number
from xueji.exchange.border.hearing.results import Heard, Told, applied, unknown, why, why_of
from xueji.exchange.models import Crossing
from xueji.exchange.models.messages import ArrivedState
from xueji.parties.actors import system_actor
from xueji.vocabulary.border.messages import Tidings
from xueji.vocabulary.border.verbs import Business
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

PROCEDURES = {
    Business.TRANSFER: "cross_province_transfer_out",
    Business.CONTINUATION: "cross_province_continuation_out",
}
_ASKED_AGAIN = {"withdrawn", "ended"}
"""Outcomes after which the same application may come once more: it was taken back or broke off, and was sent anew."""


def application_arrived(told: Told) -> Heard:
    """Open the case of the child that the other province names; a second arrival of an application is a duplicate."""
    tidings, before = told.tidings, told.crossing
    if before is not None and (before.case.closed_on is None or before.case.outcome not in _ASKED_AGAIN):
        return Heard(ArrivedState.DUPLICATE, [why(*_TWICE)], before.case_id)
    record = record_by_number(str(tidings.body.get("national_number") or ""))
    if record is None:
        return unknown(*_NOBODY)
    business = Business(tidings.body["business"])
    actor = system_actor(Party.NATIONAL_SYSTEM)
    outcome = open_case(Opening(PROCEDURES[business], record, None, _answers(tidings)), actor=actor)
    if not outcome.taken:
        return Heard(ArrivedState.REFUSED, why_of(outcome.reasons), None, record)
    if before is not None:
        # The key goes with the application that runs; the old case stays findable under its own.
        Crossing.objects.filter(pk=before.pk).update(application=f"{before.application}#{before.case_id}")
    Crossing.objects.create(
        case_id=outcome.case_id,
        application=tidings.about,
        business=business,
        outward=True,
        other_province=str(tidings.body.get("receiving_province") or ""),
    )
    return applied(told, case_id=outcome.case_id, record_id=record)


def _answers(tidings: Tidings) -> dict[str, str]:
    body = tidings.body
    return {
        "application": tidings.about,
        "receiving_province": str(body.get("receiving_province") or ""),
        "receiving_school": str(body.get("receiving_school") or ""),
        "name": str(body.get("name") or ""),
        "national_number": str(body.get("national_number") or ""),
        "grade": str(body.get("grade") or ""),
        "reason": str(body.get("reason") or ""),
    }


_TWICE = (
    Text("这件外省申请已经到达过。", "This application has arrived before."),
    Text("无需办理；请核对后标记为已处理。", "Nothing is to be done; check it and settle it."),
)
_NOBODY = (
    Text("本市没有这一全国学籍号的学籍。", "No record of ours carries this national number."),
    Text(
        "请核对学籍号；确属本市学生的，补正学籍号后重试，否则与外省联系后标记为已处理。",
        "Check the number; mend ours and try again, or settle it with the other province.",
    ),
)
