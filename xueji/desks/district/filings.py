"""备案: what schools lodged with the district, unread first, and taking note of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.acts.office.filings import note_filing
from xueji.cases.models import Filing
from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.life.wording import who_acted
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Action, Cell, Choice, Column, Filter, Label, Row, Tag
from xueji.desks.district.asking import address, asked, asked_key, key_of
from xueji.parties.office_acts import may
from xueji.parties.queries import schools_below
from xueji.parties.rulebook import rulebook_of
from xueji.process.notation import Ask
from xueji.vocabulary.parties import Party

UNSEEN, SEEN, ALL = "unseen", "seen", "all"
MOST = 1_000


@require_GET
@desk_of(Party.DISTRICT)
@for_deciding_posts
def filings(request: DeskRequest) -> HttpResponse:
    """Show the filings of the office: unread ones unless the address asks for others."""
    found = _asked_filings(request)
    total = found.count()
    page = keyset_page(found, [("pk", int)], request.GET)
    shown = asked(request, "seen") or UNSEEN
    noting = may(request.actor, "note_filing") and shown != SEEN
    context = {
        "filters": _filters(request, shown),
        "total": total,
        "columns": _columns(),
        "rows": [_row(filing) for filing in page.rows],
        "pages": page.pager(request.GET, total),
        "actions": [Action(_("已阅"), value="note", tone="primary", key="a")] if noting and total else [],
        "note": address("note_filings", school=asked(request, "school"), seen=shown),
        "shown": shown,
    }
    return render(request, "district/filings.jinja", context)


@require_POST
@desk_of(Party.DISTRICT)
def note_filings(request: DeskRequest) -> HttpResponse:
    """Take note of the picked ones, or of all that the filter shows; then back to the list."""
    mine = _asked_filings(request).filter(seen_on__isnull=True)
    if request.POST.get("everything"):
        chosen = list(mine.order_by("pk")[:MOST])
    else:
        keys = [key for typed in request.POST.getlist("pick") if (key := key_of(typed)) is not None]
        chosen = list(mine.filter(pk__in=keys[:MOST]))
    if not chosen:
        messages.warning(request, _("没有选中未阅的备案，什么也没有改变。请勾选后再点“已阅”。"))
        return HttpResponseRedirect(reverse("filings"))
    noted = note_filing(actor=request.actor, filings=chosen)
    messages.success(request, ngettext("已阅%(n)s件备案。", "已阅%(n)s件备案。", noted) % {"n": noted})
    return HttpResponseRedirect(reverse("filings"))


def _asked_filings(request: DeskRequest) -> QuerySet[Filing]:
    found = Filing.objects.filter(office_id=request.actor.office_id or 0).select_related(
        "decision__case__entrant", "decision__case__school"
    )
    shown, school = asked(request, "seen") or UNSEEN, asked_key(request, "school")
    if shown != ALL:
        found = found.filter(seen_on__isnull=shown == UNSEEN)
    return found.filter(decision__case__school_id=school) if school else found


def _filters(request: DeskRequest, shown: str) -> list[Filter]:
    seen = [Choice(UNSEEN, _("未阅")), Choice(SEEN, _("已阅")), Choice(ALL, _("全部"))]
    schools = [Choice(str(school.pk), school.short_name) for school in schools_below(request.actor)]
    return [
        Filter("seen", _("备案"), "select", shown, seen),
        Filter("school", _("学校"), "select", asked(request, "school"), [Choice("", _("全部")), *schools]),
    ]


def _columns() -> list[Column]:
    return [
        Column("name", _("姓名"), "open"),
        Column("school", _("学校")),
        Column("what", _("备案事项")),
        Column("cause", _("原因")),
        Column("by", _("标注人"), on_phone=False),
        Column("lodged_on", _("备案日期"), "date"),
        Column("seen", _("已阅"), "tag"),
    ]


def _row(filing: Filing) -> Row:
    decision, case = filing.decision, filing.decision.case
    entrant: Any = case.entrant
    school: Any = case.school
    state = rulebook_of(case.edition).procedure(case.procedure).states.get(decision.to_state)
    seen: Any = Tag(_("未阅"), "waits")
    if filing.seen_on:
        seen = Cell(filing.seen_on.isoformat(), filing.seen_by)
    cells = {
        "name": entrant.name,
        "school": Cell(school.short_name, url=address("district_school", case.school_id)),
        "what": state.label if state else decision.to_state,
        "cause": Cell(_cause(filing), decision.reason or None),
        "by": decision.actor_name if decision.actor_place else who_acted(decision),
        "lodged_on": filing.lodged_on,
        "seen": seen,
    }
    return Row(str(filing.pk), cells, address("entrant", case.entrant_id), can_pick=filing.seen_on is None)


def _cause(filing: Filing) -> Label:
    """The answer in the words of the rulebook under which it was given."""
    decision = filing.decision
    procedure = rulebook_of(decision.edition).procedure(decision.case.procedure)
    step = procedure.transition(decision.from_state, decision.event, decision.case.route_row)
    told = []
    for ask in step.asks if step else ():
        given = decision.answers.get(ask.key)
        if given and isinstance(ask, Ask) and isinstance(ask.choices, tuple):
            told.append(str(in_words(dict(ask.choices).get(given, given))))
    return _("、").join(told) or "—"
