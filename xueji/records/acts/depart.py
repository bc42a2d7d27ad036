"""The file goes to another province: the spell ends, the record is closed and keeps where it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from xueji.records.models import StudentRecord
from xueji.records.models.enrollments import ExitType
from xueji.vocabulary.people.standings import RecordStanding

_END = """
    UPDATE records_enrollment AS spell
       SET during = daterange(lower(spell.during), greatest(%s, lower(spell.during) + 1)), exit_type = %s
     WHERE spell.record_id = ANY(%s) AND upper_inf(spell.during)
"""


@dataclass(frozen=True)
class Departure:
    """One record whose file another province has asked for, and that province's code."""

    record_id: int
    province: str


def send_away(departures: Sequence[Departure], on: date) -> None:
    """End the spells and close the records. A spell that began today ends tomorrow, so that none is ever empty."""
    keys = [departure.record_id for departure in departures]
    with connection.cursor() as cursor:
        cursor.execute(_END, [on, ExitType.DEPARTURE.value, keys])
    records = {record.pk: record for record in StudentRecord.objects.filter(pk__in=keys)}
    for departure in departures:
        record = records[departure.record_id]
        record.standing = RecordStanding.TRANSFERRED_OUT.value
        record.closed_on = record.closed_on or on
        record.went_to_province = departure.province
    StudentRecord.objects.bulk_update(records.values(), ["standing", "closed_on", "went_to_province"])
