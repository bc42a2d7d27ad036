"""The door for programs: a question before anybody applies, an application, a step, many steps; one result each."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import uuid4

from django.http import Http404, HttpResponse
from ninja import Schema, Status
from pydantic import Field, StringConstraints

from xueji.cases.acts.office.looking import NO_SUCH_CHILD, Found, look_up_record
from xueji.cases.batch.work import Opening, Step
from xueji.cases.door import act, act_many, open_case
from xueji.cases.door.preflight import preflight
from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.gateway.problems import (
    NOT_FOUND,
    Problem,
    Why,
    answer,
    fault,
    of_complaints,
    of_outcome,
    reason_told,
)
from xueji.desks.api.gateway.versions import must_match, told_version
from xueji.desks.api.routes.cases import router as router  # noqa: PLC0414 - the same router, with the door on it
from xueji.desks.api.shapes.answers import Answers, answers_of
from xueji.desks.api.shapes.cases import AskedTold, BatchTold, CaseWhole, ReasonTold, batch_told, reasons_told
from xueji.desks.api.shapes.people import grade, must_decide
from xueji.desks.api.shapes.whole_case import asks_told, case_of, cases_of, whole_case
from xueji.desks.api.shapes.words import Coded, Key, KeyInPath, Prose, Sent, Words, coded, coded_by, words
from xueji.desks.cases.possible import brings_child_here, desk_procedures
from xueji.desks.cases.standing import procedure_of
from xueji.desks.children.telling import shown_number
from xueji.process.compiled import CompiledProcedure
from xueji.records.queries import visible_to
from xueji.vocabulary.text import Text

Json = dict[str, Any]
MOST = 200
Event = Annotated[str, StringConstraints(pattern="^[a-z_]{1,40}$")]
Name = Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]


class ChildNamed(Sent):
    """Whom it is about: `record_id` of a child on the own roll, or number and exact name of another school's child."""

    record_id: Key | None = None
    number: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    name: Name = ""


class LookUpSent(Sent):
    """A child by its national student number and its exact name."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]*$")]
    name: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$")]


class FoundTold(Schema):
    """As much of another school's child as shows that it is the right one."""

    record_id: int
    name: str
    number: str
    sex: Coded | None
    grade: Coded
    school: str
    district: str


class PreflightSent(ChildNamed):
    """An application that is only asked about. `school_id`: the other school, where a procedure has two."""

    procedure: Event
    school_id: Key | None = None
    answers: Answers = Field(default_factory=dict)


class ApplicationSent(PreflightSent):
    """An application. Papers are uploaded first; their keys are the answers to what asks for them."""

    reason: Prose = ""


class PreflightTold(Schema):
    """Whether anything stands against an application, apart from what its form still asks."""

    possible: bool
    against: list[ReasonTold]
    unknown: list[ReasonTold]
    held: list[Words]
    row: str | None
    chain: list[Coded]
    needs_reason: bool
    asks: list[AskedTold]


class StepSent(Sent):
    """A step: its event, what it asks, and the reason where it needs one."""

    event: Event
    answers: Answers = Field(default_factory=dict)
    reason: Prose = ""


class StepRow(StepSent):
    """One row of many. `version` guards against a case that has moved on."""

    case_id: Key
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class StepsSent(Sent):
    """Up to 200 steps of different cases."""

    rows: Annotated[list[StepRow], Field(min_length=1, max_length=MOST)]


@router.post("/look-ups", response=FoundTold, summary="查找外校学生 · Look up a child")
def look_up(request: ApiRequest, data: LookUpSent) -> Json | HttpResponse:
    """Find any child of the city by number and exact name. Bounded, and each attempt is in the journal."""
    found: Found | None = look_up_record(actor=request.actor, number=data.number, name=data.name)
    if found is None:
        return answer(_nobody(), request)
    return {
        "record_id": found.record_id,
        "name": found.name,
        "number": shown_number(found.number),
        "sex": coded_by("sex", found.sex),
        "grade": grade(found.grade.value),
        "school": found.school,
        "district": found.district,
    }


@router.post("/preflight", response=PreflightTold, summary="能否办理 · Could it be done?")
def ask_first(request: ApiRequest, data: PreflightSent) -> Json | HttpResponse:
    """Every rule of an application asked without opening anything: every reason why not, with article and remedy."""
    must_decide(request.actor)
    procedure = _procedure(data.procedure)
    # Before the child is looked up: a fault raised later would undo the journal's word of the look-up.
    given = answers_of(procedure.opening, data.answers, request.actor)
    record = _record(request, procedure, data)
    if record is None:
        return answer(_nobody(), request)
    found = preflight(procedure.key, record, actor=request.actor, school_id=data.school_id, answers=given)
    return {
        "possible": found.possible,
        "against": reasons_told(found.against),
        "unknown": reasons_told(found.unknown),
        "held": [words(guard.says) for guard in found.held],
        "row": found.row.name if found.row else None,
        "chain": [coded(one.value, one.label) for one in found.row.chain] if found.row else [],
        **asks_told(found.transition or procedure.opening),
    }


@router.post("/cases", response={201: CaseWhole}, summary="提出申请 · Open a case")
def apply(request: ApiRequest, data: ApplicationSent, response: HttpResponse) -> Status[Json] | HttpResponse:
    """Open a case about a child. Refused, it tells every reason at once, and nothing is opened."""
    must_decide(request.actor)
    procedure = _procedure(data.procedure)
    # Before the child is looked up: a fault raised later would undo the journal's word of the look-up.
    given = answers_of(procedure.opening, data.answers, request.actor)
    record = _record(request, procedure, data)
    if record is None:
        return answer(_nobody(), request)
    outcome = open_case(Opening(procedure.key, record, data.school_id, given, data.reason), actor=request.actor)
    if not outcome.taken:
        return answer(of_outcome(outcome), request)
    found = case_of(request.actor, outcome.case_id)
    told_version(request, found.version)
    response["Location"] = f"/api/v1/cases/{found.pk}"
    return Status(201, whole_case(found, request.actor))


@router.post("/cases/steps", response=BatchTold, summary="批量办理 · Many steps")
def take_many(request: ApiRequest, data: StepsSent) -> Json:
    """Take up to 200 steps, one result a row in their order. A refused row does not stop the others."""
    must_decide(request.actor)
    if len({row.case_id for row in data.rows}) != len(data.rows):
        raise fault("rows", "case_twice", _TWICE, _TWICE_MEND)
    cases = {case.pk: case for case in cases_of(request.actor).filter(pk__in=[row.case_id for row in data.rows])}
    steps, refused = [], []
    for number, row in enumerate(data.rows, start=1):
        try:
            steps.append(_step(request, cases.get(row.case_id), row, row.version, number))
        except Problem as problem:
            refused.append(_refused(number, row, problem))
    return batch_told(act_many(steps, actor=request.actor, batch=uuid4()), refused)


@router.post("/cases/{int:key}/steps", response=CaseWhole, summary="办理一步 · Take a step")
def take(request: ApiRequest, key: KeyInPath, data: StepSent) -> Json | HttpResponse:
    """Take a step of a case: approve, refuse, send_back … as `offers` names them. `If-Match` holds its version."""
    must_decide(request.actor)
    found = case_of(request.actor, key)
    must_match(request, found.version)
    outcome = act(_step(request, found, data, found.version), actor=request.actor)
    if not outcome.taken:
        return answer(of_outcome(outcome), request)
    found = case_of(request.actor, key)
    told_version(request, found.version)
    return whole_case(found, request.actor)


def _step(request: ApiRequest, case: Any, data: StepSent, version: int | None, row: int | None = None) -> Step:
    """What is asked of the door. What a state does not know asks nothing: the door says so."""
    if case is None:
        return Step(0, data.event, row=row)
    transition = procedure_of(case).transition(case.state, data.event, case.route_row)
    given = answers_of(transition, data.answers, request.actor) if transition else {}
    return Step(case.pk, data.event, given, data.reason, version, row)


def _refused(number: int, row: StepRow, problem: Problem) -> Json:
    return {
        "row": number,
        "case_id": row.case_id,
        "event": row.event,
        "taken": False,
        "status": problem.status,
        "state": None,
        "reasons": [reason_told(reason) for reason in problem.reasons],
    }


def _procedure(key: str) -> CompiledProcedure:
    """A procedure that is opened at desks. Raises Problem."""
    found = next((item for item in desk_procedures() if item.key == key), None)
    if found is None:
        raise fault("procedure", "procedure_not_open", _NOT_OPEN, _NOT_OPEN_MEND)
    return found


def _record(request: ApiRequest, procedure: CompiledProcedure, data: ChildNamed) -> int | None:
    """The record an application is about: another school's by number and name, the own by its key. None: nobody has both.

    0 for a newcomer, whom the answers describe.
    Raises Http404 for a record that is not on the own roll, Problem where nobody is named.
    """
    if procedure.newcomer:
        return 0
    if brings_child_here(procedure):
        if not data.number or not data.name:
            raise fault("number", "number_and_name_required", _NUMBER, _NUMBER_MEND)
        found: Found | None = look_up_record(actor=request.actor, number=data.number, name=data.name)
        return found.record_id if found else None
    if data.record_id is None:
        raise fault("record_id", "record_required", _RECORD, _RECORD_MEND)
    if not visible_to(request.actor).filter(record_id=data.record_id).exists():
        raise Http404
    return data.record_id


def _nobody() -> Problem:
    problem = of_complaints([NO_SUCH_CHILD])
    return Problem(NOT_FOUND, *(Why(one.rule, one.says, one.mend, field=one.field) for one in problem.reasons))


_NOT_OPEN = Text("现行规则没有开放这项业务。", "The rulebook in force does not open this procedure.")
_NOT_OPEN_MEND = Text("可办业务见“业务清单”。", "The list of procedures names those that are open.")
_NUMBER = Text("没有写明学生的学籍号和姓名。", "Number and name of the child are missing.")
_NUMBER_MEND = Text("该业务须同时填写 number 和 name。", "This procedure needs both `number` and `name`.")
_RECORD = Text("没有写明学籍编号。", "The key of the record is missing.")
_RECORD_MEND = Text("请填写 record_id；编号见“学生名单”。", "Send `record_id`, as the list of children tells it.")
_TWICE = Text("同一项业务出现了不止一次。", "A case stands in the list more than once.")
_TWICE_MEND = Text("请每项业务只保留一行。", "Keep one row a case.")
