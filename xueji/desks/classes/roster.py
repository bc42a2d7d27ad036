"""The roster of a class: on the page, as a paper and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.children.printing import (
    Listing,
    export_list,
    paper_answer,
    print_roster,
    printed,
    workbook_answer,
)
from xueji.desks.children.telling import form_tag, shown_number
from xueji.desks.classes.places import visible_group
from xueji.desks.design.filters import masked_id
from xueji.desks.design.parts import Row
from xueji.documents.papers.roster import Roster, RosterRow
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import Term
from xueji.records.models import ClassGroup, Enrollment
from xueji.records.queries import visible_to, with_national_number
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.school_years import SchoolYear


def spells_of(actor: Actor, group: ClassGroup) -> QuerySet[Enrollment]:
    """The children now in a class, by seat, with the number in force and how far their form is."""
    spells = visible_to(actor).filter(class_group=group).select_related("student", "record")
    return (
        with_national_number(spells)
        .annotate(form_missing=F("student__form__missing"), form_due=F("student__form__due_on"))
        .order_by("seat_number", "pk")
    )


def row_of(spell: Any) -> Row:
    """One child of the roster as a row of the page."""
    student = spell.student
    cells = {
        "seat": spell.seat_number,
        "name": student.name,
        "sex": code_table("sex").label(student.sex),
        "birth": student.birth_date,
        "number": shown_number(spell.national_number),
        "residency": Residency(student.residency).label,
        "form": form_tag(spell.form_missing, spell.form_due, city_today()),
    }
    return Row(str(spell.pk), cells, reverse("child", args=[student.pk]))


@require_GET
def roster_paper(request: Any, pk: int) -> HttpResponseBase:
    """学生名册 as PDF, A4."""
    group = visible_group(request.actor, pk)
    spells = list(spells_of(request.actor, group))
    pdf = print_roster(actor=request.actor, group=group, roster=_roster(request.actor, group, spells))
    return paper_answer(pdf, f"{group.school.short_name}{group.name}学生名册.pdf")


@require_GET
def roster_workbook(request: Any, pk: int) -> HttpResponseBase:
    """The same list as a workbook; identity numbers stay masked."""
    group = visible_group(request.actor, pk)
    columns = [
        _("班内学号"),
        _("姓名"),
        _("性别"),
        _("出生日期"),
        _("学籍号"),
        _("身份证件号"),
        _("户籍类别"),
        _("基本信息表"),
    ]
    listing = Listing(
        title=f"{group.school.short_name}{group.name}学生名册",
        columns=columns,
        rows=(_cells(spell) for spell in spells_of(request.actor, group)),
        subject=f"class_group:{group.pk}",
    )
    file = export_list(actor=request.actor, listing=listing)
    return workbook_answer(file, f"{listing.title}.xlsx")


def _roster(actor: Actor, group: ClassGroup, spells: Sequence[Any]) -> Roster:
    return Roster(
        school=group.school.name,
        class_group=group.name,
        homeroom_teacher=group.homeroom_teacher,
        term=_term(group.school_year),
        rows=[
            RosterRow(
                seat=spell.seat_number,
                name=spell.student.name,
                sex=_zh("sex", spell.student.sex),
                birth=spell.student.birth_date,
                national_number=shown_number(spell.national_number),
                residency=Residency(spell.student.residency).label.zh,
                note=_note(spell.record.standing),
            )
            for spell in spells
        ],
        printed=printed(actor),
    )


def _term(school_year: int) -> str:
    """The term of the year in which the city stands, as papers say it."""
    begun = Term.objects.filter(school_year=school_year, starts_on__lte=city_today()).order_by("-number").first()
    term = begun.get_number_display() if begun else ""
    return f"{SchoolYear(school_year).label.zh}{term}"


def _cells(spell: Any) -> list[Any]:
    student, tag = spell.student, form_tag(spell.form_missing, spell.form_due, city_today())
    return [
        spell.seat_number,
        student.name,
        _zh("sex", student.sex),
        student.birth_date,
        shown_number(spell.national_number),
        masked_id(student.document_number),
        Residency(student.residency).label.zh,
        tag.label if tag else "",
    ]


def _zh(table: str, code: str) -> str:
    label = code_table(table).label(code)
    return label.zh if label else code


def _note(standing: str) -> str:
    known = RecordStanding(standing)
    return "" if known is RecordStanding.STUDYING else known.label.zh
