"""The exceptions that concern an office, one page each, and ending one early."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.acts.office.exceptions import end_exception
from xueji.cases.models import GrantedException
from xueji.cases.queries import exceptions_visible_to
from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.paging import keyset_page
from xueji.desks.city.exceptions.standing import ACTIVE, in_state, soon_after, state_choices, state_tag
from xueji.desks.city.exceptions.subjects import (
    days_left,
    named_in_short,
    own_subjects,
    school_links,
    subject_columns,
    subject_rows,
    with_own_subjects,
)
from xueji.desks.design.parts import Choice, Column, Fact, Filter, Link, Row
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address, asked
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.vocabulary.calendar.working_days import WorkingCalendar
from xueji.vocabulary.facts.entry import ExceptionKind


@require_GET
@for_deciding_posts
def exceptions(request: DeskRequest) -> HttpResponse:
    """Show the exceptions of the actor's jurisdiction, newest first."""
    actor, today = request.actor, city_today()
    state, kind = asked(request, "state") or ACTIVE, asked(request, "kind")
    found = in_state(exceptions_visible_to(actor).order_by(), state, today)
    found = found.filter(kind=kind) if kind else found
    total = found.count()
    # Newest first, in ascending order of the negative key: pages are cut by what comes after a row.
    page = keyset_page(with_own_subjects(found.annotate(newest=-F("pk")), actor), [("newest", int)], request.GET)
    soon, working = soon_after(today), city_calendar()
    kinds = [Choice(each.value, each.label) for each in ExceptionKind]
    context = {
        "filters": [
            Filter("state", _("状态"), "select", state, state_choices()),
            Filter("kind", _("种类"), "select", kind, [Choice("", _("全部")), *kinds]),
        ],
        "total": total,
        "may_grant": may(actor, "grant_exception"),
        "columns": _columns(),
        "rows": [_row(granted, today, soon, working) for granted in page.rows],
        "pages": page.pager(request.GET, total),
    }
    return render(request, "city/exceptions.jinja", context)


@require_GET
@for_deciding_posts
def exception_page(request: DeskRequest, exception_id: int) -> HttpResponse:
    """Show one exception and those whom it names, as far as they are the actor's own."""
    return _page(request, _found(request.actor, exception_id), None)


@require_POST
@for_posts_that_may("end_exception")
def end_early(request: DeskRequest, exception_id: int) -> HttpResponse:
    """End an exception today. What was done under it stands."""
    granted = _found(request.actor, exception_id)
    sent = Answers(request.POST)
    reason = sent.text("reason", _("理由"), longest=500)
    if sent.wrong:
        return _page(request, granted, sent)
    end_exception(actor=request.actor, reason=reason, exception=granted)
    messages.success(request, _("已提前结束。此前依据它办理的业务不受影响。"))
    return HttpResponseRedirect(address("exception", granted.pk))


def _found(actor: Actor, key: int) -> GrantedException:
    granted = exceptions_visible_to(actor).filter(pk=key).select_related("granted_by", "office").first()
    if granted is None:
        raise Http404
    return granted


def _page(request: DeskRequest, granted: GrantedException, sent: Answers | None) -> HttpResponse:
    actor, today = request.actor, city_today()
    over = granted.ended_on is not None or granted.ends_on < today
    subjects = list(own_subjects(actor).filter(exception=granted))
    context = {
        "granted": granted,
        "kind": ExceptionKind(granted.kind).label,
        "tag": state_tag(granted, today, soon_after(today)),
        "crumbs": [Link(_("批准例外"), address("exceptions"))],
        "facts": [
            Fact(_("文号"), granted.paper_number),
            Fact(_("起止"), f"{granted.starts_on.isoformat()} — {granted.ends_on.isoformat()}"),
            Fact(_("批准单位"), granted.office.name),
            Fact(_("录入人"), granted.granted_by.full_name if granted.granted_by else ""),
        ],
        "columns": subject_columns(),
        "rows": subject_rows(subjects, actor),
        "schools": school_links(subjects, actor),
        "others": not actor.sees_whole_city,
        "may_end": may(actor, "end_exception") and not over,
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/exception.jinja", context, status=422 if sent else 200)


def _columns() -> list[Column]:
    return [
        Column("paper", _("文号"), "open"),
        Column("kind", _("种类")),
        Column("named", _("对象")),
        Column("starts_on", _("开始"), "date"),
        Column("ends_on", _("截止"), "date"),
        Column("left", _("剩余"), "left"),
        Column("state", _("状态"), "tag"),
        Column("reason", _("理由"), on_phone=False),
    ]


def _row(granted: Any, today: date, soon: date, working: WorkingCalendar) -> Row:
    cells = {
        "paper": granted.paper_number,
        "kind": ExceptionKind(granted.kind).label,
        "named": named_in_short(granted.own),
        "starts_on": granted.starts_on,
        "ends_on": granted.ends_on,
        "left": days_left(granted, today, working),
        "state": state_tag(granted, today, soon),
        "reason": granted.reason,
    }
    return Row(str(granted.pk), cells, address("exception", granted.pk))
