"""What of ours tidings are about: by the application's key, by the message they answer, by the record or its number."""

from xueji.cases.models import Case
from xueji.exchange.border.hearing.answering import answered_by
from xueji.exchange.border.hearing.results import Told
from xueji.exchange.models import Crossing
from xueji.records.models import NumberAssignment, StudentRecord
from xueji.records.models.numbers import NATIONAL
from xueji.vocabulary.border.messages import Tidings

_RECORD = "record:"
_LONGEST_KEY = 18


def find(tidings: Tidings) -> Told:
    """Look up everything once; what is not there stays None."""
    reply = answered_by(tidings)
    crossing = Crossing.objects.select_related("case").filter(application=tidings.about).first()
    case = crossing.case if crossing else None
    if case is None and reply is not None and reply.case_id is not None:
        case = Case.objects.get(pk=reply.case_id)
    record = (reply and reply.record_id) or (case and case.student_record_id) or _record(tidings)
    return Told(tidings, reply, crossing, case, record or None)


def record_by_number(number: str) -> int | None:
    """The record that carries a national number, or carried it; removed ones do not count."""
    if not number:
        return None
    held = NumberAssignment.objects.filter(number=number, scheme__in=NATIONAL, record__removed_at__isnull=True)
    return held.values_list("record_id", flat=True).first()


def _record(tidings: Tidings) -> int | None:
    key = tidings.about.removeprefix(_RECORD)
    if key != tidings.about and key.isascii() and key.isdigit() and len(key) < _LONGEST_KEY:
        named = StudentRecord.objects.filter(pk=int(key), removed_at__isnull=True).values_list("pk", flat=True)
        return named.first()
    body = tidings.body
    ours = body.get("ours")
    numbers = (body.get("old"), body.get("national_number"), ours.get("national_number") if ours else "")
    return next((found for number in numbers if (found := record_by_number(str(number or "")))), None)
