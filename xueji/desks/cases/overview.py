"""The list of cases: what waits for this place, what it is concerned in, and what has ended."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.models import Case
from xueji.desks.access import DeskRequest
from xueji.desks.cases.batches.selection import LARGEST
from xueji.desks.cases.batches.steps import batch_actions
from xueji.desks.cases.listing.asked import (
    CLOSED,
    OPEN,
    TABS,
    WAITING,
    Asked,
    asked_of,
    desk_cases,
    list_address,
    order_of,
    ordered,
    with_subject,
)
from xueji.desks.cases.listing.fields import filter_fields
from xueji.desks.cases.listing.rows import columns_of, row_of
from xueji.desks.cases.possible import opens_here
from xueji.desks.cases.sides import dressed
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.frame import NavItem
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today

COUNTED = 10_000
"""Up to here rows are counted; beyond it the list says "more than", for nobody works through so many one by one."""


@require_GET
@for_deciding_posts
def cases(request: DeskRequest) -> HttpResponse:
    """Show one page of the list."""
    actor, asked = request.actor, asked_of(request.GET)
    today, working = city_today(), city_calendar()
    found = desk_cases(asked, actor, today=today, working=working)
    total = found.order_by().values("pk")[: COUNTED + 1].count()
    page = keyset_page(ordered(found), order_of(asked), request.GET, dress=_dressed)
    waiting = page.rows if asked.shown_tab == WAITING else ()
    actions = batch_actions(asked.procedure, asked.state, actor, waiting)
    context: dict[str, Any] = {
        "asked": asked,
        "tabs": [_tab(tab, asked) for tab in TABS],
        "kept": [("tab", asked.tab)] if asked.tab else [],
        "filters": filter_fields(asked, actor),
        "columns": columns_of(asked.shown_tab),
        "rows": [row_of(case, actor, today, working) for case in page.rows],
        "pages": page.pager(request.GET, total if total <= COUNTED else None),
        "total": total,
        "counted": COUNTED,
        "actions": actions,
        "largest": LARGEST,
        "batch": uuid4(),
        "back": urlencode(asked.address),
        "review": _review(asked) if asked.shown_tab == WAITING and total else None,
        "may_apply": bool(opens_here(actor)),
        "empty": _empty(asked, may_apply=bool(opens_here(actor))),
    }
    return render(request, "cases/cases.jinja", context)


def _dressed(cases: QuerySet[Case]) -> QuerySet[Any]:
    return dressed(ordered(with_subject(cases)))


def _tab(tab: str, asked: Asked) -> NavItem:
    """A tab keeps the filter; what only a worklist can be asked is left behind."""
    to = asked.but(tab="" if tab == WAITING else tab, mine="", applied="", state="")
    labels = {WAITING: _("待我方办理"), OPEN: _("我方相关（在办）"), CLOSED: _("已办结")}
    return NavItem(labels[tab], list_address(urlencode(to.address)), current=tab == asked.shown_tab)


def _review(asked: Asked) -> str:
    told = urlencode(asked.filters)
    return f"{reverse('case_review')}?{told}" if told else reverse("case_review")


def _empty(asked: Asked, *, may_apply: bool) -> tuple[Any, ...]:
    if asked.filters:
        return (_("没有符合条件的业务"), _("换一个状态或清除条件再看。"))
    if asked.shown_tab == WAITING:
        says = _("其他单位提交或退回、需要本单位办理的业务会列在这里，按到期先后排列。")
        return (_("现在没有要办理的业务"), says)
    if asked.shown_tab == OPEN:
        says = _("本单位申请或经办、尚未办结的业务会列在这里。")
        return (_("没有在办的业务"), says + (_("要为学生办理业务，请点“新申请”。") if may_apply else ""))
    return (_("还没有办结的业务"), _("审核通过、不通过或撤销的业务会列在这里。"))
