"""One school as the offices above it see it: how far it is, its children by state, its classes, its people. Read only."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.design.parts import Column, Fact, Link, Row, Tag, Tone, WorkLine
from xueji.desks.district.asking import address
from xueji.desks.district.dates import year_dates
from xueji.desks.district.worklist import entrants_address
from xueji.insight.progress import Progress, progress_of_schools
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import Post, School
from xueji.parties.office_acts import may
from xueji.parties.queries import held_on, schools_below
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.compiled import CompiledState
from xueji.records.models import EnrollmentQuota
from xueji.records.models.quotas import QuotaKind
from xueji.records.queries import class_groups_of, quotas_of
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.school_years import SchoolYear

ENTRY = "entry_registration"


@require_GET
@desk_of(Party.DISTRICT, Party.CITY)
@for_deciding_posts
def district_school(request: DeskRequest, school_id: int) -> HttpResponse:
    """Show one school of the actor's jurisdiction; any other does not exist for it."""
    actor, today = request.actor, city_today()
    school = schools_below(actor).filter(pk=school_id).first()
    if school is None:
        raise Http404
    year = school_year_of(today)
    dates = year_dates(year)
    progress = _progress(actor, school, year)
    classes = list(class_groups_of(school.pk, year))
    context = {
        "school": school,
        "year": SchoolYear(year),
        "crumbs": _crumbs(actor, school),
        "facts": _facts(school),
        "tags": [Tag(_("已撤销"), "late")] if school.closed_on else [],
        "progress": progress,
        "late": Tag(_("%(n)s名逾期") % {"n": progress.late}, "late") if progress.late else None,
        "left": dates.left(progress.next_due),
        "lines": _lines(school, progress),
        "classes": len(classes),
        "classes_url": address("classes", school=school.pk),
        "quotas": [_quota(row) for row in quotas_of(actor, year).filter(school=school).order_by("grade", "kind")],
        "quota_columns": _quota_columns(),
        "people": [_person(post) for post in _posts(school)],
        "people_columns": [Column("name", _("姓名")), Column("role", _("岗位")), Column("campus", _("校区"))],
        "accounts_url": address("accounts", school=school.pk) if may(actor, "create_account") else None,
    }
    return render(request, "district/school.jinja", context)


def _progress(actor: Actor, school: School, year: int) -> Progress:
    found = progress_of_schools(actor, year, city_today(), school_id=school.pk)
    nothing = Progress(school.pk, school.code, school.name, school.district_id, school.district.name)
    return found[0] if found else nothing


def _crumbs(actor: Actor, school: School) -> list[Link]:
    if actor.district_id:
        return [Link(_("学校进度"), reverse("district_schools"))]
    district = address("district_schools", district=school.district_id)
    return [Link(_("区县进度"), address("city_districts")), Link(school.district.name, district)]


def _facts(school: School) -> list[Fact]:
    stages = dict.fromkeys(Grade(code).stage for code in school.grades)
    facts = [
        Fact(_("学校标识码"), school.code),
        Fact(_("区县"), school.district.name),
        Fact(_("学段"), "、".join(stage.label.zh for stage in stages)),
    ]
    if school.model_school:
        facts.append(Fact(_("示范校"), _("是")))
    if school.foreign_license:
        facts.append(Fact(_("接收外籍学生资质"), _("有")))
    return facts


def _lines(school: School, progress: Progress) -> list[WorkLine]:
    """Every state in which children of the school stand, in the order of the rulebook."""
    states = rulebook_in_force().procedure(ENTRY).states.values()
    return [_line(state, school, progress.count(state.key)) for state in states if progress.count(state.key)]


def _line(state: CompiledState, school: School, count: int) -> WorkLine:
    tone: Tone = "done" if state.closed == "approved" else "plain"
    waits = state.held_by is Party.DISTRICT
    note = _("待区县处理") if waits else None
    return WorkLine(
        state.label, count, entrants_address(state=state.key, school=school.pk), "waits" if waits else tone, note=note
    )


def _quota_columns() -> list[Column]:
    return [
        Column("grade", _("年级")),
        Column("kind", _("类别")),
        Column("granted", _("核定"), "number"),
        Column("held", _("预留"), "number"),
        Column("taken", _("已占用"), "number"),
        Column("left", _("空余"), "number"),
    ]


def _quota(row: EnrollmentQuota) -> Row:
    cells = {
        "grade": Grade(row.grade).label,
        "kind": QuotaKind(row.kind).label,
        "granted": row.granted,
        "held": row.held,
        "taken": row.taken,
        "left": row.free,
    }
    return Row(str(row.pk), cells)


def _posts(school: School) -> list[Post]:
    posts = Post.objects.filter(held_on(city_today()), school=school, account__is_active=True)
    return list(posts.select_related("account", "campus").order_by("role", "account__full_name"))


def _person(post: Post) -> Row:
    campus = post.campus.name if post.campus else _("全校")
    return Row(str(post.pk), {"name": post.account.full_name, "role": Role(post.role).label, "campus": campus})
