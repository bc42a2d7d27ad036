"""By hand: pick rows, choose a class, and each row goes through the door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.models import Case
from xueji.cases.queries import ASSIGN
from xueji.desks.access import own_scopes
from xueji.desks.children.answers import keys, typed
from xueji.desks.children.paging import keyset_page
from xueji.desks.children.search import name_condition
from xueji.desks.classes.assignment.desk import Desk, at_school, desk_of_request, refusals
from xueji.desks.classes.assignment.outcomes import OUTCOME, batch_key, show_outcomes, was_shown
from xueji.desks.classes.group import choice_of
from xueji.desks.design.parts import Action, Cell, Filter, Row
from xueji.parties.calendar import school_calendar
from xueji.parties.clock import city_today
from xueji.parties.scope import scope
from xueji.process.wording import Reason
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.residency import Residency

ORDER = (("entrant__name_pinyin", str), ("pk", int))
PAGE = 100


@at_school
@require_GET
def waiting(request: Any) -> HttpResponse:
    """Who waits in one grade, and the classes to choose from."""
    desk = desk_of_request(request)
    asked = typed(request.GET, "q")
    cases = desk.cases().filter(name_condition(asked, "entrant__") if asked else Q())
    page = keyset_page(cases, ORDER, request.GET, PAGE)
    against = refusals(page.rows, desk.actor)
    everywhere = _everywhere(against)
    context = {
        "desk": desk,
        "filters": [
            Filter("grade", _("年级"), "select", desk.grade.value, desk.grades),
            Filter("q", _("姓名或拼音"), "search", asked),
        ],
        "asked": asked,
        "rows": _rows(page.rows, against, everywhere),
        "pages": page.pager(request.GET, None if asked else desk.waiting),
        "stopped": everywhere,
        "groups": [choice_of(group) for group in desk.groups],
        "action": Action(_("分到该班"), value=ASSIGN, tone="primary", reasons=[*desk.why_not, *everywhere], key="a"),
        "everything": None if asked else desk.waiting,
        "batch": uuid4(),
    }
    return render(request, "classes/waiting.jinja", context)


@own_scopes
@at_school
@require_POST
def assign(request: Any) -> HttpResponse:
    """Give the picked entrants the chosen class; one result a row."""
    batch = batch_key(request.POST.get("batch", ""))
    if was_shown(request, batch):
        return redirect(OUTCOME, batch)
    with scope(request.actor):
        desk = desk_of_request(request)
        chosen, found = typed(request.POST, "class_group"), _picked(request, desk)
    if not found or not chosen:
        messages.error(request, _("没有分班：请选择班级。") if found else _("没有分班：请先选中新生。"))
        return redirect(desk.address("assign_classes"))
    steps = [Step(key, ASSIGN, {"class_group": chosen}, row=key) for key in found]
    outcomes = act_many(steps, actor=desk.actor, batch=batch)
    return show_outcomes(request, batch, outcomes, desk.address("assign_classes"))


def _picked(request: Any, desk: Desk) -> list[int]:
    """The rows asked for. Whether each may be assigned is for the door to say, so that none vanishes unexplained."""
    if request.POST.get("everything") == "1":
        in_order = desk.cases().order_by(*(name for name, _kind in ORDER))
        return list(in_order.values_list("pk", flat=True))
    return keys(request.POST.getlist("pick"))


def _everywhere(against: Mapping[int, Sequence[Reason]]) -> list[Reason]:
    """Reasons that stand against every row of the page: said once above it, as when the deadline has passed."""
    counted = Counter(reason for reasons in against.values() for reason in reasons)
    return [reason for reason, count in counted.items() if count == len(against)]


def _rows(cases: Sequence[Case], against: Mapping[int, Sequence[Reason]], everywhere: Sequence[Reason]) -> list[Row]:
    if not cases:
        return []
    today, calendar = city_today(), school_calendar(cases[0].entrant.school_year).working  # type: ignore[union-attr]
    rows = []
    for case in cases:
        entrant: Any = case.entrant
        reasons = against[case.pk]
        own = [reason.says for reason in reasons if reason not in everywhere]
        cells = {
            "name": Cell(entrant.name, note=own[0] if own else None),
            "sex": code_table("sex").label(entrant.sex),
            "birth": entrant.birth_date,
            "document": entrant.document_number,
            "residency": Residency(entrant.residency).label,
            "since": case.entered_on,
            "left": calendar.working_days_left(today, case.due_on) if case.due_on else None,
        }
        rows.append(Row(str(case.pk), cells, reverse("entrant", args=[entrant.pk]), can_pick=not reasons))
    return rows
