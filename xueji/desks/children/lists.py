"""The list of children on the roll: filters in the address, keyset pages, columns that the clerk chooses."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.children.asking import COMPLETE, LATE, MISSING, Asked, asked_of, dressed, order_of, roll_of, sortable
from xueji.desks.children.life.gone import gone_from
from xueji.desks.children.paging import keyset_page
from xueji.desks.children.telling import form_tag, in_order, shown_number
from xueji.desks.design.parts import Choice, Column, Filter, Link, Row, Tag
from xueji.desks.framing import decides
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.parties.queries import districts, schools_below
from xueji.records.queries import class_groups_visible_to
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade

COUNTED = 10_000
"""Up to here rows are counted; beyond it the list says "more than", for nobody reads so many."""

COLUMNS_KEY = "child_columns"


@require_GET
def children(request: Any) -> HttpResponse:
    """Show one page of the list."""
    actor, asked, today = request.actor, asked_of(request.GET), city_today()
    spells = roll_of(asked, actor, today)
    total = spells.order_by()[: COUNTED + 1].count()
    order = order_of(asked, actor)
    page = keyset_page(sortable(spells, order), order, request.GET, dress=dressed)
    columns = _columns(actor)
    shown = _shown(request, columns)
    context = {
        "filters": _filters(asked, actor),
        "asked": asked.address,
        "columns": columns,
        "shown": shown,
        "table": [column for column in columns if column.key in shown],
        "rows": [_row(spell) for spell in page.rows],
        "pages": page.pager(request.GET, total if total <= COUNTED else None),
        "total": total,
        "counted": COUNTED,
        "export": _export(asked) if total and may(actor, "export_list") else None,
        "photos": reverse("photos") if may(actor, "import_photos") else None,
        "empty": _empty(asked, actor),
        "gone": gone_from(actor, asked.q) if asked.q and not total else [],
    }
    return render(request, "children/list.jinja", context)


def _columns(actor: Actor) -> list[Column]:
    columns = [
        Column("name", _("姓名"), "open"),
        Column("sex", _("性别")),
        Column("birth", _("出生日期"), "date"),
        Column("number", _("全国学籍号")),
        Column("school", _("学校")),
        Column("class_group", _("班级")),
        Column("seat", _("班内学号"), "number", on_phone=False),
        Column("residency", _("户籍类别"), on_phone=False),
        Column("standing", _("学籍状态"), on_phone=False),
        Column("form", _("基本信息表"), "tag"),
    ]
    return [column for column in columns if column.key != "school" or not actor.school_id]


def _shown(request: Any, columns: list[Column]) -> set[str]:
    """The columns the clerk has chosen, remembered for the session; the name always stays."""
    known = {column.key for column in columns}
    chosen = [key for key in request.GET.getlist("col") if key in known]
    if chosen:
        request.session[COLUMNS_KEY] = chosen
    kept = set(request.session.get(COLUMNS_KEY, ())) & known
    return kept | {"name"} if kept else known


def _row(spell: Any) -> Row:
    student = spell.student
    standing = RecordStanding(spell.record.standing)
    cells = {
        "name": student.name,
        "sex": code_table("sex").label(student.sex),
        "birth": student.birth_date,
        "number": shown_number(spell.national_number),
        "school": spell.school.short_name,
        "class_group": spell.class_group.name if spell.class_group else Grade(spell.grade).label,
        "seat": spell.seat_number,
        "residency": Residency(student.residency).label,
        "standing": standing.label if standing is RecordStanding.STUDYING else Tag(standing.label),
        "form": form_tag(spell.form_missing, spell.form_due, city_today()),
    }
    return Row(str(spell.pk), cells, reverse("child", args=[student.pk]))


def _filters(asked: Asked, actor: Actor) -> list[Filter]:
    everything = Choice("", _("全部"))
    filters = [Filter("q", _("姓名、拼音或号码"), "search", asked.q)]
    if actor.sees_whole_city:
        offices = [Choice(str(office.pk), office.name) for office in districts()]
        filters.append(Filter("district", _("区县"), value=asked.district, choices=[everything, *offices]))
    if not actor.school_id and (actor.district_id or asked.district):
        schools = schools_below(actor)
        schools = schools.filter(district_id=int(asked.district)) if asked.district else schools
        names = [Choice(str(school.pk), school.short_name) for school in schools]
        filters.append(Filter("school", _("学校"), value=asked.school, choices=[everything, *names]))
    groups = _groups(asked, actor)
    grades = {group.grade for group in groups} if groups else {grade.value for grade in Grade}
    offered = [Choice(grade.value, grade.label) for grade in Grade if grade.value in grades]
    filters.append(Filter("grade", _("年级"), value=asked.grade, choices=[everything, *offered]))
    if groups:
        names = [Choice(str(group.pk), group.name) for group in groups]
        filters.append(Filter("class_group", _("班级"), value=asked.class_group, choices=[everything, *names]))
    states = [Choice(COMPLETE, _("完整")), Choice(MISSING, _("未填完")), Choice(LATE, _("逾期未填完"))]
    filters.append(Filter("form", _("基本信息表"), value=asked.form, choices=[everything, *states]))
    return filters


def _groups(asked: Asked, actor: Actor) -> list[Any]:
    """The classes to choose from: those of one school; a district has too many for one select."""
    school = actor.school_id or (int(asked.school) if asked.school else None)
    if school is None:
        return []
    groups = class_groups_visible_to(actor).filter(
        school_id=school, school_year=school_year_of(city_today()), closed_on__isnull=True
    )
    return in_order(groups)


def _export(asked: Asked) -> str:
    told = urlencode(asked.address)
    return f"{reverse('children_workbook')}?{told}" if told else reverse("children_workbook")


def _empty(asked: Asked, actor: Actor) -> tuple[Any, ...]:
    if asked.q and decides(actor):
        link = Link(_("在新生中查找“%(q)s”") % {"q": asked.q}, f"{reverse('entrants')}?{urlencode({'q': asked.q})}")
        return (
            _("没有找到在籍学生"),
            _("可按姓名、全拼、拼音首字母查找，也可按完整号码或号码的前14位查找；尚未分班的在新生中。"),
            link,
        )
    if asked.address:
        return _("没有符合条件的学生"), _("请更换或清除条件后再看。"), None
    return _("还没有在籍学生"), _("新生注册并分班后即建立学籍，会列在这里。"), None
