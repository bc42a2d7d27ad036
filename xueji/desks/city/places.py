"""Schools and campuses: the list, one school, opening and closing a campus."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.children.paging import keyset_page
from xueji.desks.city.accounts.telling import post_columns, post_row
from xueji.desks.city.founding.districts import districts_page
from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Action, Choice, Column, Fact, Filter, Link, Row, Tag, Why
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address, asked, asked_key
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.acts.office.places import close_campus, open_campus
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.entrance.unused import sealing
from xueji.parties.models import Campus, School
from xueji.parties.office_acts import may
from xueji.parties.queries import districts, posts_below, schools_below
from xueji.parties.refusals import RefusedError
from xueji.vocabulary.numbers.city_student_number import SchoolCategory
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.grades import Grade

LONGEST_REASON = 200


@require_GET
@desk_of(Party.CITY, Party.DISTRICT)
def places(request: DeskRequest) -> HttpResponse:
    """Show the schools below the office; for the whole city first its districts, until something is asked for."""
    if request.actor.sees_whole_city and not any(asked(request, name) for name in ("q", "district", "all")):
        return districts_page(request, _filters(request))
    found = schools_below(request.actor)
    name, district = asked(request, "q"), asked_key(request, "district")
    if name:
        found = found.filter(Q(name__contains=name) | Q(short_name__contains=name) | Q(code__startswith=name))
    if district:
        found = found.filter(district_id=district)
    total = found.count()
    open_campuses = Count("campuses", filter=Q(campuses__closed_on__isnull=True))
    page = keyset_page(found.annotate(open_campuses=open_campuses), [("code", str)], request.GET)
    context = {
        "filters": _filters(request),
        "total": total,
        "columns": [
            Column("name", _("学校"), "open"),
            Column("code", _("学校标识码")),
            Column("district", _("区县")),
            Column("stages", _("学段")),
            Column("campuses", _("校区"), "number"),
            Column("marks", _("资质")),
        ],
        "rows": [_row(school) for school in page.rows],
        "pages": page.pager(request.GET, total),
        "crumbs": [Link(_("区县"), address("places"))] if request.actor.sees_whole_city else [],
        "create": address("new_school", district=district) if may(request.actor, "register_school") else None,
    }
    return render(request, "city/places.jinja", context)


@require_GET
@desk_of(Party.CITY, Party.DISTRICT)
def place(request: DeskRequest, school_id: int) -> HttpResponse:
    """Show one school: what it is, its campuses, its people."""
    return _page(request, _found(request.actor, school_id), None)


@require_POST
@for_posts_that_may("open_campus")
def add_campus(request: DeskRequest, school_id: int) -> HttpResponse:
    """Open a further campus."""
    school = _found(request.actor, school_id)
    sent = Answers(request.POST)
    name = sent.text("name", _("校区名称"), longest=60)
    reason = sent.text("reason", _("依据"), longest=200)
    if not sent.wrong:
        try:
            open_campus(actor=request.actor, reason=reason, school=school, name=name)
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong:
        return _page(request, school, sent)
    messages.success(request, _("已增设校区“%(name)s”。") % {"name": name})
    return HttpResponseRedirect(address("place", school.pk))


@require_POST
@for_posts_that_may("close_campus")
def shut_campus(request: DeskRequest, campus_id: int) -> HttpResponse:
    """Close a campus. One still in use is refused, with the reason."""
    campus = Campus.objects.filter(
        pk=campus_id, closed_on__isnull=True, school__in=schools_below(request.actor)
    ).first()
    if campus is None:
        raise Http404
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:LONGEST_REASON]
    if not reason:
        messages.error(request, _("没有办理：没有填写理由。请填写理由后重新提交。"))
        return HttpResponseRedirect(address("place", campus.school_id))
    close_campus(actor=request.actor, reason=reason, campus=campus)
    messages.success(request, _("已撤销校区“%(name)s”。") % {"name": campus.name})
    return HttpResponseRedirect(address("place", campus.school_id))


def stages_of(school: School) -> str:
    """The stages a school teaches, in the reader's language."""
    stages = dict.fromkeys(Grade(code).stage for code in school.grades)
    return _("、").join(str(in_words(stage.label)) for stage in stages)


def grades_of(school: School) -> list[str]:
    """The grades of each stage: first to last where none is missing between them, else one by one."""
    told = []
    for stage in dict.fromkeys(Grade(code).stage for code in school.grades):
        whole = [grade for grade in Grade if grade.stage is stage]
        taught = [grade for grade in whole if grade.value in school.grades]
        start = whole.index(taught[0])
        names = [str(in_words(grade.label)) for grade in taught]
        closed = whole[start : start + len(taught)] == taught and len(taught) > 2  # noqa: PLR2004 - two are named
        told.append(
            _("%(first)s至%(last)s") % {"first": names[0], "last": names[-1]} if closed else _("、").join(names)
        )
    return told


def _found(actor: Actor, school_id: int) -> School:
    school = schools_below(actor).filter(pk=school_id).first()
    if school is None:
        raise Http404
    return school


def _filters(request: DeskRequest) -> list[Filter]:
    filters = [Filter("q", _("学校名称或标识码"), "search", asked(request, "q"))]
    if request.actor.sees_whole_city:
        choices = [Choice("", _("全部")), *(Choice(str(office.pk), office.name) for office in districts())]
        filters.append(Filter("district", _("区县"), "select", asked(request, "district"), choices))
    return filters


def _marks(school: School) -> str:
    marks = [_("示范校")] if school.model_school else []
    marks += [_("接收外籍学生")] if school.foreign_license else []
    marks += [_("已撤销")] if school.closed_on else []
    return _("、").join(marks)


def _row(school: School) -> Row:
    cells = {
        "name": school.name,
        "code": school.code,
        "district": school.district.name,
        "stages": stages_of(school),
        "campuses": school.open_campuses,  # type: ignore[attr-defined]  # annotated above
        "marks": _marks(school),
    }
    return Row(str(school.pk), cells, address("place", school.pk))


def _page(request: DeskRequest, school: School, sent: Answers | None) -> HttpResponse:
    actor = request.actor
    this_year = Q(classgroup__closed_on__isnull=True, classgroup__school_year__gte=school_year_of(city_today()))
    in_use = Count("classgroup", filter=this_year)
    campuses = school.campuses.annotate(classes=in_use).order_by("number")
    sealed = sealing()
    people = posts_below(actor).filter(school=school, ends_on__isnull=True, account__is_active=True)
    context = {
        "school": school,
        "crumbs": _crumbs(actor, school),
        "tags": [Tag(_("已撤销"), "late")] if school.closed_on else [],
        "facts": [
            Fact(_("学校标识码"), school.code),
            Fact(_("区县"), school.district.name),
            Fact(_("学段"), stages_of(school)),
            *([Fact(_("登记日期"), school.founded_on.isoformat())] if school.founded_on else []),
        ],
        "about": [
            Fact(_("年级"), _("；").join(grades_of(school))),
            Fact(_("学校类别"), SchoolCategory(school.category).label),
            Fact(_("学籍辅号中的学校代码"), school.city_code),
            Fact(_("示范性普通高中"), _("是") if school.model_school else _("否")),
            Fact(_("接收外国学生资质"), _("有") if school.foreign_license else _("无")),
        ],
        "campuses": [(campus, _closing(campus, actor)) for campus in campuses],
        "may_open": may(actor, "open_campus") and school.closed_on is None,
        "people": [post_row(post, sealed) for post in people],
        "people_columns": post_columns(with_place=False),
        "accounts": address("accounts", school=school.pk) if may(actor, "create_account") else None,
        "hire": address("new_account", place=school.code) if may(actor, "create_account") else None,
        "typed": sent.typed if sent else {},
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/place.jinja", context, status=422 if sent else 200)


def _crumbs(actor: Actor, school: School) -> list[Link]:
    district = [Link(school.district.name, address("places", district=school.district_id))]
    return [Link(_("学校与校区"), address("places")), *(district if actor.sees_whole_city else [])]


def _closing(campus: Campus, actor: Actor) -> Action | None:
    """The button that closes a campus, greyed with the reason while it cannot be closed."""
    if campus.closed_on is not None or not may(actor, "close_campus"):
        return None
    reasons = []
    if campus.main:
        reasons.append(Why(_("主校区不能撤销。"), _("学校整体撤销须另行办理。")))
    elif campus.classes:  # type: ignore[attr-defined]  # annotated above
        told = {"n": campus.classes}  # type: ignore[attr-defined]
        reasons.append(Why(_("校区内还有%(n)s个班级。") % told, _("请学校先将班级调整到其他校区或撤销。")))
    return Action(_("撤销校区"), value="close", tone="danger", reasons=reasons)
