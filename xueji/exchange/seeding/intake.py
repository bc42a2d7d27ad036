"""The admissions of the demo's first day: entrants with an open case each, for the schools to claim."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xueji.cases.door.opening import open_entry_cases
from xueji.cases.doubts import flag_doubts
from xueji.exchange.seeding.invention.answers import admissions_row, given_at_admission
from xueji.exchange.seeding.invention.children import Child, Family
from xueji.exchange.seeding.places import Places
from xueji.exchange.seeding.plan import IntakePlan
from xueji.exchange.seeding.register.lives import Life
from xueji.parties.actors import system_actor
from xueji.records.models import Entrant
from xueji.records.models.identity import IDENTITY
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage

_STAGE_BEFORE = {Stage.JUNIOR: Stage.PRIMARY, Stage.SENIOR: Stage.JUNIOR}
_ASKED = {"inland": Residency.NON_LOCAL, "foreign": Residency.FOREIGN, "elsewhere": Residency.NON_LOCAL}


@dataclass
class Leavers:
    """Children who left a stage in July, by district and stage; each is admitted once, or twice where planned."""

    waiting: dict[tuple[str, Stage], list[Child]]

    @classmethod
    def of(cls, lives: Sequence[Life]) -> Leavers:
        """Collect those who left; senior high takes no child of another hukou without an exception (S4)."""
        waiting: dict[tuple[str, Stage], list[Child]] = defaultdict(list)
        for life in lives:
            if life.line.left_on is not None:
                waiting[life.line.district.code, life.line.entry_grade.stage].append(life.child)
        return cls(waiting)

    def next(self, district: str, grade: Grade, *, local: bool | None) -> Child | None:
        """Take the next leaver of the district who may enter `grade`, or None when all have gone."""
        queue = self.waiting[district, _STAGE_BEFORE[grade.stage]]
        for place, child in enumerate(queue):
            if local is None or Residency(child.residency).counts_as_local is local:
                return queue.pop(place)
        return None


def admit(places: Places, leavers: Leavers, family: Family) -> None:
    """Write the admissions of the plan and open their cases."""
    numbers: Counter[str] = Counter()
    entrants = [
        _entrant(places, school, plan, child, numbers)
        for plan in places.plan.intake
        for child, schools in _admitted(places, plan, leavers, family)
        for school in schools
    ]
    saved = Entrant.objects.bulk_create(entrants)
    open_entry_cases(saved, actor=system_actor(Party.ADMISSIONS))
    flag_doubts([entrant.pk for entrant in saved], places.plan.first_day)


def _admitted(
    places: Places, plan: IntakePlan, leavers: Leavers, family: Family
) -> Iterator[tuple[Child, tuple[str, ...]]]:
    """Yield each child with the schools that admit it: two of them where it is admitted twice."""
    schools = (plan.school, plan.other) if plan.other else (plan.school,)
    for _ in range(plan.count):
        yield _child(places, plan, leavers, family), schools


def _child(places: Places, plan: IntakePlan, leavers: Leavers, family: Family) -> Child:
    district, year = places.schools[plan.school].district.code, places.plan.first_day.year
    home = places.plan.home(district)
    if plan.kind == "undocumented":
        return family.undocumented(home, plan.grade, year)
    found = None
    if plan.grade.stage is not Stage.PRIMARY and plan.kind in {"leaver", "twice", "non_local"}:
        local = None if plan.grade.stage is Stage.JUNIOR else plan.kind != "non_local"
        found = leavers.next(district, plan.grade, local=local)
    return found or family.child(home, plan.grade, year, _ASKED.get(plan.kind))


def _entrant(places: Places, code: str, plan: IntakePlan, child: Child, numbers: Counter[str]) -> Entrant:
    school, first_day = places.schools[code], places.plan.first_day
    region = school.district.region_code[4:6]
    numbers[region] += 1
    number = f"DJ{first_day.year}{region}{numbers[region]:04d}"
    inland = plan.kind == "inland"
    return Entrant(
        **dict(zip(IDENTITY, child.identity, strict=True)),
        school_year=first_day.year,
        registration_number=number,
        source=AdmissionSource.FEED.value,
        admission_kind=(AdmissionKind.INLAND_CLASS if inland else AdmissionKind.ORDINARY).value,
        confirmed_on=first_day,
        school=school,
        district=school.district,
        grade=plan.grade.value,
        form_answers=given_at_admission(child, plan.grade),
        verbatim=admissions_row(child, plan.grade, (school.code, school.name), number),
    )
