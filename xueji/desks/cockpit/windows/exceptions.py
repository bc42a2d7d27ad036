"""Opening or closing a window for a while, and taking that back: by the city, each with its reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xueji.desks.access import DeskRequest, desk_of
from xueji.desks.cockpit.windows.dates import procedure_name, stage_name
from xueji.desks.cockpit.windows.page import exception_tag, exceptions_of
from xueji.desks.design.parts import Choice, Event, Fact, Link
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.acts.office.windows import LONGEST_DAYS, close_window, end_window_exception, open_window
from xueji.parties.clock import city_today
from xueji.parties.models import JournalEntry, WindowException
from xueji.parties.office_acts import may
from xueji.parties.queries import districts
from xueji.parties.refusals import RefusedError
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.windows import windowed
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.stages import StageGroup

OPEN, CLOSE = "open", "close"


@require_http_methods(["GET", "POST"])
@for_posts_that_may("open_window", "close_window")
def new_window_exception(request: DeskRequest) -> HttpResponse:
    """Show the form, or enter an exception."""
    if request.method == "GET":
        return _form(request, Answers(request.GET))
    sent = Answers(request.POST)
    if not _enter(request.actor, sent):
        return _form(request, sent)
    messages.success(request, _("时段例外已录入，按所填日期执行。"))
    return HttpResponseRedirect(address("windows") + "#exceptions")


@require_GET
@desk_of(Party.DISTRICT, Party.CITY)
def window_exception(request: DeskRequest, exception_id: int) -> HttpResponse:
    """Show one exception."""
    return _page(request, _found(request.actor, exception_id), None)


@require_POST
@for_posts_that_may("end_window_exception")
def take_back(request: DeskRequest, exception_id: int) -> HttpResponse:
    """Let an exception hold no longer, from today on."""
    found, sent = _found(request.actor, exception_id), Answers(request.POST)
    reason = sent.text("reason", _("理由"), longest=300)
    if not sent.wrong:
        try:
            end_window_exception(actor=request.actor, reason=reason, exception=found)
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong:
        return _page(request, found, sent)
    messages.success(request, _("已撤回。此前依据它提交的申请继续办理。"))
    return HttpResponseRedirect(address("windows") + "#exceptions")


def _enter(actor: Actor, sent: Answers) -> bool:
    """Enter it; whether it worked. What is wrong is kept in `sent`."""
    way = sent.one_of("way", _("例外"), (OPEN, CLOSE))
    procedure = sent.one_of("procedure", _("业务"), windowed(rulebook_in_force()))
    stage = sent.one_of("stage_group", _("学段"), list(StageGroup), required=False)
    offices = {str(office.pk): office for office in districts()}
    district = sent.one_of("district", _("区县"), offices, required=False)
    starts, ends = sent.day("starts_on", _("开始日期")), sent.day("ends_on", _("截止日期"))
    paper = sent.text("paper_number", _("文号"), required=False, longest=80)
    reason = sent.text("reason", _("理由"), longest=300)
    if sent.wrong or starts is None or ends is None:
        return False
    act = open_window if way == OPEN else close_window
    try:
        act(
            actor=actor,
            reason=reason,
            procedure=procedure,
            starts_on=starts,
            ends_on=ends,
            stage_group=stage,
            district=offices.get(district),
            paper_number=paper,
        )
    except RefusedError as error:
        sent.refused(error)
    return not sent.wrong


def _form(request: DeskRequest, sent: Answers) -> HttpResponse:
    everywhere = Choice("", _("全部区县"))
    context: dict[str, Any] = {
        "crumbs": [Link(_("时段与日历"), address("windows"))],
        "ways": [
            Choice(OPEN, _("例外开放"), note=_("时段之外的日子也可以提交申请")),
            Choice(CLOSE, _("例外关闭"), note=_("时段之内的日子不能提交申请；关闭优先于开放")),
        ],
        "procedures": [Choice(key, procedure_name(key)) for key in windowed(rulebook_in_force())],
        "stages": [Choice("", _("全部学段")), *(Choice(group.value, group.label) for group in StageGroup)],
        "districts": [everywhere, *(Choice(str(office.pk), office.name) for office in districts())],
        "typed": {"starts_on": city_today().isoformat(), **sent.typed},
        "longest": LONGEST_DAYS,
        "errors": sent.wrong,
        "wrong": sent.by_field,
    }
    return render(request, "cockpit/new_exception.jinja", context, status=422 if sent.wrong else 200)


def _found(actor: Actor, key: int) -> WindowException:
    found = exceptions_of(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _page(request: DeskRequest, found: WindowException, sent: Answers | None) -> HttpResponse:
    today = city_today()
    told = {"procedure": procedure_name(found.procedure)}
    context = {
        "found": found,
        "title": (_("%(procedure)s例外开放") if found.opens else _("%(procedure)s例外关闭")) % told,
        "tag": exception_tag(found, today),
        "crumbs": [Link(_("时段与日历"), address("windows"))],
        "facts": [
            Fact(_("起止"), f"{found.starts_on.isoformat()} — {found.ends_on.isoformat()}"),
            Fact(_("区县"), found.district.name if found.district else _("全部区县")),
            Fact(_("学段"), stage_name(found.stage_group)),
            Fact(_("文号"), found.paper_number or _("无")),
            Fact(_("经办人"), found.entered_by.full_name if found.entered_by else ""),
            Fact(_("理由"), found.reason),
        ],
        "events": [_event(entry) for entry in _entries(found)],
        "may_end": may(request.actor, "end_window_exception") and found.ended_on is None and found.ends_on >= today,
        "errors": sent.wrong if sent else [],
        "wrong": sent.by_field if sent else {},
        "typed": sent.typed if sent else {},
    }
    return render(request, "cockpit/exception.jinja", context, status=422 if sent else 200)


def _entries(found: WindowException) -> list[JournalEntry]:
    entries = JournalEntry.objects.filter(subject=f"window:{found.pk}").select_related("account")
    return list(entries.order_by("-pk"))


def _event(entry: JournalEntry) -> Event:
    title = _("撤回例外") if entry.act == "end_window_exception" else _("录入例外")
    return Event(entry.city_date, title, entry.account.full_name if entry.account else None, entry.reason)
