"""The notices of a place: unread and newest first, narrowed by the address, and marked as read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.acts.office.attention import read_notices
from xueji.cases.attention import NOTICE_ORDER, notices_for, told_to, with_cases
from xueji.cases.models import Notice, NoticeKind
from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.parts import Action, Choice, Figure, Filter
from xueji.desks.district.asking import address, asked, key_of
from xueji.desks.notices.telling import KINDS, columns, row
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.parties.rulebook import rulebook_in_force

COUNTED = 10_000
"""Up to here notices are counted; nobody reads more."""


@require_GET
@for_deciding_posts
def notices(request: DeskRequest) -> HttpResponse:
    """Show one page of what this place has been told."""
    actor, told = request.actor, _told(request)
    found = _narrowed(notices_for(actor), told)
    total = _narrowed(told_to(actor), told)[:COUNTED].count()
    page = keyset_page(found, NOTICE_ORDER, request.GET, dress=with_cases)
    unread = _unread(actor)
    open_rows = sum(notice.seen_at is None for notice in page.rows)
    reading = may(actor, "read_notices") and open_rows
    context = {
        "filters": _filters(told),
        "asked": any(told.values()),
        "figures": [_figure(kind, count) for kind, count in unread.items()],
        "total": total,
        "columns": columns(),
        "rows": [row(notice) for notice in page.rows],
        "pages": page.pager(request.GET, total),
        "actions": [Action(_("标为已读"), value="read", tone="primary", key="a")] if reading else [],
        "everything": _everything(unread, told, open_rows),
        "read": address("read_notices", **told),
    }
    return render(request, "notices/notices.jinja", context)


@require_POST
@for_deciding_posts
def read(request: DeskRequest) -> HttpResponse:
    """Mark the picked ones as read, or all that the filter lets through; then back to the list."""
    told = _told(request)
    mine = _narrowed(told_to(request.actor), told).filter(seen_at__isnull=True)
    if not request.POST.get("everything"):
        keys = [key for typed in request.POST.getlist("pick") if (key := key_of(typed)) is not None]
        mine = mine.filter(pk__in=keys)
    count = read_notices(actor=request.actor, notices=mine)
    if count:
        messages.success(request, ngettext("已读%(n)s条通知。", "已读%(n)s条通知。", count) % {"n": count})
    else:
        messages.warning(request, _("没有选中未读的通知，什么也没有改变。请勾选后再点“标为已读”。"))
    return HttpResponseRedirect(address("notices", **told))


def _told(request: DeskRequest) -> dict[str, str]:
    """What the address asks for; words that are none of ours count as not asked."""
    kind, procedure = asked(request, "kind"), asked(request, "procedure")
    return {
        "kind": kind if kind in NoticeKind.values else "",
        "procedure": procedure if procedure in rulebook_in_force().procedures else "",
        "unread": "1" if asked(request, "unread") == "1" else "",
    }


def _narrowed(found: QuerySet[Notice], told: dict[str, str]) -> QuerySet[Notice]:
    if told["kind"]:
        found = found.filter(kind=told["kind"])
    if told["procedure"]:
        found = found.filter(case__procedure=told["procedure"])
    return found.filter(seen_at__isnull=True) if told["unread"] else found


def _unread(actor: Actor) -> dict[str, int]:
    """How many unread ones there are of each kind, in the order of urgency."""
    rows = told_to(actor).filter(seen_at__isnull=True).order_by().values("kind").annotate(count=Count("pk"))
    counted = dict(rows.values_list("kind", "count"))
    return {kind: counted[kind] for kind in KINDS if kind in counted}


def _everything(unread: dict[str, int], told: dict[str, str], shown: int) -> int | None:
    """How many unread ones the filter lets through, if the page does not show them all; None where it is not known."""
    if told["procedure"]:
        return None
    count = unread.get(told["kind"], 0) if told["kind"] else sum(unread.values())
    return count if count > shown else None


def _figure(kind: str, count: int) -> Figure:
    label, tone = KINDS[kind]
    return Figure(label, count, address("notices", kind=kind, unread=1), tone=tone)


def _filters(told: dict[str, Any]) -> list[Filter]:
    everything = Choice("", _("全部"))
    kinds = [Choice(kind, label) for kind, (label, _tone) in KINDS.items()]
    known = rulebook_in_force()
    procedures = [Choice(item.key, item.title) for item in known.procedures.values() if known.opens(item.key)]
    return [
        Filter("kind", _("通知"), value=told["kind"], choices=[everything, *kinds]),
        Filter("procedure", _("业务"), value=told["procedure"], choices=[everything, *procedures]),
        Filter("unread", _("只看未读"), "check", told["unread"]),
    ]
