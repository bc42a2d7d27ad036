"""Just this list, as a workbook. Identity numbers stay masked; who took it when stands in its first line."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.children.asking import asked_of, dressed, order_of, roll_of
from xueji.desks.children.printing import Listing, export_list, workbook_answer
from xueji.desks.children.telling import form_tag, shown_number
from xueji.desks.design.filters import masked_id
from xueji.desks.errors import problem
from xueji.parties.clock import city_today
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade

MOST = 50_000
"""Rows that one request may write while somebody waits for it."""

AT_ONCE = 2_000


@require_GET
def children_workbook(request: Any) -> HttpResponseBase:
    """The rows of the list's filter, all pages, in the order of the list."""
    actor, asked, today = request.actor, asked_of(request.GET), city_today()
    spells = roll_of(asked, actor, today)
    if spells.order_by()[: MOST + 1].count() > MOST:
        return problem(
            request,
            409,
            title=_("名单过长"),
            says=_("符合条件的学生超过 %(n)s 名，没有导出。") % {"n": f"{MOST:,}"},
            mend=_("请按区县、学校或年级筛选后分次导出。"),
        )
    rows = dressed(spells).order_by(*(name for name, _kind in order_of(asked, actor)))
    listing = Listing(
        title=_("学生名单"),
        columns=_columns(),
        rows=(_cells(spell) for spell in rows.iterator(chunk_size=AT_ONCE)),
        subject=f"school:{actor.school_id}" if actor.school_id else f"office:{actor.office_id}",
        asked=asked.address,
    )
    return workbook_answer(export_list(actor=actor, listing=listing), f"{listing.title} {today}.xlsx")


def _columns() -> list[str]:
    return [
        *(_("学校标识码"), _("学校"), _("年级"), _("班级"), _("班内学号"), _("姓名"), _("性别"), _("出生日期")),
        *(
            _("全国学籍号"),
            _("身份证件类型"),
            _("身份证件号"),
            _("民族"),
            _("户籍类别"),
            _("学籍状态"),
            _("基本信息表"),
        ),
    ]


def _cells(spell: Any) -> list[Any]:
    student, form = spell.student, form_tag(spell.form_missing, spell.form_due, city_today())
    return [
        spell.school.code,
        spell.school.name,
        Grade(spell.grade).label,
        spell.class_group.name if spell.class_group else "",
        spell.seat_number,
        student.name,
        code_table("sex").label(student.sex),
        student.birth_date,
        shown_number(spell.national_number),
        DocumentType(student.document_type).label,
        masked_id(student.document_number),
        code_table("ethnicity").label(student.ethnicity) or student.ethnicity,
        Residency(student.residency).label,
        RecordStanding(spell.record.standing).label,
        form.label if form else "",
    ]
