"""Places of every cohort with what presses on them: sums, rows, and the same as a workbook."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.paging import keyset_page
from xueji.desks.children.printing import Listing, export_list, workbook_answer
from xueji.desks.cockpit.places.asked import (
    ORDER,
    asked_places,
    asked_words,
    cohort_label,
    figure_cells,
    figure_columns,
    filters,
    grade_cell,
    kind_label,
)
from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Cell, Column, Figure, Row
from xueji.desks.district.asking import address
from xueji.insight.places import FULL, Around, Surroundings, Totals, grade_now, schools_of, totals
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.records.models import EnrollmentQuota
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.school_years import SchoolYear

AT_ONCE = 500


@require_GET
@desk_of(Party.DISTRICT, Party.CITY)
@for_deciding_posts
def cockpit_places(request: DeskRequest) -> HttpResponse:
    """Show the present cohorts of the actor's schools, filtered; sums above the list."""
    actor, found = request.actor, asked_places(request)
    summed = totals(found)
    page = keyset_page(found.select_related("school__district"), ORDER, request.GET)
    around = Surroundings(schools_of(page.rows))
    words = asked_words(request)
    context = {
        "year": SchoolYear(school_year_of(city_today())),
        "filters": filters(request),
        "figures": _figures(summed, words),
        "total": summed.rows,
        "columns": _columns(whole_city=actor.sees_whole_city, changes=may(actor, "set_quota")),
        "rows": [_row(quota, around.of(quota)) for quota in page.rows],
        "pages": page.pager(request.GET, summed.rows),
        "export": address("cockpit_places_export", **words) if may(actor, "export_list") else None,
        "may_set": may(actor, "set_quota"),
    }
    return render(request, "cockpit/places.jinja", context)


@require_GET
@desk_of(Party.DISTRICT, Party.CITY)
@for_deciding_posts
def cockpit_places_export(request: DeskRequest) -> FileResponse:
    """The rows of the list's filter, all pages, as a workbook."""
    actor, found = request.actor, asked_places(request)
    around = Surroundings(set(found.order_by().values_list("school_id", flat=True).distinct()))
    ordered = found.select_related("school__district").order_by(*(name for name, _kind in ORDER))
    rows = (_export_row(quota, around.of(quota)) for quota in ordered.iterator(chunk_size=AT_ONCE))
    year = in_words(SchoolYear(school_year_of(city_today())).label)
    title = _("%(year)s学籍总量使用情况 %(day)s") % {"year": year, "day": city_today().isoformat()}
    listing = Listing(title, _export_columns(), rows, f"office:{actor.office_id}", asked_words(request))
    return workbook_answer(export_list(actor=actor, listing=listing), f"{title}.xlsx")


def _figures(summed: Totals, words: dict[str, str]) -> list[Figure]:
    return [
        Figure(_("核定"), summed.granted),
        Figure(_("已占用"), summed.taken, note=_("已建立学籍，在班就读")),
        Figure(_("预留"), summed.held, note=_("在办业务占着，办结后占用或退回")),
        Figure(_("空余"), summed.free),
        Figure(
            _("已满的年级"),
            summed.full,
            address("cockpit_places", **{**words, FULL: 1}) if summed.full else None,
            tone="waits" if summed.full else "plain",
        ),
    ]


def _columns(*, whole_city: bool, changes: bool) -> list[Column]:
    columns = [Column("school", _("学校"), "open")]
    if whole_city:
        columns.append(Column("district", _("区县"), on_phone=False))
    columns += [Column("grade", _("年级")), *figure_columns()]
    return [*columns, Column("change", _("办理"))] if changes else columns


def _row(quota: EnrollmentQuota, around: Around) -> Row:
    school = quota.school
    cells = {
        "school": school.name,
        "district": school.district.name,
        "grade": grade_cell(quota),
        **figure_cells(quota, around),
        "change": _change(quota),
    }
    return Row(str(quota.pk), cells, address("cockpit_place", quota.pk))


def _change(quota: EnrollmentQuota) -> Cell:
    """The way to the city's form, which names a cohort by the grade it sits in now."""
    asked = {"school": quota.school.code, "grade": grade_now(quota).value, "kind": quota.kind}
    return Cell(_("调整"), url=address("change_quota", **asked))


def _export_columns() -> list[str]:
    named = [_("学校标识码"), _("学校"), _("区县"), _("年级"), _("入学年份"), _("类别")]
    return [*named, *(str(column.label) for column in figure_columns())]


def _export_row(quota: EnrollmentQuota, around: Around) -> list[object]:
    school = quota.school
    grade, cohort = in_words(grade_now(quota).label), in_words(cohort_label(quota))
    named = [school.code, school.name, school.district.name, grade, cohort, kind_label(quota.kind)]
    figures = [quota.granted, quota.taken, quota.held, quota.free, around.aside, around.coming, around.leaving]
    return [*named, *figures]
