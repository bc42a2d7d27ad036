"""Children that the nation or our own scan doubts, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.papers import PROOF
from tests.pupils import Schools, clerk, decide, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.batch.work import Opening, Outcome
from xueji.cases.door import open_case
from xueji.cases.door.preflight import preflight
from xueji.cases.models import Case, Effect
from xueji.parties.actors import Actor, system_actor
from xueji.parties.models import School
from xueji.parties.scope import registry_eyes, scope
from xueji.records.acts.office.national_problems import raise_problem
from xueji.records.duplicates.scan import scan
from xueji.records.models import Enrollment, NumberAssignment, ProblemRecord, StudentRecord
from xueji.records.problem_rows import row_of
from xueji.vocabulary.parties import Party

TODAY = date(2015, 9, 1)
NATION = system_actor(Party.NATIONAL_SYSTEM)
ALL = (
    "problem_substantiation",
    "problem_correction",
    "problem_removal",
    "problem_standing",
    "problem_ticket",
)


@dataclass
class Doubt:
    """A child of the first primary school that the nation doubts."""

    city: SmallCity
    schools: Schools
    record: StudentRecord
    problem: ProblemRecord

    @property
    def school(self) -> School:
        return self.schools.primary

    def fresh(self) -> ProblemRecord:
        with everything():
            return ProblemRecord.objects.get(pk=self.problem.pk)

    def open(self, procedure: str, **answers: object) -> Outcome:
        actor = clerk(self.city, self.school)
        said = {"own_row": "right", "really_duplicate": "yes", "identity_proof": paper(actor), **answers}
        return open_case(Opening(procedure, self.record.pk, None, said), actor=actor)

    def approve_here(self, case: int) -> None:
        """District and city approve; then it is with the nation."""
        assert decide(case, "approve", clerk(self.city, self.city.districts[0])).taken
        assert decide(case, "approve", self.city.city_officer()).taken

    def possible(self, **answers: str) -> set[str]:
        """Which roads are open for what the school says."""
        actor = clerk(self.city, self.school)
        with scope(actor):
            return {key for key in ALL if preflight(key, self.record.pk, actor=actor, answers=answers).possible}


def paper(actor: Actor) -> int:
    with scope(actor):
        return int(attach_evidence(actor=actor, file_name="证明.pdf", content=PROOF).pk)


def own_row(record: StudentRecord) -> dict[str, object]:
    with everything():
        spell = Enrollment.objects.select_related("school", "student").get(record=record)
        number = NumberAssignment.objects.get(record=record, scheme__in=("L", "G")).number
        return {**row_of(spell.student, spell, number, record.standing)}


def raised(record: StudentRecord, **differs: object) -> ProblemRecord:
    ours = {**own_row(record), **differs}
    body = {
        "problem": f"WT{record.pk}",
        "kind": "same_document",
        "ours": ours,
        "other": ours,
        "other_province": "130000",
    }
    with everything(), registry_eyes():
        return raise_problem(body, record.pk, TODAY)


def a_doubt(city: SmallCity) -> Doubt:
    """A child of the first primary school, and what the nation doubts of it: both rows agree."""
    schools = Schools(city)
    record = pupil(schools.primary)
    return Doubt(city, schools, record, raised(record))


def leave(doubt: Doubt, outcome: str = "", number: str = "G") -> None:
    """The child no longer studies here."""
    with everything():
        StudentRecord.objects.filter(pk=doubt.record.pk).update(standing="left", leaving_outcome=outcome)
        Enrollment.objects.filter(record=doubt.record).update(during=[date(2015, 8, 1), date(2015, 8, 31)])
        if number == "L":
            held = NumberAssignment.objects.get(record=doubt.record)
            NumberAssignment.objects.filter(pk=held.pk).update(scheme="L", number=f"L{held.number[1:]}")


def state_of(case: int) -> tuple[str, str]:
    with everything():
        found = Case.objects.get(pk=case)
        return found.state, found.outcome


def owed(case: int) -> list[str]:
    with everything():
        return list(Effect.objects.filter(decision__case_id=case).order_by("id").values_list("name", flat=True))


def stands(record: StudentRecord) -> StudentRecord:
    with everything():
        return StudentRecord.objects.get(pk=record.pk)


def changed_by_procedure(doubt: Doubt) -> None:
    with everything(), registry_eyes():
        Case.objects.create(
            procedure="key_field_change",
            edition="beijing_2015",
            student_record=doubt.record,
            school=doubt.school,
            district=doubt.school.district,
            state="city_approved",
            opened_on=TODAY,
            entered_on=TODAY,
            closed_on=TODAY,
            outcome="approved",
        )


def scanned_twins(city: SmallCity) -> tuple[Schools, StudentRecord, StudentRecord]:
    schools = Schools(city)
    one, other = pupil(schools.primary), pupil(schools.far_primary)
    with everything():
        for name in ("document_number", "birth_date"):
            setattr(other.student, name, getattr(one.student, name))
        other.student.save()
        StudentRecord.objects.filter(pk=other.pk).update(document_number=one.document_number, contested=True)
    assert sum(scan(TODAY).values()) == 1
    return schools, one, other
