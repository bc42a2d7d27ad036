"""What the list of places is asked for, and how one row of it is told."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from xueji.desks.access import DeskRequest
from xueji.desks.design.parts import Cell, Choice, Column, Filter
from xueji.desks.district.asking import address, asked, asked_flag, asked_key
from xueji.insight.places import FULL, OVER, Around, grade_now, in_stage, places_of, pressed
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.queries import districts
from xueji.records.models import EnrollmentQuota
from xueji.records.models.quotas import QuotaKind
from xueji.records.schooling import entry_of
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage
from xueji.vocabulary.text import Text

KEPT = ("q", "district", "stage", "kind", FULL, OVER)
ORDER = (("school__code", str), ("rank", int), ("kind", str), ("pk", int))


def asked_places(request: DeskRequest) -> QuerySet[EnrollmentQuota]:
    """The rows that the filter of the address lets through; neither ordered nor cut."""
    found = places_of(request.actor, school_year_of(city_today()))
    name, district = asked(request, "q"), asked_key(request, "district")
    stage, kind = asked(request, "stage"), asked(request, "kind")
    if name:
        found = found.filter(Q(school__name__contains=name) | Q(school__code__startswith=name))
    if district:
        found = found.filter(school__district_id=district)
    if stage in set(Stage):
        found = in_stage(found, Stage(stage))
    if kind in QuotaKind.values:
        found = found.filter(kind=kind)
    for how in (FULL, OVER):
        if asked_flag(request, how):
            found = pressed(found, how)
    return found


def asked_words(request: DeskRequest) -> dict[str, str]:
    """The filter as it stands in the address."""
    return {key: value for key in KEPT if (value := asked(request, key))}


def filters(request: DeskRequest) -> list[Filter]:
    """The filter row; districts are offered where there is more than one."""
    everything = Choice("", _("全部"))
    shown = [Filter("q", _("学校名称或标识码"), "search", asked(request, "q"))]
    if request.actor.sees_whole_city:
        offices = [Choice(str(office.pk), office.name) for office in districts()]
        shown.append(Filter("district", _("区县"), "select", asked(request, "district"), [everything, *offices]))
    stages = [Choice(stage.value, stage.label) for stage in Stage]
    kinds = [Choice(kind.value, kind_label(kind.value)) for kind in QuotaKind]
    return [
        *shown,
        Filter("stage", _("学段"), "select", asked(request, "stage"), [everything, *stages]),
        Filter("kind", _("类别"), "select", asked(request, "kind"), [everything, *kinds]),
        Filter(FULL, _("只看已满"), "check", "1" if asked_flag(request, FULL) else ""),
        Filter(OVER, _("只看超员"), "check", "1" if asked_flag(request, OVER) else ""),
    ]


def kind_label(kind: str) -> str:
    """What a kind of places is called."""
    return _("外籍计划") if kind == QuotaKind.FOREIGN.value else _("学籍总量")


def grade_cell(quota: EnrollmentQuota) -> Cell:
    """The grade in which the cohort is now; its year of entry beneath, and the kind of places where it is a special one."""
    cohort = cohort_label(quota)
    if quota.kind == QuotaKind.FOREIGN:
        cohort = Text(f"{cohort.zh} · 外籍计划", f"{cohort.en} · foreign places")
    return Cell(grade_now(quota).label, cohort)


def cohort_label(quota: EnrollmentQuota) -> Text:
    """The cohort by its year of entry: 2013级."""
    year = entry_of(Grade(quota.grade), quota.school_year)[0]
    return Text(f"{year}级", f"entered {year}")


def figure_columns() -> list[Column]:
    """The columns of figures, the same in the list and in a trial merger."""
    return [
        Column("granted", _("核定"), "number"),
        Column("taken", _("已占用"), "number"),
        Column("held", _("预留"), "number"),
        Column("free", _("空余"), "number"),
        Column("aside", _("不占总量"), "number", on_phone=False),
        Column("coming", _("待转入"), "number", on_phone=False),
        Column("leaving", _("待转出"), "number", on_phone=False),
    ]


def figure_cells(quota: EnrollmentQuota, around: Around) -> dict[str, Any]:
    """The figures of one row, each a way to the rows behind it."""
    here = address("cockpit_place", quota.pk)
    over = quota.held + quota.taken + around.aside - quota.granted
    free: Any = quota.free or Cell(0, _("已满"), tone="waits")
    if over > 0:
        free = Cell(quota.free, _("超员%(n)s") % {"n": over}, tone="late")
    return {
        "granted": Cell(quota.granted, url=f"{here}#changes"),
        "taken": Cell(quota.taken, url=roll_address(quota)) if quota.taken else 0,
        "held": Cell(quota.held, url=f"{here}#moving") if quota.held else 0,
        "free": free,
        "aside": Cell(around.aside, url=f"{here}#aside") if around.aside else 0,
        "coming": Cell(around.coming, url=f"{here}#moving") if around.coming else 0,
        "leaving": Cell(around.leaving, url=f"{here}#moving") if around.leaving else 0,
    }


def roll_address(quota: EnrollmentQuota) -> str:
    """The list of the cohort's children on the roll."""
    return address("children", school=quota.school_id, grade=grade_now(quota).value)


def page_of(name: str, *keys: object) -> str | None:
    """The address of a page that another desk may have, or None."""
    try:
        return reverse(name, args=keys)
    except NoReverseMatch:
        return None
