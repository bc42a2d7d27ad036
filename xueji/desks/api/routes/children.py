"""Children on the roll: listed, found, read with their numbers masked; the full number with a reason; their form."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from xueji.desks.api.gateway.gate import ApiRequest
from xueji.desks.api.gateway.problems import Faults, may_not
from xueji.desks.api.gateway.versions import must_match, told_version
from xueji.desks.api.shapes.pages import Asked as PageAsked
from xueji.desks.api.shapes.pages import page
from xueji.desks.api.shapes.people import (
    ChildTold,
    IdentityTold,
    NumberTold,
    WhySent,
    child,
    grade,
    identity,
    identity_version,
)
from xueji.desks.api.shapes.words import Coded, Key, KeyInPath, Line, Prose, Sent, Words, coded, iso, words
from xueji.desks.children.asking import Asked, dressed, order_of, roll_of
from xueji.desks.children.form.answers import current_answers, is_veiled, label_of, open_items, read_form
from xueji.desks.children.life.reading import Life, life_of
from xueji.desks.children.telling import shown_number
from xueji.desks.design.filters import masked_id
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.records.acts.office.forms import save_student_form
from xueji.records.acts.office.identity import reveal_number
from xueji.records.models import StudentForm
from xueji.records.student_form import LOCKED_ITEMS
from xueji.vocabulary.form.items import FORM_ITEMS, missing
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

router = Router(tags=["学生 Children"])
Json = dict[str, Any]


class ChildrenAsked(PageAsked):
    """Which children: beginning of name, pinyin or a number; places; grade; class; how far the form is."""

    q: Line = ""
    district: Key | None = None
    school: Key | None = None
    class_group: Key | None = None
    grade: Grade | None = None
    form: Literal["complete", "missing", "late"] | None = None


class ChildPage(Schema):
    """One page of children."""

    items: list[ChildTold]
    next: str | None


class SpellTold(Schema):
    """One spell at a school; `until` is the first day no longer in it."""

    school_id: int
    school: str
    campus: str
    class_group: str | None
    grade: Coded
    school_year: int
    seat: int | None
    since: str
    until: str | None


class NumberGiven(Schema):
    """A number of the record and the days of its force; a formal one is masked."""

    scheme: str
    number: str
    since: str
    until: str | None


class RecordTold(Schema):
    """The record."""

    id: int
    standing: Coded
    contested: bool
    established_on: str


class LeftTold(Schema):
    """Since when a place has the child no more, and the school to which it was transferred, if it was."""

    on: str
    to: str | None


class ChildWhole(Schema):
    """A child with its spells and numbers. `held`: it is on the roll of this post's place now.

    A place that the child has left reads its own spells there and `left`; identity, record and form are told no more.
    """

    id: int
    name: str
    identity: IdentityTold | None
    held: bool
    left: LeftTold | None
    records: list[RecordTold]
    spells: list[SpellTold]
    numbers: list[NumberGiven]
    form_missing: int | None
    form_due_on: str | None


class ItemTold(Schema):
    """One item of the form. Identity numbers are masked; locked items are the register's to fill."""

    key: str
    number: int
    label: Words
    value: str
    shown: Words
    locked: bool
    required: str


class FormTold(Schema):
    """The 72-item form of a child."""

    child_id: int
    version: int
    editable: bool
    missing: list[str]
    due_on: str | None
    completed_on: str | None
    items: list[ItemTold]


class FormSent(Sent):
    """Answers by item key; items left out stay as they are, an empty answer takes one away (identity numbers: 无)."""

    answers: dict[Annotated[str, StringConstraints(max_length=60)], Prose] = Field(max_length=80)


@router.get("/children", response=ChildPage, summary="学生名单 · Children on the roll")
def children(request: ApiRequest, asked: Query[ChildrenAsked]) -> Json:
    """The children within the scope of the key, one row for each open spell."""
    told = {name: str(value) for name in ("district", "school", "class_group") if (value := getattr(asked, name))}
    filters = Asked(q=asked.q.strip(), grade=asked.grade.value if asked.grade else "", form=asked.form or "", **told)
    spells = dressed(roll_of(filters, request.actor, city_today()))
    rows, after = page(request, spells, order_of(filters, request.actor), asked)
    return {"items": [child(spell) for spell in rows], "next": after}


@router.get("/children/{int:key}", response=ChildWhole, summary="一名学生 · One child")
def one_child(request: ApiRequest, key: KeyInPath) -> Json:
    """A child with its records, spells and numbers; former schools see what was while it was there."""
    life = life_of(request.actor, key)
    left = life.left
    if left is None:
        told_version(request, identity_version(life.student))
    return {
        "id": life.student.pk,
        "name": life.student.name,
        "identity": None if left else identity(life.student),
        "held": life.held_by(request.actor),
        "left": {"on": iso(left.on), "to": left.to or None} if left else None,
        "records": [] if left else [_record(row) for row in life.records],
        "spells": [_spell(spell) for spell in life.spells],
        "numbers": [
            {
                "scheme": one.scheme,
                "number": shown_number(one.number) if one.scheme in {"L", "G", "J"} else one.number,
                "since": iso(one.since),
                "until": iso(one.until),
            }
            for one in life.numbers
        ],
        "form_missing": life.form.missing if life.form else None,
        "form_due_on": iso(life.form.due_on) if life.form else None,
    }


@router.post("/children/{int:key}/number", response=NumberTold, summary="查看完整证件号 · Reveal the number")
def reveal(request: ApiRequest, key: KeyInPath, data: WhySent, response: HttpResponse) -> Json:
    """The full identity number, with a reason that is kept. Each sight is one entry of the journal, repeats included."""
    life = life_of(request.actor, key)
    if not life.held_by(request.actor):
        raise may_not("reveal_number")
    response.keeps_nothing = True  # type: ignore[attr-defined]  # no copy of the number stays behind
    return {"document_number": reveal_number(actor=request.actor, reason=data.reason, who=life.student)}


@router.get("/children/{int:key}/form", response=FormTold, summary="基本信息表 · The 72-item form")
def form(request: ApiRequest, key: KeyInPath) -> Json:
    """The form of a child as it stands."""
    life = _with_form(request, key)
    told_version(request, life.form.version)
    return _form(request, life)


@router.put("/children/{int:key}/form", response=FormTold, summary="保存基本信息表 · Save the form")
def save_form(request: ApiRequest, key: KeyInPath, data: FormSent) -> Json:
    """Save answers. All of them or, with every fault at once, none; what is missing may follow later."""
    life = _with_form(request, key)
    if not life.held_by(request.actor):
        raise may_not("save_student_form")
    form_ = StudentForm.objects.select_for_update().get(pk=life.form.pk)
    must_match(request, form_.version)
    form_.student = life.student
    _only_open(data.answers)
    given = read_form(data.answers, form_.answers)
    life.student.form = save_student_form(actor=request.actor, form=form_, given=given, version=form_.version)
    told_version(request, life.form.version)
    return _form(request, life)


def _with_form(request: ApiRequest, key: int) -> Life:
    life = life_of(request.actor, key)
    if life.form is None:
        raise Http404
    return life


def _only_open(sent: dict[str, str]) -> None:
    """Refuse what is no item of the form, and what the form may not change."""
    known, faults = {item.key for item in open_items()}, Faults()
    for key in sent:
        if key in LOCKED_ITEMS:
            faults.add(key, "item_locked", _LOCKED, _LOCKED_MEND)
        elif key not in known:
            faults.add(key, "item_unknown", _UNKNOWN, _UNKNOWN_MEND)
    faults.tell()


def _form(request: ApiRequest, life: Life) -> Json:
    answers, form_ = current_answers(life), life.form
    return {
        "child_id": life.student.pk,
        "version": form_.version,
        "editable": life.held_by(request.actor) and may(request.actor, "save_student_form"),
        "missing": [item.key for item in missing(answers)],
        "due_on": iso(form_.due_on),
        "completed_on": iso(form_.completed_on),
        "items": [_item(item, answers.get(item.key, "")) for item in FORM_ITEMS],
    }


def _item(item: Any, value: str) -> Json:
    told = masked_id(value) if is_veiled(item) else value
    return {
        "key": item.key,
        "number": item.number,
        "label": item.label,
        "value": told,
        "shown": words(told if is_veiled(item) else label_of(item, value)),
        "locked": item.key in LOCKED_ITEMS,
        "required": item.required,
    }


def _record(row: dict[str, Any]) -> Json:
    return {
        "id": row["pk"],
        "standing": coded(row["standing"], RecordStanding(row["standing"]).label),
        "contested": row["contested"],
        "established_on": str(row["established_on"]),
    }


def _spell(spell: Any) -> Json:
    return {
        **{name: getattr(spell, name) for name in ("school_id", "school", "campus", "school_year", "seat")},
        "class_group": spell.class_group or None,
        "grade": grade(spell.grade),
        "since": iso(spell.since),
        "until": iso(spell.until),
    }


_LOCKED = Text("这一项由学籍系统填写，不能在表中修改。", "The register fills in this item itself.")
_LOCKED_MEND = Text("关键信息须办理变更业务。", "Key fields change by their own procedure.")
_UNKNOWN = Text("基本信息表没有这一项。", "The form has no such item.")
_UNKNOWN_MEND = Text("各项名称见查询所得的 items。", "The items of the answer name those there are.")
