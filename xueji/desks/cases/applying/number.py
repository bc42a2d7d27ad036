"""The national number as somebody types it: shape, date and check digit, and what is strange about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.answers import typed
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Tag, Wrong
from xueji.desks.forms import NATIONAL_NUMBER, NUMBER_WITH, Given, typed_date
from xueji.vocabulary.numbers.national_student_number import (
    BadNationalStudentNumber,
    NationalStudentNumber,
    NumberKind,
)
from xueji.vocabulary.people.documents import DocumentType


@require_POST
@for_deciding_posts
def check_number(request: DeskRequest) -> HttpResponse:
    """Say of a number what can be said without asking anybody: Beijing cannot look into other provinces (S10)."""
    told = {name: typed(request.POST, name, 60) for name in (NATIONAL_NUMBER, *NUMBER_WITH)}
    return render(request, "cases/number_check.jinja", {"remarks": remarks_on(told)})


def remarks_on(told: Mapping[str, str]) -> list[Tag]:
    """What is wrong with the number, else of which kind it is and what is strange; nothing of an empty one."""
    if not told.get(NATIONAL_NUMBER):
        return []
    try:
        number = NationalStudentNumber.parse(_without_blanks(told[NATIONAL_NUMBER]))
    except BadNationalStudentNumber as error:
        return [Tag(f"{words(error.says)}{words(error.mend)}", "late")]
    kind = {"kind": words(number.kind.label)}
    if number.kind is NumberKind.TEMPORARY:
        remarks = [
            Tag(_("19位，%(kind)s（L号不核对校验位）。多数临时学籍号会成为问题学籍，处理后才能转学。") % kind, "waits")
        ]
    else:
        remarks = [Tag(_("19位，校验位正确，%(kind)s。") % kind, "done")]
    return [*remarks, *(Tag(said, "waits") for said in _strange(number, told))]


def checked(given: Given) -> tuple[Given, list[Wrong]]:
    """The answers with the number as it is kept, and what is wrong with it, said at its field."""
    raw = given.answers.get(NATIONAL_NUMBER)
    if raw is None:
        return given, []
    try:
        number = NationalStudentNumber.parse(_without_blanks(raw)).number
    except BadNationalStudentNumber as error:
        return given, [Wrong(NATIONAL_NUMBER, error.says, error.mend)]
    return replace(given, answers={**given.answers, NATIONAL_NUMBER: number}), []


def _strange(number: NationalStudentNumber, told: Mapping[str, str]) -> list[str]:
    """What need not be wrong: a number keeps the identity number of the day it was given."""
    found = []
    document = _without_blanks(told.get("document_number", "")).upper()
    is_id = told.get("document_type", "") in {"", DocumentType.RESIDENT_ID.value}
    if document and is_id and number.differs_from_identity(document):
        found.append(_("学籍号后18位与身份证号不同：身份证号变更过的可以不同，请与监护人核实。"))
    born = typed_date(told.get("birth_date", ""))
    if born is not None and born != number.birth_date:
        found.append(_("学籍号中的出生日期是%(day)s，与填写的不同，请核实。") % {"day": number.birth_date.isoformat()})
    return found


def _without_blanks(raw: str) -> str:
    return "".join(raw.split())
