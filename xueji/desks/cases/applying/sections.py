"""The form about a newcomer in parts, as on the paper form: who the child is, its record elsewhere, where it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from xueji.desks.design.parts import Field
from xueji.parties.models import School

GRADE = "grade"
_RECORD = ("sending_province", "national_number", "kind", "former_school", "graduation_year")
_CHILD = (
    *("name", "sex", "birth_date", "document_type", "document_number", "nationality", "ethnicity"),
    *("residency", "as_local_category", "hukou_place"),
)


@dataclass(frozen=True)
class Section:
    """One part of the form."""

    title: str
    note: str
    fields: Sequence[Field]


def sections_of(fields: Sequence[Field]) -> list[Section]:
    """The fields in their parts; a question that no part names stands with the transfer itself, papers come last."""
    named = {**dict.fromkeys(_CHILD, "child"), **dict.fromkeys(_RECORD, "record")}
    parts: dict[str, list[Field]] = {"child": [], "record": [], "move": [], "papers": []}
    for field in fields:
        parts["papers" if field.kind == "file" else named.get(field.name, "move")].append(field)
    told = {
        "child": (_("学生"), _("按居民户口簿填写。姓名与原学籍所用的字一致，不带空格和特殊符号。")),
        "record": (_("在外省的学籍"), _("本地查不到外省学生信息，请与监护人核实学籍号和姓名（S10、S24）。")),
        "move": (_("转入"), ""),
        "papers": (_("证明材料"), ""),
    }
    return [Section(*told[part], found) for part, found in parts.items() if found]


def of_the_school(fields: Sequence[Field], school_id: int | None) -> list[Field]:
    """The fields, the grades among them only those that the school has."""
    if not any(field.name == GRADE for field in fields):
        return list(fields)
    grades = set(School.objects.values_list("grades", flat=True).get(pk=school_id or 0))
    return [
        replace(field, choices=[choice for choice in field.choices if choice.value in grades])
        if field.name == GRADE
        else field
        for field in fields
    ]
