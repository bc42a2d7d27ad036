"""Children whose cases cross the line, each set up as the rows that would really be there, and their case opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F

from tests.conformance.judging import MOMENT
from tests.conformance.town import Town, case_of
from tests.newcomers import DEPARTURE, HEBEI, application, nation_says
from tests.pupils import decide, pupil
from tests.small_city import everything
from xueji.cases.acts.office.exceptions import grant_exception
from xueji.cases.batch.work import Opening, Outcome
from xueji.cases.door import open_case
from xueji.cases.models import Case, Decision
from xueji.exchange.border.crossings import CONTINUATION
from xueji.exchange.border.hearing.handlers import hear
from xueji.parties.actors import system_actor
from xueji.parties.models import School
from xueji.parties.scope import registry_eyes, scope
from xueji.process.notation import OPEN
from xueji.records.acts.office.national_problems import raise_problem
from xueji.records.duplicates.scan import scan
from xueji.records.models import Enrollment, EnrollmentQuota, NumberAssignment, ProblemRecord, StudentRecord
from xueji.records.problem_rows import row_of
from xueji.vocabulary.border.messages import Tidings
from xueji.vocabulary.border.verbs import Business, FromNation
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.parties import Party


@dataclass(frozen=True)
class Opened:
    """What became of the opening, and what was said at it."""

    outcome: Outcome
    given: Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """One child, told to show the states `aims`. `later`: a dated parameter, and another value of it [INF]."""

    tell: Callable[[Town, str], Opened]
    aims: tuple[str, ...]
    later: tuple[str, object] | None = None


def arrives(
    *aims: str,
    at: str = "primary",
    grade: str = "P3",
    before: Callable[[Town, School], Mapping[str, object]] | None = None,
    **said: object,
) -> Story:
    """A child of another province, brought by a school."""

    def tell(town: Town, procedure: str) -> Opened:
        school: School = getattr(town.schools, at)
        known = before(town, school) if before else {}
        words = {"kind": "returning", "graduation_year": str(town.year), **known, **said}
        actor = town.at(school)
        asked = {each.key for each in town.rulebook.procedure(procedure).asks}
        answers = application(school, actor, procedure, grade=grade, **words)
        given = {key: answer for key, answer in answers.items() if key in asked}
        return Opened(open_case(Opening(procedure, 0, None, given), actor=actor), given)

    return Story(tell, aims)


def came_from_here(standing: str = "", grade: str = "P3") -> Callable[[Town, School], Mapping[str, object]]:
    """The child was ours once: it went to another province, or graduated here."""

    def before(town: Town, school: School) -> Mapping[str, object]:
        record = pupil(town.schools.far_primary, grade)
        if standing:
            leaves(record, town, standing)
        else:
            goes_away(record, town)
        student = record.student
        return {
            "name": student.name,
            "document_number": student.document_number,
            "national_number": f"G{student.document_number}",
            "birth_date": student.birth_date.isoformat(),
        }

    return before


def its_return_is_declared(town: Town, school: School) -> Mapping[str, object]:
    """The city lets children of the final grade come back to this school."""
    officer = town.at(town.city.city)
    with scope(officer):
        grant_exception(
            actor=officer, reason="批准", kind=ExceptionKind.FINAL_GRADE_RETURN, paper_number="第1号",
            starts_on=town.today, ends_on=town.today + timedelta(days=30), schools=[school],
        )  # fmt: skip
    return {}


def the_school_runs_one_grade(town: Town, school: School) -> Mapping[str, object]:
    """The first grade of the school's stage is its last one too: whoever goes on there is in a final grade."""
    School.objects.filter(pk=school.pk).update(grades=["J1"])
    return {}


def it_is_a_model_school(town: Town, school: School) -> Mapping[str, object]:
    """Whether an ordinary school's child may come there is the district's to say."""
    School.objects.filter(pk=school.pk).update(model_school=True)
    return {}


def is_asked_for(
    *aims: str, at: str = "primary", grade: str = "P3", graduated: bool = False, later: tuple[str, object] | None = None
) -> Story:
    """A child of ours, whom another province wants."""

    def tell(town: Town, procedure: str) -> Opened:
        record = pupil(getattr(town.schools, at), grade)
        if graduated:
            leaves(record, town, "graduated")
        given, outcome = application_arrives(record, procedure)
        return Opened(outcome, given)

    return Story(tell, aims, later)


def is_spoken_for(
    *aims: str,
    before: Callable[[Town, StudentRecord], None],
    later: tuple[str, object] | None = None,
    **said: object,
) -> Story:
    """A record of ours for which its own school applies."""

    def tell(town: Town, procedure: str) -> Opened:
        record = pupil(town.schools.primary)
        before(town, record)
        actor = town.at(town.schools.primary)
        told = {"own_row": "right", "really_duplicate": "yes", "what_is_wrong": "姓名错误", **said}
        given: dict[str, object] = {}
        for asked in town.rulebook.procedure(procedure).asks:
            given[asked.key] = told[asked.key] if asked.key in told else town.paper(actor)
        return Opened(open_case(Opening(procedure, record.pk, None, given), actor=actor), given)

    return Story(tell, aims, later)


def has_no_number(town: Town, record: StudentRecord) -> None:
    """Nobody has allocated a national number to the child."""
    with everything(), registry_eyes():
        NumberAssignment.objects.filter(record=record).delete()


def has_left(number: str = "G", outcome: str = "") -> Callable[[Town, StudentRecord], None]:
    """The child is on no roll any more."""

    def before(town: Town, record: StudentRecord) -> None:
        leaves(record, town, outcome, number)

    return before


def is_doubted(
    *earlier: Callable[[Town, StudentRecord], None], **differs: str
) -> Callable[[Town, StudentRecord], None]:
    """The nation has it on the problem table, with these differences from ours."""

    def before(town: Town, record: StudentRecord) -> None:
        with everything(), registry_eyes():
            spell = Enrollment.objects.select_related("school", "student").get(record=record)
            number = NumberAssignment.objects.get(record=record).number
            ours = {**row_of(spell.student, spell, number, record.standing), **differs}
            body = {
                "problem": f"WT{record.pk}",
                "kind": "same_document",
                "ours": ours,
                "other": ours,
                "other_province": HEBEI,
            }
            raise_problem(body, record.pk, town.today)
        for each in earlier:
            each(town, record)

    return before


def is_a_twin(*earlier: Callable[[Town, StudentRecord], None]) -> Callable[[Town, StudentRecord], None]:
    """Our own scan has found another record with the same document."""

    def before(town: Town, record: StudentRecord) -> None:
        other = pupil(town.schools.far_primary)
        with everything(), registry_eyes():
            for name in ("document_number", "birth_date"):
                setattr(record.student, name, getattr(other.student, name))
            record.student.save()
            StudentRecord.objects.filter(pk=record.pk).update(document_number=other.document_number, contested=True)
        assert sum(scan(town.today).values()) == 1
        for each in earlier:
            each(town, record)

    return before


def was_changed(town: Town, record: StudentRecord) -> None:
    """Its key fields have been put right by procedure since."""
    with everything(), registry_eyes():
        changed = Case.objects.create(
            procedure="key_field_change", edition=town.rulebook.key, student_record=record, state="city_approved",
            school=town.schools.primary, district=town.schools.primary.district, outcome="approved", version=1,
            opened_on=town.today, entered_on=town.today, closed_on=town.today,
        )  # fmt: skip
        Decision.objects.create(
            case=changed, number=1, event="approve", to_state="city_approved", party="city", actor_name="王办理",
            edition=town.rulebook.key, city_date=town.today,
        )  # fmt: skip


def its_standing_was_set(town: Town, record: StudentRecord) -> None:
    """The nation has shown it as studying since yesterday."""
    with everything(), registry_eyes():
        ProblemRecord.objects.filter(flagged_record=record).update(standing_set_on=town.today - timedelta(days=1))


def leaves(record: StudentRecord, town: Town, outcome: str = "", number: str = "G") -> None:
    """The child leaves the day before, and its place is free."""
    yesterday = town.today - timedelta(days=1)
    with everything(), registry_eyes():
        spell = Enrollment.objects.get(record=record)
        Enrollment.objects.filter(pk=spell.pk).update(during=(spell.during.lower, yesterday), exit_type="leaving")
        StudentRecord.objects.filter(pk=record.pk).update(standing="left", leaving_outcome=outcome, closed_on=yesterday)
        EnrollmentQuota.objects.filter(school=spell.school, taken__gt=0).update(taken=F("taken") - 1)
        if number == "L":
            held = NumberAssignment.objects.get(record=record)
            NumberAssignment.objects.filter(pk=held.pk).update(scheme="L", number=f"L{held.number[1:]}")


def application_arrives(record: StudentRecord, procedure: str) -> tuple[dict[str, object], Outcome]:
    """Another province's application comes in by the inbox: what it says, and the case it has opened."""
    business = Business.CONTINUATION if CONTINUATION in procedure else Business.TRANSFER
    with everything():
        number = NumberAssignment.objects.get(record=record, scheme="G").number
    given: dict[str, object] = {
        "name": record.student.name,
        "national_number": number,
        "receiving_province": HEBEI,
        "receiving_school": "宣化区第二小学",
        "grade": "P3",
        "reason": "户籍迁移",
    }
    body = {"business": business.value, **given}
    arrived = Tidings(f"N{record.pk}", FromNation.APPLICATION_ARRIVED, f"{HEBEI}-{record.pk}", body, MOMENT)
    with scope(system_actor(Party.NATIONAL_SYSTEM)):
        _, heard = hear(arrived)
    assert heard.case_id is not None, heard.why
    case = case_of(heard.case_id)
    return given, Outcome(case.pk, OPEN, taken=True, state=case.state)


def goes_away(record: StudentRecord, town: Town) -> None:
    """The child goes to another province, by the road that leads there."""
    key = application_arrives(record, DEPARTURE)[1].case_id
    while (case := case_of(key)).held_by != Party.NATIONAL_SYSTEM.value:
        with everything():
            actor = town.somebody(case, (Party(case.held_by),))
        assert decide(key, "approve", actor).taken
    assert nation_says(key, "file_requested").taken


_OWN = came_from_here()
_ARRIVAL = (
    arrives("student_file_received"),
    arrives("file_requested", "student_file_received", class_group="", residency="non_local"),
    arrives("student_file_received", before=_OWN),
)
_TRANSFER = (
    *_ARRIVAL,
    arrives("student_file_received", at="secondary", grade="S2", before=it_is_a_model_school),
    arrives("awaiting_resubmission_by_service_team", grade="P6", before=its_return_is_declared),
)
_CONTINUATION = (
    arrives("student_file_received", at="secondary", grade="J1"),
    arrives("student_file_received", at="secondary", grade="S1", class_group=""),
    arrives("student_file_received", at="secondary", grade="J1", before=came_from_here("graduated", "P6")),
)
_LEFT = has_left()
_TEMPORARY = has_left("L")

STORIES: Mapping[str, tuple[Story, ...]] = {
    "cross_province_transfer_in": _TRANSFER,
    "cross_province_continuation_in": (
        *_CONTINUATION,
        arrives("awaiting_resubmission_by_service_team", at="secondary", grade="J1", before=the_school_runs_one_grade),
    ),
    "cross_province_transfer_out": (
        is_asked_for("student_file_received"),
        is_asked_for("awaiting_city_review", at="secondary", grade="S2", later=("city_step_senior_departure", "AUDIT")),
    ),
    "cross_province_continuation_out": (is_asked_for("student_file_received", grade="P6", graduated=True),),
    "unrecorded_entry": (arrives("number_allocated"), arrives("own_record_reopened", before=_OWN)),
    "number_request": (is_spoken_for("number_allocated", before=has_no_number),),
    "temporary_record_removal": (
        is_spoken_for("removed", before=_TEMPORARY),
        is_spoken_for("removed", before=_TEMPORARY, later=("temporary_removal_by_district", True)),
    ),
    "standing_for_departure": (is_spoken_for("standing_set", before=_LEFT),),
    "problem_substantiation": (
        is_spoken_for("nation_closed", before=is_doubted()),
        is_spoken_for("city_settled", before=is_a_twin()),
    ),
    "problem_correction": (
        is_spoken_for("nation_closed", before=is_doubted(name="李思")),
        is_spoken_for("city_settled", before=is_a_twin(was_changed), own_row="wrong"),
    ),
    "problem_removal": (
        is_spoken_for("nation_closed", before=is_doubted(_LEFT)),
        is_spoken_for("nation_closed", before=is_doubted(_TEMPORARY, its_standing_was_set)),
        is_spoken_for("city_settled", before=is_a_twin(_LEFT)),
        is_spoken_for(before=is_doubted(has_left(outcome="graduated")), graduate_reason="重复建籍，已与家长核实"),
    ),
    "problem_standing": (is_spoken_for("standing_is_set", before=is_doubted(_TEMPORARY)),),
    "problem_ticket": (is_spoken_for("executed", before=is_doubted(_LEFT), own_row="wrong"),),
}
"""By procedure; an edition without a procedure, or a state, has no such story."""
