"""The top office's first page: what waits, what ends soon, and how the districts are doing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.city.exceptions.standing import ENDING, ending_soon
from xueji.desks.city.founding.first_steps import first_steps
from xueji.desks.design.parts import Row, WorkLine
from xueji.desks.district.asking import address
from xueji.desks.district.dates import YearDates, year_dates
from xueji.desks.district.home import figures
from xueji.desks.district.progress_table import columns, row
from xueji.desks.district.worklist import common_lines
from xueji.desks.framing import decides
from xueji.exchange.models.batches import BatchStatus
from xueji.exchange.queries import batches_visible_to
from xueji.insight.progress import Progress, progress_of_districts, total
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.school_years import SchoolYear

TONES = ("late", "waits", "info", "plain", "done")


@require_GET
@desk_of(Party.CITY)
def city_home(request: DeskRequest) -> HttpResponse:
    """Show the desk. The keeper of accounts sees no children, only the way to the accounts."""
    actor, today = request.actor, city_today()
    year = school_year_of(today)
    dates = year_dates(year)
    context: dict[str, Any] = {"year": SchoolYear(year), "dates": dates, "decides": decides(actor)}
    context["steps"] = first_steps(actor)
    if decides(actor):
        districts = progress_of_districts(actor, year, today)
        context |= {
            "lines": city_lines(actor, year, today, districts),
            "figures": figures(total(districts, actor.place)),
            "columns": columns(_("区县")),
            "rows": [district_row(district, dates) for district in districts if district.admitted],
            "districts": len(districts),
        }
    return render(request, "city/home.jinja", context)


def city_lines(actor: Actor, year: int, today: date, districts: list[Progress]) -> list[WorkLine]:
    """Late districts and what only the top office does first, then what waits below."""
    lines = []
    late = [district for district in districts if district.late]
    if late:
        told = _("%(schools)s所学校有逾期未办的新生") % {"schools": sum(district.late_schools for district in late)}
        lines.append(WorkLine(_("有逾期的区县"), len(late), address("city_districts", late=1), "late", note=told))
    judged = batches_visible_to(actor).filter(status=BatchStatus.JUDGED).count()
    if judged:
        told = _("名单已核对，确认后写入")
        lines.append(
            WorkLine(_("待确认的导入"), judged, address("imports", status=BatchStatus.JUDGED.value), "waits", note=told)
        )
    ending = ending_soon(actor, today).count()
    if ending:
        told = _("到期后相应步骤即关闭")
        lines.append(WorkLine(_("即将到期的批准例外"), ending, address("exceptions", state=ENDING), "waits", note=told))
    lines += common_lines(actor, year, today)
    return sorted(lines, key=lambda line: TONES.index(line.tone))


def district_row(district: Progress, dates: YearDates) -> Row:
    """One district of a progress table; it opens on its schools."""
    note = _("%(schools)s所学校逾期") % {"schools": district.late_schools} if district.late_schools else ""
    url = address("district_schools", district=district.key)
    return row(district, dates, url=url, where={"district": district.key}, note=note)
