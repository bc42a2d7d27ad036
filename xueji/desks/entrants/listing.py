"""The list of entrants: filters in the address, keyset pages, and the steps that can be taken for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.models import Case
from xueji.cases.queries import ENTRY
from xueji.desks.access import DeskRequest, level_of_desk
from xueji.desks.cases.batches.selection import LARGEST
from xueji.desks.cases.standing import for_deciding_posts, left_until, state_tag
from xueji.desks.design.parts import Choice, Column, Pager, Row, Tag, Tone
from xueji.desks.entrants.batches.steps import batch_actions
from xueji.desks.entrants.filters import Asked, asked_of, doubted, entry_cases, entry_grades, filter_fields
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.parties.queries import districts, schools_below
from xueji.parties.rulebook import rulebook_in_force
from xueji.records.models import Entrant
from xueji.vocabulary.calendar.working_days import WorkingCalendar
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.facts.entry import AdmissionSource
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade

PAGE = 50
COUNTED = 10_000
"""Up to here rows are counted; beyond it the list says "more than", for nobody works through so many one by one."""

COLUMNS_KEY = "entrant_columns"
HEAVY = ("entrant__verbatim", "entrant__form_answers", "answers")


@require_GET
@for_deciding_posts
def entrants(request: DeskRequest) -> HttpResponse:
    """Show one page of the list."""
    actor, asked = request.actor, asked_of(request.GET)
    today, working = city_today(), city_calendar()
    procedure = rulebook_in_force().procedure(ENTRY)
    level = level_of_desk(actor)
    cases = entry_cases(asked, actor, today=today, working=working)
    total = cases.order_by().values("pk")[: COUNTED + 1].count()
    page = _page(cases, request.GET.get("after", ""), request.GET.get("before", ""))
    columns = _columns(level)
    shown = _shown(request, columns)
    context = {
        "asked": asked,
        "filters": filter_fields(asked, procedure, level, _places(request, level, asked)),
        "columns": columns,
        "shown": shown,
        "table": [column for column in columns if column.key in shown],
        "rows": [_row(case, today, working, level) for case in page.cases],
        "pages": Pager(len(page.cases), total if total <= COUNTED else None, *_around(page, asked)),
        "total": total,
        "counted": COUNTED,
        "actions": batch_actions(procedure, asked.state, actor.party),
        "can_act": any(actor.party in step.by for step in procedure.transitions),
        "may_export": may(actor, "export_list"),
        "largest": LARGEST,
        "batch": uuid4(),
        "back": urlencode(asked.address),
        "empty": _empty(asked, level),
    }
    return render(request, "entrants/entrants.jinja", context)


@dataclass(frozen=True)
class Page:
    """One page of the list, and whether there is more on either side."""

    cases: Sequence[Case]
    earlier: bool
    later: bool


def _page(cases: QuerySet[Case], after: str, before: str) -> Page:
    """By key, not by counting rows off: the thousandth page costs what the first one does."""
    cases = cases.annotate(doubted=doubted()).defer(*HEAVY)
    if before.isdigit():
        found = list(cases.filter(pk__lt=int(before)).order_by("-pk")[: PAGE + 1])
        return Page(found[:PAGE][::-1], earlier=len(found) > PAGE, later=True)
    if after.isdigit():
        cases = cases.filter(pk__gt=int(after))
    found = list(cases.order_by("pk")[: PAGE + 1])
    return Page(found[:PAGE], earlier=after.isdigit(), later=len(found) > PAGE)


def _around(page: Page, asked: Asked) -> tuple[str | None, str | None, str | None]:
    """The addresses of the page before, the page after, and the first one."""
    if not page.cases:
        return None, None, _address(asked) if page.earlier or page.later else None
    before = _address(asked, before=page.cases[0].pk) if page.earlier else None
    after = _address(asked, after=page.cases[-1].pk) if page.later else None
    return before, after, _address(asked) if page.earlier else None


def _address(asked: Asked, **more: int) -> str:
    told = urlencode([*asked.address.items(), *more.items()])
    return f"{reverse('entrants')}?{told}" if told else reverse("entrants")


def _columns(level: Party) -> list[Column]:
    columns = [
        Column("name", _("姓名"), "open"),
        Column("sex", _("性别")),
        Column("birth_date", _("出生日期"), "date"),
        Column("document", _("身份证件号"), "masked"),
        Column("residency", _("户籍类别"), on_phone=False),
        Column("grade", _("年级"), on_phone=False),
        Column("school", _("学校")),
        Column("state", _("状态"), "tag"),
        Column("due_on", _("截止日期"), "date", on_phone=False),
        Column("left", _("期限"), "left"),
        Column("hint", _("提示"), "tag"),
    ]
    return [column for column in columns if level is not Party.SCHOOL or column.key != "school"]


def _shown(request: DeskRequest, columns: Sequence[Column]) -> set[str]:
    """The columns the clerk has chosen, remembered for the session; the name always stays."""
    chosen = request.GET.getlist("col")
    if chosen:
        request.session[COLUMNS_KEY] = chosen
    kept = set(request.session.get(COLUMNS_KEY, ())) & {column.key for column in columns}
    return kept | {"name"} if kept else {column.key for column in columns}


def _row(case: Case, today: date, working: WorkingCalendar, level: Party) -> Row:
    entrant: Any = case.entrant
    due = case.due_on if case.closed_on is None else None
    tag = state_tag(case, level, late=bool(due and due < today))
    cells = {
        "name": entrant.name,
        "sex": code_table("sex").label(entrant.sex),
        "birth_date": entrant.birth_date,
        "document": entrant.document_number,
        "residency": Residency(entrant.residency).label,
        "grade": Grade(entrant.grade).label,
        "school": case.school.short_name if case.school else None,
        "state": tag,
        "due_on": due,
        "left": left_until(due, today, working),
        "hint": _hint(case, entrant),
    }
    tone: Tone = "late" if tag.tone == "late" else "plain"
    return Row(str(case.pk), cells, reverse("entrant", args=[entrant.pk]), tone, can_pick=case.closed_on is None)


def _hint(case: Case, entrant: Entrant) -> Tag | None:
    if case.doubted:  # type: ignore[attr-defined]
        return Tag(_("疑似重复"), "waits")
    brought = entrant.source == AdmissionSource.SCHOOL.value and entrant.confirmed_on is None
    return Tag(_("待区县确认"), "waits") if brought and case.closed_on is None else None


def _places(request: DeskRequest, level: Party, asked: Asked) -> dict[str, list[Choice]]:
    """What the place filters offer; a whole city's schools are listed only once a district is chosen."""
    own = next((post.school.grades for post in request.posts if post.pk == request.actor.post_id and post.school), None)
    places: dict[str, list[Choice]] = {"grade": entry_grades(own), "district": [], "school": []}
    if level is Party.CITY:
        places["district"] = [Choice(str(office.pk), office.name) for office in districts()]
    if level is Party.DISTRICT or asked.district.isdigit():
        schools = schools_below(request.actor)
        schools = schools.filter(district_id=int(asked.district)) if asked.district.isdigit() else schools
        places["school"] = [Choice(str(school.pk), school.short_name) for school in schools]
    return places


def _empty(asked: Asked, level: Party) -> tuple[Any, ...]:
    if asked.address:
        says = _("换一个状态或清除条件再看；学生已经建立学籍的，可以在右上角按姓名或号码搜索。")
        return (_("没有符合条件的新生"), says)
    says = _("招生入学系统的录取名单导入后，新生会列在这里。")
    if level is Party.SCHOOL:
        says = _("市级导入录取名单，或本校在“导入名单”中导入后，新生会列在这里。")
    return (_("还没有新生"), says)
