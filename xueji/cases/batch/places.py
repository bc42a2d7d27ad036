"""The ledger of places in one chunk: quota rows are locked once, and each row decided sees what the rows before left."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.db.models import Q

from xueji.cases.batch.work import Places, Work
from xueji.records.models import EnrollmentQuota
from xueji.records.models.quotas import QuotaKind

_Key = tuple[int, int, str, str]


@dataclass
class PlaceLedger:
    """Free places by school, year, grade and kind, counted down as places are held."""

    quotas: dict[_Key, EnrollmentQuota] = field(default_factory=dict)
    free: dict[int, int] = field(default_factory=dict)

    @classmethod
    def locked(cls, works: Iterable[Work]) -> Self:
        """Lock the quota rows these works can touch, in the order of their keys."""
        return cls._read(works, lock=True)

    @classmethod
    def read(cls, works: Iterable[Work]) -> Self:
        """The same without a lock, for a question that changes nothing."""
        return cls._read(works, lock=False)

    @classmethod
    def _read(cls, works: Iterable[Work], *, lock: bool) -> Self:
        touched = {place for work in works for place in (work.wants, work.leaves) if place is not None}
        wanted = Q()
        for school, year, grade in {(place.school_id, place.school_year, place.grade) for place in touched}:
            wanted |= Q(school_id=school, school_year=year, grade=grade)
        if not wanted:
            return cls()
        rows = EnrollmentQuota.objects.filter(wanted).order_by("pk")
        rows = rows.select_for_update() if lock else rows
        quotas = {(row.school_id, row.school_year, row.grade, row.kind): row for row in rows}
        return cls(quotas, {row.pk: row.free for row in quotas.values()})

    def quota(self, place: Places, kind: QuotaKind) -> EnrollmentQuota | None:
        """The quota row of a place, if the city has set one."""
        return self.quotas.get((place.school_id, place.school_year, place.grade, kind.value))

    def into(self, work: Work) -> Any:
        """The work's facts with the places as they are at this row of the chunk."""
        if work.wants is None:
            return work.facts
        return replace(
            work.facts,
            place_free=self._has_place(work.wants, QuotaKind.GENERAL),
            foreign_place_free=self._has_place(work.wants, QuotaKind.FOREIGN),
        )

    def follow(self, work: Work) -> None:
        """Count down what an accepted work will hold, and find the rows of what it gives up."""
        if work.leaves is not None:
            rows = (self.quota(work.leaves, kind) for kind in work.leaves.kinds)
            work.chosen["gives_up"] = [row.pk for row in rows if row is not None]
        if work.wants is None or "hold_place" not in work.accepted.do or work.case.held_place_id:
            return
        for kind in work.wants.kinds:
            row = self.quota(work.wants, kind)
            if row is not None:
                self.free[row.pk] -= 1
                work.chosen[f"place_{kind.value}"] = row

    def _has_place(self, place: Places, kind: QuotaKind) -> bool:
        row = self.quota(place, kind)
        return row is not None and self.free[row.pk] > 0
