"""Keys of records that were merged lead on to the record that was kept (B10)."""

from xueji.records.models import RecordMerge


def kept_for(record_id: int) -> int:
    """The record that stands for this one today: itself, or the one it was merged into, however often."""
    while True:
        into = RecordMerge.objects.filter(removed_id=record_id, unmerged_on__isnull=True).values_list(
            "kept_id", flat=True
        )
        found = into.first()
        if found is None:
            return record_id
        record_id = found
