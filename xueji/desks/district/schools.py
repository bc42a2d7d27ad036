"""Every school's progress at a glance, late ones first; and the same as a workbook."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.printing import Listing, export_list, workbook_answer
from xueji.desks.design.parts import Choice, Filter, Link
from xueji.desks.district.asking import address, asked, asked_flag, asked_key
from xueji.desks.district.dates import year_dates
from xueji.desks.district.home import figures, school_row
from xueji.desks.district.progress_table import columns, export_headings, export_rows
from xueji.insight.progress import Progress, progress_of_schools, total
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import Office
from xueji.parties.office_acts import may
from xueji.parties.queries import districts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.school_years import SchoolYear


@require_GET
@desk_of(Party.DISTRICT, Party.CITY)
@for_deciding_posts
def district_schools(request: DeskRequest) -> HttpResponse:
    """Show the schools of a district; the office above all names which one."""
    district = _district(request)
    found = _asked_schools(request, district)
    year = school_year_of(city_today())
    dates = year_dates(year)
    where: dict[str, object] = {"district": district.pk} if district else {}
    context = {
        "title": _("%(district)s各校进度") % {"district": district.name} if district else _("学校进度"),
        "crumbs": [Link(_("区县进度"), address("city_districts"))] if not request.actor.district_id else [],
        "year": SchoolYear(year),
        "filters": _filters(request, district),
        "reset": address("district_schools", **where),
        # A filter by name or lateness narrows the table, not the lists behind the figures: none are shown then.
        "figures": [] if asked(request, "q") or asked_flag(request, "late") else figures(total(found, ""), **where),
        "columns": columns(_("学校")),
        "rows": [school_row(school, dates) for school in found],
        "today": city_today(),
        "missing": dates.missing,
        "export": address("district_schools_export", **_told(request)) if may(request.actor, "export_list") else None,
    }
    return render(request, "district/schools.jinja", context)


@require_GET
@desk_of(Party.DISTRICT, Party.CITY)
@for_deciding_posts
def district_schools_export(request: DeskRequest) -> FileResponse:
    """The list of this very page as a workbook."""
    district = _district(request)
    found = _asked_schools(request, district)
    where = district.name if district else request.actor.place
    title = _("%(where)s新生入学注册进度 %(day)s") % {"where": where, "day": city_today().isoformat()}
    subject = f"office:{district.pk if district else request.actor.office_id}"
    listing = Listing(title, export_headings(), export_rows(found), subject, _told(request))
    file = export_list(actor=request.actor, listing=listing)
    return workbook_answer(file, f"{title}.xlsx")


def _district(request: DeskRequest) -> Office | None:
    """The district that the page is about; None for the whole city. Another's district does not exist."""
    key = asked_key(request, "district")
    if request.actor.district_id:
        if key not in {None, request.actor.district_id}:
            raise Http404
        return None
    if key is None:
        return None
    found = districts().filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _asked_schools(request: DeskRequest, district: Office | None) -> list[Progress]:
    today = city_today()
    found = progress_of_schools(
        request.actor, school_year_of(today), today, district_id=district.pk if district else None
    )
    name, late = asked(request, "q"), asked_flag(request, "late")
    return [
        school
        for school in found
        if (not late or school.late) and (not name or name in school.name or school.code.startswith(name))
    ]


def _filters(request: DeskRequest, district: Office | None) -> list[Filter]:
    filters = [Filter("q", _("学校名称或标识码"), "search", asked(request, "q"))]
    if not request.actor.district_id:
        choices = [Choice("", _("全部")), *(Choice(str(office.pk), office.name) for office in districts())]
        filters.append(Filter("district", _("区县"), "select", str(district.pk) if district else "", choices))
    filters.append(Filter("late", _("只看逾期"), "check", "1" if asked_flag(request, "late") else ""))
    return filters


def _told(request: DeskRequest) -> dict[str, str]:
    return {key: asked(request, key) for key in ("q", "district", "late") if asked(request, key)}
