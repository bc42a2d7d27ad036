"""The classes of a school in the present school year, and setting up new ones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from xueji.cases.queries import waiting_by_grade
from xueji.desks.access import desk_of
from xueji.desks.children.answers import typed, whole_number, wrong_by_field, wrongs
from xueji.desks.children.telling import in_order
from xueji.desks.classes.places import own_school, school_of_page
from xueji.desks.classes.schools import schools_page
from xueji.desks.design.parts import Choice, Row, Tag, Wrong
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import Campus, School
from xueji.parties.office_acts import may
from xueji.parties.refusals import RefusedError
from xueji.records.acts.office.classes import MAX_CAPACITY, create_class_group
from xueji.records.queries import class_groups_visible_to, with_headcounts
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.school_years import SchoolYear

USUAL_CAPACITY = 40


@require_GET
def classes(request: Any) -> HttpResponse:
    """The list; an office above schools first chooses whose."""
    school = school_of_page(request)
    if school is None:
        return schools_page(request)
    year = school_year_of(city_today())
    visible = class_groups_visible_to(request.actor).filter(
        school_id=school.pk, school_year=year, closed_on__isnull=True
    )
    groups: list[Any] = in_order(with_headcounts(visible))
    waiting = waiting_by_grade(request.actor, year) if request.actor.school_id else {}
    context = {
        "school": school,
        "year": SchoolYear(year),
        "rows": [_row(group) for group in groups],
        "children": sum(group.children for group in groups),
        "waiting": sum(waiting.values()),
        "may_create": may(request.actor, "create_class_group"),
        "may_assign": may(request.actor, "run_class_assignment"),
    }
    return render(request, "classes/list.jinja", context)


@desk_of(Party.SCHOOL)
@require_http_methods(["GET", "POST"])
def new_classes(request: Any) -> HttpResponse:
    """Set up one class or several at once. A refusal keeps what was typed."""
    school = own_school(request)
    assert school is not None  # noqa: S101 - desk_of lets only posts of a school in
    campuses = list(school.campuses.filter(closed_on__isnull=True))
    shown = _usual(request, campuses)
    found: list[Wrong] = []
    if request.method == "POST":
        shown = {name: typed(request.POST, name) for name in shown}
        found = _create(request, school, campuses)
        if not found:
            return redirect("classes")
    context = {
        "school": school,
        "typed": shown,
        "errors": found,
        "wrong": wrong_by_field(found),
        "grades": [Choice(code, Grade(code).label) for code in school.grades],
        "campuses": [Choice(str(campus.pk), campus.name) for campus in campuses],
        "kinds": [Choice(entry.code, entry.label) for entry in code_table("class_kind").entries],
        "largest": MAX_CAPACITY,
    }
    return render(request, "classes/new.jinja", context, status=422 if found else 200)


def _usual(request: HttpRequest, campuses: list[Campus]) -> dict[str, str]:
    main = next((campus for campus in campuses if campus.main), None)
    return {
        "grade": request.GET.get("grade", ""),
        "count": "1",
        "campus": str(main.pk) if main else "",
        "capacity": str(USUAL_CAPACITY),
        "kind": "",
        "homeroom_teacher": "",
    }


def _create(request: Any, school: School, campuses: list[Campus]) -> list[Wrong]:
    """Do it, or say everything that is wrong."""
    asked, found = request.POST, []
    count, capacity = whole_number(typed(asked, "count")), whole_number(typed(asked, "capacity"))
    campus = next((campus for campus in campuses if str(campus.pk) == asked.get("campus")), None)
    kind = typed(asked, "kind")
    if asked.get("grade") not in school.grades:
        found.append(Wrong("grade", _("没有选择年级。"), _("请选择本校开设的年级。")))
    if count is None:
        found.append(Wrong("count", _("班级数不是整数。"), _("请填写要建立几个班，例如 3。")))
    if capacity is None:
        found.append(Wrong("capacity", _("班额不是整数。"), _("请填写每班最多多少人，例如 40。")))
    if campus is None:
        found.append(Wrong("campus", _("没有选择校区。"), _("请选择本校的校区。")))
    if kind and kind not in code_table("class_kind"):
        found.append(Wrong("kind", _("班级类型不在代码表中。"), _("请从列表中选择，或留空表示普通班。")))
    if found or count is None or capacity is None or campus is None:
        return found
    try:
        made = create_class_group(
            actor=request.actor,
            school=school,
            campus=campus,
            school_year=school_year_of(city_today()),
            grade=Grade(asked["grade"]),
            count=count,
            capacity=capacity,
            kind=kind,
            homeroom_teacher=typed(asked, "homeroom_teacher", 60) if count == 1 else "",
        )
    except RefusedError as error:
        return wrongs(error)
    names = "、".join(group.name for group in made)
    messages.success(
        request,
        ngettext("已建立班级：%(names)s。", "已建立%(n)s个班级：%(names)s。", len(made))
        % {"n": len(made), "names": names},
    )
    return []


def _row(group: Any) -> Row:
    full = group.children >= group.capacity
    cells = {
        "name": group.name,
        "grade": Grade(group.grade).label,
        "campus": group.campus.name,
        "children": group.children,
        "capacity": group.capacity,
        "boys": group.children - group.girls,
        "girls": group.girls,
        "teacher": group.homeroom_teacher or Tag(_("未安排"), "waits"),
        "kind": code_table("class_kind").label(group.kind) or group.kind,
        "room": Tag(_("已满")) if full else group.capacity - group.children,
    }
    return Row(str(group.pk), cells, reverse("class_group", args=[group.pk]))
