"""Whoever is established is reported to the nation, which can do nothing with a child that it has never heard of."""

from __future__ import annotations

from xueji.exchange.border.bodies import about_record, report_of
from xueji.exchange.border.children import children
from xueji.exchange.models import OutgoingMessage
from xueji.vocabulary.border.verbs import ToNation

_EVENT = "assign"
_ROWS = 1_000


def report_everybody() -> None:
    """Queue the report of every child with a national number, as its establishment would have owed it."""
    OutgoingMessage.objects.bulk_create(
        (
            OutgoingMessage(
                key=f"seeded:{known.record_id}",
                verb=ToNation.REPORT.value,
                about=about_record(known.record_id),
                body=report_of(known, _EVENT),
                record_id=known.record_id,
                school_id=known.school_id,
                district_id=known.district_id,
            )
            for known in children()
        ),
        batch_size=_ROWS,
    )
