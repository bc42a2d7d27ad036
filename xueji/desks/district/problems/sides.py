"""The two sides of a doubt, line by line, with the characters in which they differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from xueji.cases.models import Case
from xueji.desks.design.filters import HIDDEN, in_words, masked_id
from xueji.desks.design.parts import Label
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_of
from xueji.records.models import Enrollment, Entrant, ProblemRecord, Student
from xueji.records.models.identity import Identity
from xueji.records.models.problems import ProblemKind
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.facts.entry import AdmissionSource
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade

REGION = 6
TAIL = 4


@dataclass(frozen=True)
class Side:
    """One side: an entrant with its case, or a child who has a record. `mine`: in the actor's jurisdiction."""

    who: Identity
    school: str
    district: str
    mine: bool
    open_name: bool
    entrant: Entrant | None = None
    case: Case | None = None


@dataclass(frozen=True)
class Line:
    """One thing compared: both values as shown, differing characters marked, and whether they are the same."""

    label: Label
    left: Any
    right: Any
    same: bool | None


def kind_label(problem: ProblemRecord) -> str:
    """What made the check doubt."""
    if problem.kind == ProblemKind.SAME_DOCUMENT.value:
        return _("身份证件号重复")
    return _("姓名、性别、出生日期相同")


def sides_of_problem(problem: Any, actor: Actor) -> tuple[Side, Side]:
    """The flagged entrant on the left, what it resembles on the right. `problem` comes with both selected."""
    flagged = _entrant_side(problem.flagged, actor)
    if problem.other_entrant is not None:
        return flagged, _entrant_side(problem.other_entrant, actor)
    record: Any = problem.other_record
    return flagged, _record_side(record.student, actor)


def compared(left: Side, right: Side) -> list[Line]:
    """Every line, identity first. What only an own office may know of a child is left out on the other's side."""
    lines = [
        _told(_("姓名"), left, right, _name),
        _marked(_("性别"), *(_code("sex", side.who.sex) for side in (left, right))),
        _told(_("出生日期"), left, right, _born),
        _marked(_("证件类型"), *(_document_type(side.who) for side in (left, right))),
        _numbers(left, right),
        _marked(_("户籍类别"), *(str(in_words(Residency(side.who.residency).label)) for side in (left, right))),
        _marked(_("户口所在地"), *(_private(side, side.who.hukou_place) for side in (left, right))),
        _marked(_("监护人"), *(_answer(side, "member1_name") for side in (left, right))),
        _marked(_("监护人电话"), *(_phone(side) for side in (left, right))),
        _marked(_("现住址"), *(_answer(side, "present_address") for side in (left, right))),
    ]
    return [line for line in lines if line.left or line.right] + [
        Line(_("学校"), left.school, right.school, None),
        Line(_("区县"), left.district, right.district, None),
        Line(_("年级"), _grade(left), _grade(right), None),
        Line(_("登记编号"), _number(left), _number(right), None),
        Line(_("名单来源"), _source(left), _source(right), None),
        Line(_("目前状态"), _state(left), _state(right), None),
    ]


def differing(left: str, right: str) -> tuple[Markup, Markup]:
    """Both texts with the characters that the other does not have marked."""
    one, other = Markup(), Markup()
    for kind, start, end, begin, stop in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        same = kind == "equal"
        one += _piece(left[start:end], same=same)
        other += _piece(right[begin:stop], same=same)
    return one, other


def _piece(text: str, *, same: bool) -> Markup:
    return escape(text) if same or not text else Markup("<mark>{}</mark>").format(text)


def _entrant_side(entrant: Entrant, actor: Actor) -> Side:
    if actor.school_id:
        mine = entrant.school_id == actor.school_id
    else:
        mine = actor.sees_whole_city or entrant.district_id == actor.district_id
    case: Any = Case.objects.filter(entrant=entrant).order_by("-pk").first()
    # Whoever must compare two children sees both names; a school sees its own child's alone.
    return Side(entrant, entrant.school.name, entrant.district.name, mine, mine or not actor.school_id, entrant, case)


def _record_side(student: Student, actor: Actor) -> Side:
    spell: Any = (
        Enrollment.objects.filter(student=student, during__upper_inf=True).select_related("school__district").first()
    )
    school, district = (spell.school.name, spell.school.district.name) if spell else (_("不在读"), "")
    mine = actor.sees_whole_city or bool(spell and spell.district_id == actor.district_id)
    return Side(student, school, district, mine, not actor.school_id)


def _marked(label: Label, left: str, right: str) -> Line:
    if not left or not right:
        return Line(label, left, right, None)
    if left == right:
        return Line(label, left, right, same=True)
    return Line(label, *differing(left, right), same=False)


def _told(label: Label, left: Side, right: Side, shown: Callable[[Side], str]) -> Line:
    """A line of which one side may be shown only in part; then nothing can be compared."""
    if left.open_name and right.open_name:
        return _marked(label, shown(left), shown(right))
    return Line(label, shown(left), shown(right), None)


def _numbers(left: Side, right: Side) -> Line:
    """The numbers stay masked, but the page says whether the hidden part is the same too."""
    one, other = left.who.document_number, right.who.document_number
    shown = [_masked(side) for side in (left, right)]
    if not one or not other:
        return Line(_("身份证件号"), shown[0] or _("没有号码"), shown[1] or _("没有号码"), None)
    return Line(_("身份证件号"), shown[0], shown[1], same=one == other)


def _masked(side: Side) -> str:
    number = side.who.document_number
    return masked_id(number) if side.open_name else number[:REGION] + HIDDEN * len(number[REGION:])


def _name(side: Side) -> str:
    return side.who.name if side.open_name else f"{side.who.name[:1]}{'＊' * max(len(side.who.name) - 1, 1)}"


def _born(side: Side) -> str:
    return side.who.birth_date.isoformat() if side.open_name else f"{side.who.birth_date:%Y}-••-••"


def _document_type(who: Identity) -> str:
    return str(in_words(DocumentType(who.document_type).label))


def _code(table: str, code: str) -> str:
    return str(in_words(code_table(table).label(code) or code))


def _private(side: Side, value: str) -> str:
    return value if side.mine else ""


def _answer(side: Side, key: str) -> str:
    return _private(side, str(side.entrant.form_answers.get(key, ""))) if side.entrant else ""


def _phone(side: Side) -> str:
    phone = _answer(side, "member1_telephone")
    return phone[:-TAIL] + HIDDEN * TAIL if len(phone) > TAIL else phone


def _grade(side: Side) -> Label:
    return Grade(side.entrant.grade).label if side.entrant else ""


def _number(side: Side) -> str:
    return side.entrant.registration_number if side.entrant and side.mine else ""


def _source(side: Side) -> Label:
    return AdmissionSource(side.entrant.source).label if side.entrant else _("学籍库")


def _state(side: Side) -> Label:
    if side.case is None:
        return _("已有学籍") if side.entrant is None else ""
    return rulebook_of(side.case.edition).procedure(side.case.procedure).state(side.case.state).label
