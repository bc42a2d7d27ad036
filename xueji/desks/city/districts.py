"""Every district's progress, late ones first, each opening on its schools; and the same as a workbook."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.printing import Listing, export_list, workbook_answer
from xueji.desks.city.home import district_row
from xueji.desks.design.parts import Filter
from xueji.desks.district.asking import address, asked_flag
from xueji.desks.district.dates import year_dates
from xueji.desks.district.home import figures
from xueji.desks.district.progress_table import columns, export_headings, export_rows
from xueji.insight.progress import Progress, progress_of_districts, total
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.school_years import SchoolYear


@require_GET
@desk_of(Party.CITY)
@for_deciding_posts
def city_districts(request: DeskRequest) -> HttpResponse:
    """Show the districts."""
    year = school_year_of(city_today())
    dates, found = year_dates(year), _asked(request)
    late = "1" if asked_flag(request, "late") else ""
    context = {
        "year": SchoolYear(year),
        "today": city_today(),
        "filters": [Filter("late", _("只看逾期"), "check", late)],
        "figures": [] if late else figures(total(found, "")),
        "columns": columns(_("区县")),
        "rows": [district_row(district, dates) for district in found],
        "missing": dates.missing,
        "export": address("city_districts_export", late=late) if may(request.actor, "export_list") else None,
    }
    return render(request, "city/districts.jinja", context)


@require_GET
@desk_of(Party.CITY)
@for_deciding_posts
def city_districts_export(request: DeskRequest) -> FileResponse:
    """The list of this very page as a workbook."""
    told = {"where": request.actor.place, "day": city_today().isoformat()}
    title = _("%(where)s新生入学注册进度（按区县） %(day)s") % told
    late = {"late": "1"} if asked_flag(request, "late") else {}
    subject = f"office:{request.actor.office_id}"
    listing = Listing(title, export_headings(), export_rows(_asked(request)), subject, late)
    file = export_list(actor=request.actor, listing=listing)
    return workbook_answer(file, f"{title}.xlsx")


def _asked(request: DeskRequest) -> list[Progress]:
    today = city_today()
    found = progress_of_districts(request.actor, school_year_of(today), today)
    return [district for district in found if district.late] if asked_flag(request, "late") else found
