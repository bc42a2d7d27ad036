"""Reads of imports, scoped to an actor."""

from django.db.models import QuerySet

from xueji.exchange.models import ImportBatch, StagedRow
from xueji.parties.actors import Actor


def batches_visible_to(actor: Actor) -> QuerySet[ImportBatch]:
    """Imports of the actor's school or district; the top office sees all. Newest first, without the files."""
    batches = ImportBatch.objects.defer("content").select_related("school")
    if actor.school_id:
        return batches.filter(school_id=actor.school_id)
    return batches.filter(district_id=actor.district_id) if actor.district_id else batches


def rows_of(batch: ImportBatch, verdict: str = "") -> QuerySet[StagedRow]:
    """Staged rows in the order of the sheet, of one verdict or all."""
    rows = StagedRow.objects.filter(batch=batch).order_by("row")
    return rows.filter(verdict=verdict) if verdict else rows
