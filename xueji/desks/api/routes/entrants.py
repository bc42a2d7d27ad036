"""Entrants (新生): listed, read, corrected before a record exists; the full number with a reason."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from xueji.cases.acts.office.corrections import Correction, correct_entrant
from xueji.cases.models import Case
from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.gateway.problems import REFUSED, Faults, Problem, Why, may_not
from xueji.desks.api.gateway.versions import must_match, told_version
from xueji.desks.api.shapes.pages import Asked as PageAsked
from xueji.desks.api.shapes.pages import page
from xueji.desks.api.shapes.people import (
    IdentityTold,
    NumberTold,
    WhySent,
    grade,
    identity,
    identity_version,
    must_decide,
)
from xueji.desks.api.shapes.words import Coded, Day, Key, KeyInPath, Line, Place, Reason, Sent, coded, iso, place
from xueji.desks.cases.standing import is_late, left_until, state_of
from xueji.desks.entrants.case_page import case_of, child_of
from xueji.desks.entrants.filters import Asked, doubted, entry_cases
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.records.acts.office.identity import reveal_number
from xueji.records.models import Entrant
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

router = Router(tags=["新生 Entrants"])
Json = dict[str, Any]
Word = Annotated[str, Field(max_length=60, pattern="^[a-z0-9_]*$")]


class EntrantsAsked(PageAsked):
    """Which entrants of the running school year. `doubted`: an open doubt has it on one side."""

    q: Line = ""
    state: Word = ""
    grade: Grade | None = None
    district: Key | None = None
    school: Key | None = None
    due: Literal["late", "soon"] | None = None
    unconfirmed: bool = False
    doubted: bool = False


class EntrantTold(Schema):
    """An entrant in a list, with where its registration stands."""

    id: int
    case_id: int
    name: str
    sex: Coded | None
    birth_date: str
    document_number: str
    residency: Coded
    grade: Coded
    school: Place
    registration_number: str
    state: Coded
    since: str
    due_on: str | None
    left: int | None
    late: bool
    doubted: bool
    confirmed_on: str | None


class EntrantPage(Schema):
    """One page of entrants."""

    items: list[EntrantTold]
    next: str | None


class EntrantWhole(Schema):
    """An entrant: identity and admission. Its case has the rest: `/cases/{case_id}`."""

    id: int
    case_id: int
    identity: IdentityTold
    grade: Coded
    school: Place
    campus: Place | None
    school_year: int
    registration_number: str
    source: Coded
    admission_kind: Coded
    confirmed_on: str | None
    child_id: int | None
    state: Coded
    closed: bool


class CorrectionSent(Sent):
    """The identity as it should be; what is left out stays. After a record exists it is another procedure."""

    reason: Reason
    name: Annotated[Line, Field(min_length=1, max_length=60)] | None = None
    sex: Annotated[str, Field(max_length=20)] | None = None
    birth_date: Day | None = None
    document_type: Annotated[str, Field(max_length=2)] | None = None
    document_number: Annotated[Line, Field(max_length=30)] | None = None
    ethnicity: Annotated[str, Field(max_length=20)] | None = None
    nationality: Annotated[str, Field(max_length=20)] | None = None
    residency: Literal["local", "as_local", "non_local", "foreign"] | None = None
    as_local_category: Annotated[Line, Field(max_length=4)] | None = None
    hukou_place: Annotated[Line, Field(max_length=120)] | None = None


@router.get("/entrants", response=EntrantPage, summary="新生名单 · Entrants")
def entrants(request: ApiRequest, asked: Query[EntrantsAsked]) -> Json:
    """The entrants of this school year on the desk of this place."""
    must_decide(request.actor)
    working, today = city_calendar(), city_today()
    filters = Asked(
        state=asked.state,
        grade=asked.grade.value if asked.grade else "",
        district=str(asked.district or ""),
        school=str(asked.school or ""),
        q=asked.q.strip(),
        due=asked.due or "",
        confirmed="no" if asked.unconfirmed else "",
        problem="1" if asked.doubted else "",
    )
    found = entry_cases(filters, request.actor, today=today, working=working)
    found = found.annotate(doubted=doubted()).defer("entrant__verbatim", "entrant__form_answers", "answers")
    rows, after = page(request, found, [("pk", int)], asked)
    return {"items": [_row(case, today, working) for case in rows], "next": after}


@router.get("/entrants/{int:key}", response=EntrantWhole, summary="一名新生 · One entrant")
def entrant(request: ApiRequest, key: KeyInPath) -> Json:
    """Identity with its number masked, and the admission."""
    must_decide(request.actor)
    case = case_of(key, request.actor)
    told_version(request, _version(case))
    return _whole(case)


@router.patch("/entrants/{int:key}", response=EntrantWhole, summary="更正新生信息 · Correct an entrant")
def correct(request: ApiRequest, key: KeyInPath, data: CorrectionSent) -> Json:
    """Correct the identity of an entrant. The admissions row itself stays as it came."""
    must_decide(request.actor)
    case = case_of(key, request.actor)
    if not may(request.actor, "correct_entrant"):
        raise may_not("correct_entrant")
    child = Entrant.objects.select_for_update(of=("self",)).get(pk=key)
    must_match(request, f"{case.version}.{identity_version(child)}")
    if case.closed_on is not None:
        raise Problem(REFUSED, Why("record_established", _CLOSED, _CLOSED_MEND))
    correct_entrant(actor=request.actor, reason=data.reason, entrant=child, to=_correction(child, data))
    case = case_of(key, request.actor)
    told_version(request, _version(case))
    return _whole(case)


@router.post("/entrants/{int:key}/number", response=NumberTold, summary="查看完整证件号 · Reveal the number")
def reveal(request: ApiRequest, key: KeyInPath, data: WhySent, response: HttpResponse) -> Json:
    """The full identity number, with a reason that is kept. Each sight is one entry of the journal, repeats included."""
    must_decide(request.actor)
    child = child_of(case_of(key, request.actor))
    response.keeps_nothing = True  # type: ignore[attr-defined]  # no copy of the number stays behind
    return {"document_number": reveal_number(actor=request.actor, reason=data.reason, who=child)}


def _correction(child: Entrant, data: CorrectionSent) -> Correction:
    """What was sent, over what stands. Raises Problem with every code that is none."""
    faults = Faults()
    coded_: dict[str, str] = {}
    for table in ("sex", "ethnicity", "nationality"):
        typed = getattr(data, table)
        found = code_table(table).code_of(typed) if typed else None
        if typed is not None and found is None and (typed or table != "ethnicity"):
            faults.add(table, "answer_not_in_list", _NO_CODE, _NO_CODE_MEND)
        coded_[table] = getattr(child, table) if typed is None else found or ""
    born = child.birth_date if data.birth_date is None else _day(data.birth_date)
    if born is None:
        faults.add("birth_date", "no_such_day", _NO_DAY, _NO_DAY_MEND)
    kinds = {kind.value for kind in DocumentType if kind.student_allowed}
    kind = child.document_type if data.document_type is None else data.document_type
    if kind not in kinds:
        faults.add("document_type", "answer_not_in_list", _NO_CODE, _NO_CODE_MEND)
    faults.tell()
    kept = {
        name: getattr(child, name) if (sent := getattr(data, name)) is None else sent
        for name in ("name", "document_number", "as_local_category", "hukou_place")
    }
    return Correction(
        birth_date=born or child.birth_date,
        document_type=DocumentType(kind),
        residency=Residency(data.residency or child.residency),
        **coded_,
        **kept,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _version(case: Case) -> str:
    return f"{case.version}.{identity_version(child_of(case))}"


def _row(case: Any, today: date, working: Any) -> Json:
    child, due = case.entrant, case.due_on if case.closed_on is None else None
    told = identity(child)
    return {
        "id": child.pk,
        "case_id": case.pk,
        **{name: told[name] for name in ("name", "sex", "birth_date", "document_number", "residency")},
        "grade": grade(child.grade),
        "school": place(case.school),
        "registration_number": child.registration_number,
        "state": coded(case.state, state_of(case).label),
        "since": iso(case.entered_on),
        "due_on": iso(due),
        "left": left_until(due, today, working),
        "late": is_late(case, today),
        "doubted": case.doubted,
        "confirmed_on": iso(child.confirmed_on),
    }


def _whole(case: Any) -> Json:
    child = child_of(case)
    return {
        "id": child.pk,
        "case_id": case.pk,
        "identity": identity(child),
        "grade": grade(child.grade),
        "school": place(child.school),
        "campus": place(child.campus),
        "school_year": child.school_year,
        "registration_number": child.registration_number,
        "source": coded(child.source, AdmissionSource(child.source).label),
        "admission_kind": coded(child.admission_kind, AdmissionKind(child.admission_kind).label),
        "confirmed_on": iso(child.confirmed_on),
        "child_id": child.student_id,
        "state": coded(case.state, state_of(case).label),
        "closed": case.closed_on is not None,
    }


_NO_CODE = Text("代码或名称不在代码表中。", "Neither code nor name is in the table.")
_NO_CODE_MEND = Text("请按国家标准代码填写。", "Send a code of the national standard.")
_NO_DAY = Text("没有这一天。", "There is no such day.")
_NO_DAY_MEND = Text("请按年-月-日填写，例如 2009-03-04。", "Write it as year-month-day, e.g. 2009-03-04.")
_CLOSED = Text("该新生的入学注册已经办结。", "The entry registration of the child is closed.")
_CLOSED_MEND = Text("建立学籍后须办理“关键信息变更”。", "After establishment this takes a key-field change.")
