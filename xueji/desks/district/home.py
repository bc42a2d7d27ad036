"""The district's first page: today's work as counted lines, the year's dates, and how its schools are doing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Figure, Label, Row, WorkLine
from xueji.desks.district.asking import address
from xueji.desks.district.dates import YearDates, year_dates
from xueji.desks.district.progress_table import columns, row
from xueji.desks.district.worklist import common_lines, entrants_address, state_label, unseen_filings
from xueji.desks.framing import decides
from xueji.insight.progress import Progress, progress_of_schools, total
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.school_years import SchoolYear

SHOWN_SCHOOLS = 8


@require_GET
@desk_of(Party.DISTRICT)
def district_home(request: DeskRequest) -> HttpResponse:
    """Show the desk. A post that only keeps accounts sees no children, and is sent to its accounts."""
    actor, today = request.actor, city_today()
    year = school_year_of(today)
    dates = year_dates(year)
    context: dict[str, Any] = {"year": SchoolYear(year), "dates": dates, "decides": decides(actor)}
    if decides(actor):
        schools = progress_of_schools(actor, year, today)
        context |= {
            "lines": _lines(actor, year, today, schools),
            "figures": figures(total(schools, actor.place)),
            "columns": columns(_("学校")),
            "rows": [school_row(school, dates) for school in schools[:SHOWN_SCHOOLS]],
            "schools": len(schools),
        }
    return render(request, "district/home.jinja", context)


def figures(summed: Progress, **where: object) -> list[Figure]:
    """The sums of an office, each a link to its rows."""
    return [
        Figure(_("录取"), summed.admitted, note=_percent(summed)),
        Figure(state_label("unclaimed"), summed.count("unclaimed"), entrants_address(state="unclaimed", **where)),
        Figure(state_label("claimed"), summed.count("claimed"), entrants_address(state="claimed", **where)),
        Figure(state_label("registered"), summed.count("registered"), entrants_address(state="registered", **where)),
        Figure(
            state_label("established"),
            summed.count("established"),
            entrants_address(state="established", **where),
            tone="done" if summed.percent == 100 else "plain",  # noqa: PLR2004 - all of them
        ),
    ]


def school_row(school: Progress, dates: YearDates) -> Row:
    """One school of a progress table."""
    return row(school, dates, url=address("district_school", school.key), where={"school": school.key})


def _percent(summed: Progress) -> Label | None:
    return None if summed.percent is None else _("已办结%(percent)s%%") % {"percent": summed.percent}


def _lines(
    actor: Actor,
    year: int,
    today: date,
    schools: list[Progress],
) -> list[WorkLine]:
    """Late schools and the district's own decisions first, then what only waits."""
    lines = []
    late = [school for school in schools if school.late]
    if late:
        told = _("学校有逾期未办的新生，请督促")
        lines.append(WorkLine(_("逾期的学校"), len(late), address("district_schools", late=1), "late", note=told))
    lines += common_lines(actor, year, today)
    filings = unseen_filings(actor)
    if filings:
        told = _("学校标注“%(state)s”后备案，区县知悉即可") % {"state": in_words(state_label("unregistered"))}
        lines.append(WorkLine(_("未阅备案"), filings, address("filings"), "waits", note=told))
    return sorted(lines, key=lambda line: ["late", "waits", "info", "plain", "done"].index(line.tone))
