"""The ledger of places in one chunk: quota rows are locked once, and each row decided sees what the rows before left."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.db.models import Q

from xueji.cases.batch.work import Work
from xueji.records.models import EnrollmentQuota, Entrant
from xueji.records.models.quotas import QuotaKind
from xueji.vocabulary.people.residency import Residency

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
        entrants = [work.subject for work in works if isinstance(work.subject, Entrant)]
        wanted = Q()
        for school, year, grade in {(item.school_id, item.school_year, item.grade) for item in entrants}:
            wanted |= Q(school_id=school, school_year=year, grade=grade)
        if not wanted:
            return cls()
        rows = EnrollmentQuota.objects.filter(wanted).order_by("pk")
        rows = rows.select_for_update() if lock else rows
        quotas = {(row.school_id, row.school_year, row.grade, row.kind): row for row in rows}
        return cls(quotas, {row.pk: row.free for row in quotas.values()})

    def quota(self, work: Work, kind: QuotaKind) -> EnrollmentQuota | None:
        """The quota row of the work's entrant."""
        entrant = work.subject
        return self.quotas.get((entrant.school_id, entrant.school_year, entrant.grade, kind.value))

    def into(self, work: Work) -> Any:
        """The work's facts with the places as they are at this row of the chunk."""
        if not isinstance(work.subject, Entrant) or not hasattr(work.facts, "place_free"):
            return work.facts
        return replace(
            work.facts,
            place_free=self._has_place(work, QuotaKind.GENERAL),
            foreign_place_free=self._has_place(work, QuotaKind.FOREIGN),
        )

    def follow(self, work: Work) -> None:
        """Count down what an accepted work will hold."""
        if "hold_place" not in work.accepted.do or work.case.held_place_id:
            return
        for kind in kinds_held(work.subject):
            row = self.quota(work, kind)
            if row is not None:
                self.free[row.pk] -= 1
                work.chosen[f"place_{kind.value}"] = row

    def _has_place(self, work: Work, kind: QuotaKind) -> bool:
        row = self.quota(work, kind)
        return row is not None and self.free[row.pk] > 0


def kinds_held(entrant: Entrant) -> tuple[QuotaKind, ...]:
    """A foreign child holds a foreign place and a general one: they count separately and additionally (S4)."""
    if Residency(entrant.residency) is Residency.FOREIGN:
        return (QuotaKind.GENERAL, QuotaKind.FOREIGN)
    return (QuotaKind.GENERAL,)
