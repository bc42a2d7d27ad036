"""Who the entrant is: identity with its number masked, the admissions row as it came, and who it may be confused with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.desks.design.filters import HIDDEN, masked_id
from xueji.desks.design.parts import Fact
from xueji.exchange.models import ImportBatch
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.records.models import Enrollment, Entrant, ProblemRecord
from xueji.records.models.identity import Identity
from xueji.records.models.problems import ProblemKind
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency, as_local_category
from xueji.vocabulary.text import Text

_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")
_NUMBERED = ("证件号", "身份证号", "证号码", "护照号", "通行证号")
_REGION = 6

KINDS = {
    ProblemKind.SAME_DOCUMENT: Text("身份证件号重复", "Same identity document number"),
    ProblemKind.SAME_LIKENESS: Text("姓名、性别、出生日期相同", "Same name, sex and birth date"),
}


def identity_facts(entrant: Entrant) -> list[Fact]:
    """Everything but the document number, which has its own place because it is shown only on request."""
    residency = Residency(entrant.residency)
    category = as_local_category(entrant.as_local_category) if entrant.as_local_category else None
    return [
        Fact(_("性别"), code_table("sex").label(entrant.sex)),
        Fact(_("出生日期"), entrant.birth_date.isoformat()),
        Fact(_("证件类型"), DocumentType(entrant.document_type).label),
        Fact(_("民族"), code_table("ethnicity").label(entrant.ethnicity)),
        Fact(_("国籍/地区"), code_table("nationality").label(entrant.nationality)),
        Fact(_("户籍类别"), residency.label, note=category.label if category else None),
        Fact(_("户籍所在地"), entrant.hukou_place),
    ]


def admission_facts(entrant: Entrant) -> list[Fact]:
    """Where the admission comes from, and who vouched for it."""
    confirmed = entrant.confirmed_on.isoformat() if entrant.confirmed_on else _("尚未经区县确认")
    return [
        Fact(_("登记编号"), entrant.registration_number),
        Fact(_("来源"), AdmissionSource(entrant.source).label),
        Fact(_("录取类型"), AdmissionKind(entrant.admission_kind).label),
        Fact(_("录取确认"), confirmed),
    ]


def verbatim_row(entrant: Entrant) -> list[Fact]:
    """The row of the admissions list as it came, in the order of the sheet; identity numbers in it are masked."""
    kept = entrant.verbatim
    headings = ImportBatch.objects.filter(pk=entrant.batch_id or 0).values_list("headings", flat=True).first() or []
    known = [str(heading) for heading in headings if heading in kept]
    return [Fact(heading, _shown(heading, kept[heading])) for heading in (*known, *sorted(set(kept) - set(known)))]


@dataclass(frozen=True)
class Doubt:
    """An open doubt as this desk may see it: where it settles it (or empty), this entrant, and the other side."""

    kind: Text
    found_on: Any
    settle_url: str
    mine: list[Fact]
    other: list[Fact]


def doubts_about(entrant: Entrant, actor: Actor) -> list[Doubt]:
    """Open doubts with this entrant on one side. Of another office's child only school and masked data are told."""
    problems: Iterable[Any] = (
        ProblemRecord.objects.filter(Q(flagged=entrant) | Q(other_entrant=entrant), resolved_on__isnull=True)
        .select_related("flagged__school", "other_entrant__school", "other_record__student")
        .order_by("pk")
    )
    return [_doubt(problem, entrant, actor) for problem in problems]


def _doubt(problem: ProblemRecord, entrant: Entrant, actor: Actor) -> Doubt:
    other: Any = problem.other_entrant if problem.flagged_id == entrant.pk else problem.flagged
    kind = KINDS[ProblemKind(problem.kind)]
    settle = reverse("problem", args=[problem.pk]) if may(actor, "resolve_possible_duplicate") else ""
    mine = _masked(entrant, entrant.school.name, open_name=True)
    if other is not None:
        mine_too = _is_mine(other, actor)
        url = reverse("entrant", args=[other.pk]) if mine_too else None
        return Doubt(
            kind, problem.found_on, settle, mine, _masked(other, other.school.name, open_name=mine_too, url=url)
        )
    student: Any = problem.other_record.student if problem.other_record else None
    roll = Enrollment.objects.filter(student=student, during__upper_inf=True)
    spells: Iterable[Any] = roll.select_related("school")
    school = next((spell.school.name for spell in spells), _("不在读"))
    return Doubt(kind, problem.found_on, settle, mine, _masked(student, school, open_name=actor.sees_whole_city))


def _is_mine(other: Entrant, actor: Actor) -> bool:
    if actor.school_id:
        return other.school_id == actor.school_id
    return actor.sees_whole_city or other.district_id == actor.district_id


def _masked(who: Identity, school: str, *, open_name: bool, url: str | None = None) -> list[Fact]:
    name = who.name if open_name else f"{who.name[:1]}{'＊' * max(len(who.name) - 1, 1)}"
    born = who.birth_date.isoformat() if open_name else f"{who.birth_date:%Y}-••-••"
    return [
        Fact(_("学校"), school),
        Fact(_("姓名"), name, url=url),
        Fact(_("性别"), code_table("sex").label(who.sex)),
        Fact(_("出生日期"), born),
        Fact(_("身份证件号"), _number(who, whole=open_name) or _("没有号码")),
    ]


def _number(who: Identity, *, whole: bool) -> str:
    """The number masked; of another office's child even the birth date in it stays hidden."""
    number = who.document_number
    return masked_id(number) if whole else number[:_REGION] + HIDDEN * len(number[_REGION:])


def _shown(heading: str, value: object) -> str:
    text = "" if value is None else str(value)
    if any(word in heading for word in _NUMBERED):
        return masked_id(text)
    return _NUMBER.sub(lambda found: masked_id(found[0]), text)
