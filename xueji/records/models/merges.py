"""Two records of one child made one, and what it takes to part them again (domain.md §7; ours)."""

from django.db import models
from django.db.models import F, Q

from xueji.parties.scope import ScopedManager
from xueji.records.models.students import StudentRecord


class RecordMerge(models.Model):
    """One merge: the record kept, the one removed, and every row that went over, as it was before.

    `moved` lists {"table", "key", "was"}: what stood in the columns that the merge changed. It is read only to undo it.
    """

    kept = models.ForeignKey(StudentRecord, on_delete=models.PROTECT, related_name="took_over")
    removed = models.ForeignKey(StudentRecord, on_delete=models.PROTECT, related_name="merged_into")
    moved = models.JSONField(default=list)
    merged_on = models.DateField()
    merged_by = models.CharField(max_length=60)
    reason = models.TextField()
    unmerged_on = models.DateField(null=True)
    unmerged_by = models.CharField(max_length=60, blank=True)
    unmerge_reason = models.TextField(blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["removed"], condition=Q(unmerged_on__isnull=True), name="one_merge_a_removed_record"
            ),
            models.CheckConstraint(name="merge_joins_two_records", condition=~Q(kept=F("removed"))),
        ]

    def __str__(self) -> str:
        return f"{self.removed_id} in {self.kept_id}"
