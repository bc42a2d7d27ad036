"""What each message says: composed from the register as it stands when the effect is delivered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xueji.cases.models import Case, Decision, Effect, Evidence
from xueji.exchange.border.children import Known, child_of, form_of, spells_of
from xueji.exchange.border.crossings import crossing_inward, crossing_of, own_province
from xueji.exchange.models import Crossing
from xueji.parties.rulebook import rulebook_of
from xueji.process.notation import Ask
from xueji.records.models import ProblemRecord
from xueji.vocabulary.border.messages import Application, Problem, ProblemAnswer, Report, Standing, StudentFile, Verdict
from xueji.vocabulary.border.verbs import Business, RemoteLevel, ToNation
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade


@dataclass(frozen=True)
class Said:
    """A message as composed: what it is about, what it says, and whose it is."""

    about: str
    body: Mapping[str, Any] = field(default_factory=dict)
    case_id: int | None = None
    record_id: int | None = None
    school_id: int | None = None
    district_id: int | None = None
    other_province: str = ""


@dataclass(frozen=True)
class Owed:
    """An effect with its case, and what is asked of both while the message is composed."""

    effect: Effect
    case: Case

    @property
    def decision(self) -> Decision:
        """The decision that owes the message."""
        return self.effect.decision

    @property
    def record_id(self) -> int | None:
        """The record that the decision was about; what an act found out goes before what the case began with."""
        return self.effect.payload.get("record") or self.case.student_record_id

    def said(self, about: str, body: Any, other_province: str = "", record_id: int | None = None) -> Said:
        """Put the message together; it belongs to the school and district on whose desk the case lies."""
        case = self.case
        record = record_id or self.record_id
        return Said(about, body, case.pk, record, case.school_id, case.district_id, other_province)

    def of_crossing(self, crossing: Crossing, body: Any) -> Said:
        """A message about an application across the line."""
        return self.said(crossing.application, body, crossing.other_province)


class NothingToSayError(LookupError):
    """The effect points at nothing that the message could speak of: it stays owed, with this error."""


def compose(verb: ToNation, effect: Effect) -> Said:
    """Compose the message that `effect` owes. Raises NothingToSayError."""
    case = Case.objects.select_related("entrant", "school", "district", "crossing").get(pk=effect.decision.case_id)
    return _COMPOSERS[verb](Owed(effect, case))


def about_record(record_id: int) -> str:
    """What a message is about that concerns a record outside any application."""
    return f"record:{record_id}"


def report_of(known: Known, event: str) -> Report:
    """Body of a report: what happened, and the child as it is now."""
    return {"event": event, "pupil": known.pupil}


def _child(owed: Owed) -> Known:
    if owed.record_id is None:
        raise NothingToSayError(owed.effect.key)
    return child_of(owed.record_id)


def _crossing(owed: Owed) -> Crossing:
    found = crossing_of(owed.case)
    if found is None:
        raise NothingToSayError(owed.effect.key)
    return found


def _report(owed: Owed) -> Said:
    known = _child(owed)
    return owed.said(about_record(known.record_id), report_of(known, owed.decision.event))


def _apply(owed: Owed) -> Said:
    case, entrant, school = owed.case, owed.case.entrant, owed.case.school
    if entrant is None or school is None or case.district is None:
        raise NothingToSayError(owed.effect.key)
    crossing = crossing_inward(case)
    proofs = Evidence.objects.filter(case=case).order_by("pk").values_list("attachment__sha256", flat=True)
    body: Application = {
        "business": Business(crossing.business).value,
        "national_number": entrant.national_number,
        "name": entrant.name,
        "sex": entrant.sex,
        "birth_date": entrant.birth_date.isoformat(),
        "document_type": entrant.document_type,
        "document_number": entrant.document_number,
        "sending_province": entrant.came_from_province or crossing.other_province,
        "receiving_province": own_province(),
        "receiving_district": case.district.region_code,
        "receiving_school_code": school.code,
        "receiving_school": school.name,
        "stage_group": Grade(entrant.grade).stage.group.value,
        "grade": entrant.grade,
        "school_year": entrant.school_year,
        "reason": _reason(case),
        "attachments": list(proofs),
    }
    return owed.of_crossing(crossing, body)


def _reason(case: Case) -> str:
    """Why the child moves, in words: another province does not know our codes."""
    code = str(case.answers.get("reason_code", ""))
    asks = rulebook_of(case.edition).procedure(case.procedure).asks
    choices = next((ask.choices for ask in asks if isinstance(ask, Ask) and ask.key == "reason_code"), ())
    return next((label.zh for value, label in choices if value == code), code) if isinstance(choices, tuple) else code


def _bare(owed: Owed) -> Said:
    return owed.of_crossing(_crossing(owed), {})


_LEVELS = {
    Party.SENDING_SCHOOL: RemoteLevel.SCHOOL,
    Party.SENDING_DISTRICT: RemoteLevel.DISTRICT,
    # A city under the central government is a province: its commission reviews for the province [INF].
    Party.CITY: RemoteLevel.PROVINCE,
}


def _review(owed: Owed) -> Said:
    decision = owed.decision
    state = rulebook_of(owed.case.edition).procedure(owed.case.procedure).state(decision.to_state)
    verdict: Verdict = {
        "level": _LEVELS.get(Party(decision.party), RemoteLevel.PROVINCE).value,
        "approved": decision.event == "approve",
        "text": decision.reason,
    }
    last = state.closed is not None or state.held_by in (None, Party.NATIONAL_SYSTEM)
    return owed.of_crossing(_crossing(owed), {**verdict, "last": last})


def _file(owed: Owed) -> Said:
    crossing, known = _crossing(owed), _child(owed)
    body: StudentFile = {
        "pupil": known.pupil,
        "form": form_of(known.student_id),
        "spells": spells_of(known.record_id),
    }
    return owed.of_crossing(crossing, body)


def _number(owed: Owed) -> Said:
    known = _child(owed)
    return owed.said(about_record(known.record_id), {"pupil": known.pupil})


def _problem_answer(owed: Owed) -> Said:
    """A side's answer: our child as it is now, under the nation's key of the problem and the number it has there."""
    problem = ProblemRecord.objects.filter(pk=owed.case.frozen.get("problem") or 0).first()
    record = (problem and problem.flagged_record_id) or owed.record_id
    if problem is None or record is None:
        raise NothingToSayError(owed.effect.key)
    known = child_of(record)
    as_there: Problem | dict[str, Any] = problem.national_ours or {}
    body: ProblemAnswer = {
        "problem": problem.national_key,
        "national_number": str(as_there.get("national_number") or known.pupil["national_number"]),
        "text": owed.decision.reason or str(owed.case.answers.get("text", "")),
        "pupil": known.pupil,
    }
    return owed.said(about_record(record), body, problem.other_province, record)


def _standing(owed: Owed) -> Said:
    known = _child(owed)
    # Asked for only so that an L number of a child that has left can be removed: for a day it is shown as studying.
    wanted = str(owed.case.answers.get("standing") or RecordStanding.STUDYING.value)
    body: Standing = {"national_number": known.pupil["national_number"], "standing": wanted}
    return owed.said(about_record(known.record_id), body)


_COMPOSERS: Mapping[ToNation, Callable[[Owed], Said]] = {
    ToNation.REPORT: _report,
    ToNation.APPLY: _apply,
    ToNation.WITHDRAW: _bare,
    ToNation.REQUEST_FILE: _bare,
    ToNation.REVIEW: _review,
    ToNation.RELEASE_FILE: _file,
    ToNation.REQUEST_NUMBER: _number,
    ToNation.SUBSTANTIATE: _problem_answer,
    ToNation.CORRECT: _problem_answer,
    ToNation.REMOVE: _problem_answer,
    ToNation.SET_STANDING: _standing,
}
