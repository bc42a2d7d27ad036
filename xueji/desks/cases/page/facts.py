"""What a case carries: whom it is about, the places concerned, what was answered, and what chose its route."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from xueji.desks.cases.page.story import names_of
from xueji.desks.cases.sides import grade_label, is_outward, other_province, places_of, schools_of
from xueji.desks.cases.standing import procedure_of
from xueji.desks.children.telling import shown_number
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Fact
from xueji.desks.forms import in_words
from xueji.desks.reasons import cited
from xueji.parties.rulebook import rulebook_of
from xueji.process.compiled import CompiledProcedure
from xueji.process.notation import Ask, Proof


def head_facts(case: Any) -> list[Fact]:
    """One line under the name: as much of the child as every party of the case knows."""
    facts = [
        Fact(_("业务"), words(procedure_of(case).title)),
        Fact(_("编号"), str(case.pk)),
        Fact(_("全国学籍号"), shown_number(case.national_number) or _("尚未取得")),
    ]
    grade = grade_label(case)
    if grade is not None:
        facts.append(Fact(_("年级"), grade))
    schools = " → ".join(place.name for place in schools_of(case))
    return [*facts, Fact(_("学校"), schools)] if schools else facts


def place_facts(case: Any) -> list[Fact]:
    """Every office concerned, by its side in this case; of another province no more than its name is known."""
    facts = [Fact(place.party.label, place.name) for place in places_of(case)]
    province = other_province(case)
    if province is None:
        return facts
    there = _("转入省份") if is_outward(case) else _("转出省份")
    facts.append(Fact(there, province, note=_("外省审核环节因省而异")))
    school = str(case.answers.get("receiving_school", "")) if is_outward(case) else ""
    return [*facts, Fact(_("转入学校（外省）"), school)] if school else facts


def answers_in_words(case: Any) -> list[Fact]:
    """What was asked and answered so far, in the order of the procedure file."""
    asked = [item for item in _asked(procedure_of(case), case.route_row) if case.answers.get(item.key)]
    names = names_of((item, case.answers) for item in asked)
    return [Fact(item.label, in_words(item, str(case.answers[item.key]), names)) for item in asked]


def route_facts(case: Any) -> list[Fact]:
    """What was frozen at the opening and the row of the table it chose, with the row's source."""
    procedure = procedure_of(case)
    facts = [
        Fact(axis.label, label)
        for axis in procedure.axes
        if (label := dict(axis.values).get(str(case.frozen.get(axis.key, "")))) is not None
    ]
    if case.route_row is not None:
        row = procedure.row(case.route_row)
        told = _("第%(row)s行") % {"row": row.name}
        chain = " → ".join(str(words(party.label)) for party in row.chain)
        facts.append(Fact(_("审核路径"), f"{told}：{chain}", note=cited(row.source)))
        facts += [Fact(_("备案"), party.label) for party in row.filings]
        if row.note is not None:
            facts.append(Fact(_("说明"), row.note))
    return [
        *facts,
        Fact(_("提出日期"), case.opened_on.isoformat()),
        Fact(_("适用规则"), rulebook_of(case.edition).rulebook.title),
    ]


def _asked(procedure: CompiledProcedure, row: int | None) -> Iterator[Ask]:
    """Every question of the case's row, once; papers stand among the evidence."""
    seen = set()
    for step in procedure.transitions:
        for item in step.asks if step.row == row else ():
            if not isinstance(item, Proof) and item.key not in seen:
                seen.add(item.key)
                yield item
