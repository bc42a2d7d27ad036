"""学籍总量: places by school, grade and kind; what is held and taken, and setting what was granted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet, Sum
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xueji.desks.access import DeskRequest
from xueji.desks.children.paging import keyset_page
from xueji.desks.children.printing import Listing, export_list, workbook_answer
from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Cell, Choice, Column, Figure, Filter, Link, Row
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address, asked, asked_key, same_page
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.parties.office_acts import may
from xueji.parties.queries import districts, schools_below
from xueji.parties.refusals import RefusedError
from xueji.records.acts.office.quotas import set_quota
from xueji.records.models import EnrollmentQuota
from xueji.records.models.quotas import QuotaKind
from xueji.records.queries import quotas_of
from xueji.records.schooling import entry_of
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.school_years import SchoolYear

MOST_PLACES = 9_999
ORDER = [("school__code", str), ("grade", str), ("kind", str)]


@require_GET
@for_posts_that_may("set_quota")
def quotas(request: DeskRequest) -> HttpResponse:
    """Show the year's places, filtered; sums above the list."""
    found = _asked_quotas(request)
    sums = found.aggregate(Sum("granted"), Sum("held"), Sum("taken"))
    granted, held, taken = (sums[f"{name}__sum"] or 0 for name in ("granted", "held", "taken"))
    total = found.count()
    page = keyset_page(found.select_related("school__district"), ORDER, request.GET)
    context = {
        "year": SchoolYear(school_year_of(city_today())),
        "filters": _filters(request),
        "figures": [
            Figure(_("核定"), granted),
            Figure(_("预留"), held, note=_("已注册，待分班")),
            Figure(_("已占用"), taken, note=_("已建立学籍")),
            Figure(_("空余"), granted - held - taken),
        ],
        "total": total,
        "columns": _columns(),
        "rows": [_row(quota) for quota in page.rows],
        "pages": page.pager(request.GET, total),
        "export": same_page(request).replace(address("quotas"), address("quotas_export"), 1)
        if may(request.actor, "export_list")
        else None,
    }
    return render(request, "city/quotas.jinja", context)


@require_GET
@for_posts_that_may("set_quota")
def quotas_export(request: DeskRequest) -> FileResponse:
    """The list of the page as a workbook."""
    headings = [
        _("学校标识码"),
        _("学校"),
        _("区县"),
        _("年级"),
        _("类别"),
        _("核定"),
        _("预留"),
        _("已占用"),
        _("空余"),
    ]
    found = _asked_quotas(request).select_related("school__district").order_by(*(name for name, _kind in ORDER))
    rows = (_export_row(quota) for quota in found.iterator(chunk_size=500))
    year = in_words(SchoolYear(school_year_of(city_today())).label)
    title = _("%(year)s学籍总量 %(day)s") % {"year": year, "day": city_today().isoformat()}
    listing = Listing(title, headings, rows, f"office:{request.actor.office_id}", request.GET.dict())
    return workbook_answer(export_list(actor=request.actor, listing=listing), f"{title}.xlsx")


@require_http_methods(["GET", "POST"])
@for_posts_that_may("set_quota")
def change_quota(request: DeskRequest) -> HttpResponse:
    """Set the places of one school, grade and kind; a row that does not exist yet is made."""
    year = school_year_of(city_today())
    if request.method == "GET":
        return _form(request, year, None, {key: asked(request, key) for key in ("school", "grade", "kind")})
    sent = Answers(request.POST)
    school = _school(request, sent)
    grade = sent.one_of("grade", _("年级"), [grade.value for grade in Grade])
    kind = sent.one_of("kind", _("类别"), QuotaKind.values)
    granted = sent.whole("granted", _("核定数"), most=MOST_PLACES)
    reason = sent.text("reason", _("依据"), longest=500)
    if not sent.wrong and school is not None and granted is not None:
        try:
            set_quota(
                actor=request.actor,
                reason=reason,
                school=school,
                school_year=year,
                grade=Grade(grade),
                kind=QuotaKind(kind),
                granted=granted,
            )
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong or school is None:
        return _form(request, year, sent, sent.typed)
    told = {"school": school.name, "grade": in_words(Grade(grade).label), "granted": granted}
    messages.success(request, _("%(school)s%(grade)s已核定%(granted)s个。") % told)
    return HttpResponseRedirect(address("quotas", q=school.code))


def _asked_quotas(request: DeskRequest) -> QuerySet[EnrollmentQuota]:
    found = quotas_of(request.actor, school_year_of(city_today()))
    name, district = asked(request, "q"), asked_key(request, "district")
    if name:
        found = found.filter(Q(school__name__contains=name) | Q(school__code__startswith=name))
    if district:
        found = found.filter(school__district_id=district)
    for key in ("grade", "kind"):
        if asked(request, key):
            found = found.filter(**{key: asked(request, key)})
    return found


def _school(request: DeskRequest, sent: Answers) -> School | None:
    """The school whose code was typed, if it lies below the actor's office."""
    code = sent.text("school", _("学校标识码"), longest=20)
    found = schools_below(request.actor).filter(code=code).first() if code else None
    if code and found is None:
        sent.fault("school", _("没有标识码为“%(code)s”的学校。") % {"code": code}, _("请核对后重新填写。"))
    return found


def _form(request: DeskRequest, year: int, sent: Answers | None, typed: Any) -> HttpResponse:
    school = schools_below(request.actor).filter(code=typed.get("school", "")).first()
    if typed.get("school") and school is None and sent is None:
        raise Http404
    current = None
    if school is not None:
        current = _current(request.actor, school, year, typed)
    context = {
        "year": SchoolYear(year),
        "crumbs": [Link(_("学籍总量"), address("quotas"))],
        "school": school,
        "current": current,
        "typed": typed if sent else {"granted": current.granted if current else "", **typed},
        "grades": [
            Choice(grade.value, grade.label) for grade in Grade if school is None or grade.value in school.grades
        ],
        "kinds": _kinds(),
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/quota.jinja", context, status=422 if sent else 200)


def _current(actor: Actor, school: School, year: int, typed: Mapping[str, str]) -> EnrollmentQuota | None:
    """The places of the cohort that sits in the grade now, if any were granted."""
    if typed.get("grade", "") not in {grade.value for grade in Grade}:
        return None
    entered, entry = entry_of(Grade(typed["grade"]), year)
    mine = quotas_of(actor, entered).filter(school=school, grade=entry.value, kind=typed.get("kind", ""))
    return mine.first()


def _filters(request: DeskRequest) -> list[Filter]:
    everything = Choice("", _("全部"))
    filters = [Filter("q", _("学校名称或标识码"), "search", asked(request, "q"))]
    if request.actor.sees_whole_city:
        choices = [Choice(str(office.pk), office.name) for office in districts()]
        filters.append(Filter("district", _("区县"), "select", asked(request, "district"), [everything, *choices]))
    grades = [Choice(grade.value, grade.label) for grade in Grade]
    filters.append(Filter("grade", _("年级"), "select", asked(request, "grade"), [everything, *grades]))
    filters.append(Filter("kind", _("类别"), "select", asked(request, "kind"), [everything, *_kinds()]))
    return filters


def kind_label(kind: str) -> str:
    """What a kind of places is called."""
    return _("外籍计划") if kind == QuotaKind.FOREIGN.value else _("学籍总量")


def _kinds() -> list[Choice]:
    return [Choice(kind.value, kind_label(kind.value)) for kind in QuotaKind]


def _columns() -> list[Column]:
    return [
        Column("school", _("学校"), "open"),
        Column("district", _("区县"), on_phone=False),
        Column("grade", _("年级")),
        Column("kind", _("类别")),
        Column("granted", _("核定"), "number"),
        Column("held", _("预留"), "number"),
        Column("taken", _("已占用"), "number"),
        Column("left", _("空余"), "number"),
        Column("change", _("办理")),
    ]


def _row(quota: EnrollmentQuota) -> Row:
    school = quota.school
    cells = {
        "school": school.name,
        "district": school.district.name,
        "grade": Grade(quota.grade).label,
        "kind": kind_label(quota.kind),
        "granted": quota.granted,
        "held": quota.held,
        "taken": quota.taken,
        "left": quota.free or Cell(0, _("已满"), tone="waits"),
        "change": Cell(_("调整"), url=address("change_quota", school=school.code, grade=quota.grade, kind=quota.kind)),
    }
    return Row(str(quota.pk), cells, address("place", school.pk))


def _export_row(quota: EnrollmentQuota) -> list[object]:
    school, grade = quota.school, str(in_words(Grade(quota.grade).label))
    named = [school.code, school.name, school.district.name, grade, kind_label(quota.kind)]
    return [*named, quota.granted, quota.held, quota.taken, quota.free]
