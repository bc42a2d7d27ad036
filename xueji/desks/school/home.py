"""The home of every post: the school's worklist here, the other desks at their own addresses."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.queries import ENTRY
from xueji.desks.access import DeskRequest, level_of_desk
from xueji.desks.cases.lines import applied_lines, problem_lines, waiting_lines
from xueji.desks.design.parts import Fact, Link
from xueji.desks.framing import address, decides
from xueji.desks.school.dates import dates
from xueji.desks.school.notices import notices
from xueji.desks.school.worklist import worklist
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_calendar, school_year_of
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.parties.rulebook import rulebook_in_force
from xueji.records.models import EnrollmentQuota
from xueji.records.models.quotas import QuotaKind
from xueji.records.queries import quotas_of
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.grades import Grade

_HOMES = {Party.DISTRICT: "district_home", Party.CITY: "city_home", Party.SERVICE_TEAM: "border"}


@require_GET
def home(request: DeskRequest) -> HttpResponse:
    """Lead each post to its desk; a school post that decides nothing goes straight to its classes."""
    actor = request.actor
    level = level_of_desk(actor)
    if level is not Party.SCHOOL:
        return redirect(_HOMES[level])
    return _desk(request, actor) if decides(actor) else redirect("classes")


def _desk(request: DeskRequest, actor: Actor) -> HttpResponse:
    today = city_today()
    year = school_year_of(today)
    calendar = school_calendar(year)
    rulebook = rulebook_in_force()
    lines = worklist(actor, year, today, calendar.working)
    context: dict[str, Any] = {
        "lines": lines,
        "case_lines": [
            *waiting_lines(actor, today),
            *applied_lines(actor, today, calendar.working),
            *problem_lines(actor),
        ],
        "empty": _empty(actor),
        "marks": dates(rulebook, rulebook.procedure(ENTRY), calendar, today),
        "quotas": _quotas(actor, year),
        "notices": notices(actor, today),
    }
    return render(request, "school/home.jinja", context)


def _empty(actor: Actor) -> tuple[Any, ...]:
    says = _("本学年的录取名单导入后，待办的新生会按紧急程度列在这里。")
    imports = address("imports")
    if imports and may(actor, "import_admissions"):
        return (_("还没有新生"), says, Link(_("导入名单"), imports))
    return (_("还没有新生"), says)


def _quotas(actor: Actor, year: int) -> list[Fact]:
    """The places of the grades in which children enter."""
    entry = [grade.value for grade in Grade if grade.is_entry]
    return [_quota(row) for row in quotas_of(actor, year).filter(grade__in=entry).order_by("grade", "-kind")]


def _quota(row: EnrollmentQuota) -> Fact:
    grade, kind = Grade(row.grade).label, QuotaKind(row.kind)
    used = _("共 %(granted)s，已占 %(taken)s，预留 %(held)s，余 %(free)s") % {
        "granted": row.granted,
        "taken": row.taken,
        "held": row.held,
        "free": row.free,
    }
    return Fact(grade, used, note=_("外籍计划") if kind is QuotaKind.FOREIGN else None)
