"""Class groups: listed with headcounts, set up, renamed, closed; children moved between them; entrants assigned."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import Http404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.queries import ASSIGN, waiting_for_class
from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.gateway.problems import Faults, fault, may_not
from xueji.desks.api.gateway.versions import must_match, short_digest, told_version
from xueji.desks.api.shapes.cases import BatchTold, batch_told
from xueji.desks.api.shapes.pages import Asked, page
from xueji.desks.api.shapes.people import ChildTold, child, must_decide
from xueji.desks.api.shapes.words import Coded, Key, KeyInPath, Line, Place, Reason, Sent, coded, iso, place
from xueji.desks.children.asking import dressed
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import Campus, School
from xueji.parties.office_acts import may
from xueji.records.acts.office.classes import (
    MAX_CAPACITY,
    change_class,
    close_class_group,
    create_class_group,
    rename_class_group,
)
from xueji.records.models import ClassGroup
from xueji.records.queries import class_groups_visible_to, visible_to, with_headcounts
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

router = Router(tags=["班级 Class groups"])
Json = dict[str, Any]
MOST = 200


class GroupWhole(Schema):
    """A class group with its headcount."""

    id: int
    school: Place
    campus: Place
    school_year: int
    grade: Coded
    number: int
    name: str
    homeroom_teacher: str
    capacity: int
    children: int
    closed_on: str | None


class GroupPage(Schema):
    """One page of class groups."""

    items: list[GroupWhole]
    next: str | None


class Roster(GroupWhole):
    """A class group with the children now in it, by seat."""

    roster: list[ChildTold]


class GroupsAsked(Asked):
    """Which class groups; without a year those of the running school year."""

    school: Key | None = None
    grade: Grade | None = None
    school_year: Annotated[int, Field(ge=1990, le=2100)] | None = None


class GroupsSent(Sent):
    """New classes of a grade, numbered on from the last one."""

    campus_id: Key
    grade: Annotated[str, Field(pattern="^[PJS][1-6]$")]
    school_year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    count: Annotated[int, Field(ge=1, le=30)] = 1
    capacity: Annotated[int, Field(ge=1, le=MAX_CAPACITY)] = 40
    homeroom_teacher: Line = ""


class GroupSent(Sent):
    """Another name, teacher or size; what is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    homeroom_teacher: Annotated[str, Field(max_length=60)] | None = None
    capacity: Annotated[int, Field(ge=1, le=MAX_CAPACITY)] | None = None


class GroupsMade(Schema):
    """The classes set up."""

    items: list[GroupWhole]


class Movers(Sent):
    """Children of one grade to be moved into this class."""

    children: Annotated[list[Key], Field(min_length=1, max_length=MOST)]
    reason: Reason


class Moved(Schema):
    """How many children changed their class."""

    moved: int


class AssignmentRow(Sent):
    """One entrant, by registration number (登记编号), and the class for it."""

    registration_number: Annotated[str, Field(min_length=1, max_length=40)]
    class_group: Key


class AssignmentSent(Sent):
    """A list of entrants with their classes."""

    rows: Annotated[list[AssignmentRow], Field(min_length=1, max_length=MOST)]


@router.get("/class-groups", response=GroupPage, summary="班级 · Class groups")
def class_groups(request: ApiRequest, asked: Query[GroupsAsked]) -> Json:
    """The class groups of one school year within the scope of the key, each with its headcount."""
    found = _all(request).filter(school_year=asked.school_year or school_year_of(city_today()))
    if asked.school:
        found = found.filter(school_id=asked.school)
    if asked.grade:
        found = found.filter(grade=asked.grade.value)
    rows, after = page(request, found, [("school_id", int), ("grade", str), ("number", int), ("pk", int)], asked)
    return {"items": [_group(row) for row in rows], "next": after}


@router.post("/class-groups", response={201: GroupsMade}, summary="建立班级 · Set up classes")
def create(request: ApiRequest, data: GroupsSent) -> Status[Json]:
    """Set up classes of one grade at the own school."""
    school = School.objects.filter(pk=request.actor.school_id or 0).first()
    if school is None or not may(request.actor, "create_class_group"):
        raise may_not("create_class_group")
    campus = Campus.objects.filter(pk=data.campus_id, school=school).first()
    if campus is None:
        raise fault("campus_id", "campus_of_school", _NO_CAMPUS, _NO_CAMPUS_MEND)
    if data.grade not in set(Grade):
        raise fault("grade", "grade_not_offered", _NO_GRADE, _NO_GRADE_MEND)
    made = create_class_group(
        actor=request.actor,
        school=school,
        campus=campus,
        school_year=data.school_year or school_year_of(city_today()),
        grade=Grade(data.grade),
        count=data.count,
        capacity=data.capacity,
        homeroom_teacher=data.homeroom_teacher.strip()[:60],
    )
    found = _all(request).filter(pk__in=[group.pk for group in made]).order_by("number")
    return Status(201, {"items": [_group(group) for group in found]})


@router.post("/class-groups/assignments", response=BatchTold, summary="按名单分班 · Assign by list")
def assign(request: ApiRequest, data: AssignmentSent) -> Json:
    """Give registered entrants their classes, one result a row: good rows are done, the others say why not."""
    must_decide(request.actor)
    numbers = [row.registration_number for row in data.rows]
    _each_once(numbers)
    waiting = waiting_for_class(request.actor, school_year_of(city_today()))
    cases = {
        case.entrant.registration_number: case.pk
        for case in waiting.filter(entrant__registration_number__in=numbers)
        if case.entrant
    }
    steps = [
        Step(cases.get(row.registration_number, 0), ASSIGN, {"class_group": row.class_group}, row=number)
        for number, row in enumerate(data.rows, start=1)
    ]
    return batch_told(act_many(steps, actor=request.actor, batch=uuid4()))


@router.get("/class-groups/{int:key}", response=Roster, summary="一个班级 · One class group")
def class_group(request: ApiRequest, key: KeyInPath) -> Json:
    """A class with the children now in it."""
    group = _visible(request, key)
    told_version(request, _version(group))
    spells = dressed(visible_to(request.actor).filter(class_group_id=group.pk)).order_by("seat_number", "pk")
    return {**_group(group), "roster": [child(spell) for spell in spells]}


@router.patch("/class-groups/{int:key}", response=GroupWhole, summary="修改班级 · Rename a class")
def rename(request: ApiRequest, key: KeyInPath, data: GroupSent) -> Json:
    """Give a class of the own school another name, homeroom teacher or size."""
    group = _own(request, key)
    rename_class_group(
        actor=request.actor,
        group=group,
        name=data.name if data.name is not None else group.name,
        homeroom_teacher=data.homeroom_teacher if data.homeroom_teacher is not None else group.homeroom_teacher,
        capacity=data.capacity or group.capacity,
    )
    return _read_again(request, key)


@router.post("/class-groups/{int:key}/close", response=GroupWhole, summary="撤销班级 · Close a class")
def close(request: ApiRequest, key: KeyInPath) -> Json:
    """Close an empty class of the own school."""
    close_class_group(actor=request.actor, group=_own(request, key))
    return _read_again(request, key)


@router.post("/class-groups/{int:key}/children", response=Moved, summary="调班 · Move children into this class")
def move(request: ApiRequest, key: KeyInPath, data: Movers) -> Json:
    """调班: children of the same school and grade change into this class; all of them, or nobody."""
    group = _own(request, key, versioned=False)
    _each_once([str(one) for one in data.children])
    spells = list(visible_to(request.actor).filter(student_id__in=data.children, school_id=group.school_id))
    if len(spells) != len(data.children):
        raise fault("children", "child_not_here", _NOT_HERE, _NOT_HERE_MEND)
    return {"moved": change_class(actor=request.actor, reason=data.reason, spells=spells, group=group)}


def _all(request: ApiRequest) -> QuerySet[ClassGroup]:
    return with_headcounts(class_groups_visible_to(request.actor))


def _visible(request: ApiRequest, key: int) -> ClassGroup:
    group = _all(request).filter(pk=key).first()
    if group is None:
        raise Http404
    return group


def _own(request: ApiRequest, key: int, *, versioned: bool = True) -> ClassGroup:
    """A class of the own school, locked: nobody above a school changes its classes. Raises Http404, Problem."""
    group = _visible(request, key)
    if group.school_id != request.actor.school_id:
        raise Http404
    if not may(request.actor, "change_class"):
        raise may_not("change_class")
    locked = ClassGroup.objects.select_for_update(of=("self",)).select_related("campus", "school").get(pk=key)
    if versioned:
        must_match(request, _version(locked))
    return locked


def _read_again(request: ApiRequest, key: int) -> Json:
    group = _visible(request, key)
    told_version(request, _version(group))
    return _group(group)


def _version(group: ClassGroup) -> str:
    return short_digest(group.name, group.homeroom_teacher, group.capacity, group.closed_on)


def _group(group: Any) -> Json:
    return {
        "id": group.pk,
        "school": place(group.school),
        "campus": place(group.campus),
        "grade": coded(group.grade, Grade(group.grade).label),
        **{
            name: getattr(group, name)
            for name in ("school_year", "number", "name", "homeroom_teacher", "capacity", "children")
        },
        "closed_on": iso(group.closed_on),
    }


def _each_once(texts: list[str]) -> None:
    if len(set(texts)) != len(texts):
        faults = Faults()
        faults.add("rows", "row_twice", _TWICE, _TWICE_MEND)
        faults.tell()


_NO_CAMPUS = Text("没有这个校区，或它不属于本校。", "There is no such campus at the own school.")
_NO_CAMPUS_MEND = Text("校区编号见“学校”。", "The school names its campuses.")
_NO_GRADE = Text("没有这个年级。", "There is no such grade.")
_NO_GRADE_MEND = Text("年级代码见“学校”的 grades。", "The school names its grades.")
_NOT_HERE = Text("名单中有学生不在本校名册上。", "A child of the list is not on the roll of the school.")
_NOT_HERE_MEND = Text("请核对学生编号。", "Check the keys of the children.")
_TWICE = Text("同一名学生出现了不止一次。", "A child stands in the list more than once.")
_TWICE_MEND = Text("请每名学生只保留一行。", "Keep one row a child.")
