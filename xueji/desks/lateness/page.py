"""时限督办: the league table of a jurisdiction, and the steps of one place; and the same as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.printing import Listing, export_list, workbook_answer
from xueji.desks.design.parts import Link, Pager, Row
from xueji.desks.district.asking import address, asked, same_page
from xueji.desks.lateness.asking import PERIODS, Question, filters, question_of
from xueji.desks.lateness.tables import place_columns, place_row, step_columns, step_row, summary
from xueji.desks.lateness.workbook import headings, place_cells, step_cells
from xueji.insight.figures import PlaceLine
from xueji.insight.lateness import league_of_districts, league_of_schools, step_times
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may

SIZE = 50


@require_GET
@for_deciding_posts
def lateness(request: DeskRequest) -> HttpResponse:
    """Show the places below the actor's office, the most behind first, and the steps of what is asked about."""
    actor, question, today = request.actor, question_of(request), city_today()
    steps = step_times(actor, question.figures, today)
    places = _places(actor, question)
    shown, pages = _page(request, places or [])
    context = {
        "where": _where(actor, question),
        "crumbs": _crumbs(actor, question),
        "question": question,
        "filters": filters(question, choose_district=actor.sees_whole_city and not question.school),
        "kept": [("school", question.school.pk)] if question.school else [],
        "reset": _reset(question),
        "figures": summary(steps),
        "columns": place_columns(_("区县") if _by_district(actor, question) else _("单位")),
        "rows": None if places is None else [_row(line, actor, question) for line in shown],
        "total": len(places or ()),
        "pages": pages,
        "step_columns": step_columns(),
        "steps": [step_row(line, question, actor) for line in steps],
        "export": address("lateness_export", **question.address()) if may(actor, "export_list") else None,
    }
    return render(request, "lateness/lateness.jinja", context)


@require_GET
@for_deciding_posts
def lateness_export(request: DeskRequest) -> FileResponse:
    """The first table of this very page as a workbook, all its pages."""
    actor, question, today = request.actor, question_of(request), city_today()
    places = _places(actor, question)
    told = {"where": _where(actor, question), "day": today.isoformat()}
    if places is None:
        title = _("%(where)s各环节时限情况 %(day)s") % told
        columns = headings([_("业务"), _("环节")])
        rows: Any = step_cells(step_times(actor, question.figures, today))
    else:
        title = _("%(where)s时限督办 %(day)s") % told
        columns, rows = headings([_("代码"), _("单位"), _("区县")]), place_cells(places)
    subject = f"school:{actor.school_id}" if actor.school_id else f"office:{actor.office_id}"
    filter_told = {key: value for key, value in question.address().items() if value}
    listing = Listing(title, columns, rows, subject, filter_told)
    return workbook_answer(export_list(actor=actor, listing=listing), f"{title}.xlsx")


def _reset(question: Question) -> str | None:
    """The page without its filter, but about the same place; None where nothing is filtered."""
    if not question.figures.procedure and question.days == PERIODS[0]:
        return None
    return address("lateness", **question.address(procedure="", state="", days=""))


def _by_district(actor: Actor, question: Question) -> bool:
    return actor.sees_whole_city and question.district is None and question.school is None


def _places(actor: Actor, question: Question) -> list[PlaceLine] | None:
    """The league table that is asked for; None where the page is about one school."""
    if actor.school_id or question.school:
        return None
    league = league_of_districts if _by_district(actor, question) else league_of_schools
    return league(actor, question.figures, city_today())


def _row(line: PlaceLine, actor: Actor, question: Question) -> Row:
    if line.school_id:
        return place_row(line, address("lateness", **question.address(school=line.school_id, district="")))
    if _by_district(actor, question):
        own = line.office_id == actor.office_id
        return place_row(line, None if own else address("lateness", **question.address(district=line.office_id)))
    return place_row(line, None, _("本级"))


def _where(actor: Actor, question: Question) -> str:
    place = question.school or question.district
    return place.name if place else actor.place


def _crumbs(actor: Actor, question: Question) -> list[Link]:
    """The way back from a place that was opened."""
    if actor.school_id or not (question.school or question.district):
        return []
    crumbs = [Link(_("时限督办"), address("lateness", **question.address(school="", district="")))]
    if question.school and actor.sees_whole_city:
        district = question.school.district
        crumbs.append(Link(district.name, address("lateness", **question.address(school="", district=district.pk))))
    return crumbs


def _page(request: DeskRequest, lines: Sequence[PlaceLine]) -> tuple[Sequence[PlaceLine], Pager]:
    """One page behind the line that the address names; a line that is gone counts as none."""
    keys = [line.key for line in lines]
    after = asked(request, "after")
    start = keys.index(after) + 1 if after in keys else 0
    shown = lines[start : start + SIZE]
    more = start + SIZE < len(lines)
    back = max(start - SIZE, 0)
    before = same_page(request, after=keys[back - 1] if back else None)
    return shown, Pager(
        shown=len(shown),
        total=len(lines),
        first_url=same_page(request) if start else None,
        previous_url=before if start else None,
        next_url=same_page(request, after=shown[-1].key) if more else None,
    )
