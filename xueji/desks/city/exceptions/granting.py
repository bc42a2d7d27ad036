"""Entering an approved paper: what it opens, from when to when, and for whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.cases.acts.office.exceptions import grant_exception
from xueji.desks.access import DeskRequest
from xueji.desks.city.exceptions.naming import MOST_FOUND, Named, find_entrants, read_named
from xueji.desks.design.parts import Choice, Label, Link
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.refusals import RefusedError
from xueji.parties.rulebook import rulebook_in_force
from xueji.vocabulary.facts.entry import ExceptionKind

SEARCH = "search"


@require_http_methods(["GET", "POST"])
@for_posts_that_may("grant_exception")
def grant(request: DeskRequest) -> HttpResponse:
    """Show the form, look somebody up for it (which changes nothing), or enter the exception."""
    if request.method == "GET":
        return _form(request, Answers(request.GET), Named())
    sent, year = Answers(request.POST), school_year_of(city_today())
    named = read_named(sent, request.POST.getlist("entrant"), request.actor, year)
    if request.POST.get("deed") == SEARCH:
        sent.wrong.clear()
        return _form(request, sent, named, searched=True)
    granted = _grant(request.actor, sent, named)
    if granted is None:
        return _form(request, sent, named)
    messages.success(request, _("批准例外已录入，即时生效。"))
    return HttpResponseRedirect(address("exception", granted))


def _grant(actor: Actor, sent: Answers, named: Named) -> int | None:
    """Enter it; None when something is wrong, which is then told in `sent.wrong`."""
    kind = sent.one_of("kind", _("种类"), [kind.value for kind in kinds_of(actor)])
    paper = sent.text("paper_number", _("文号"), longest=80)
    starts, ends = sent.day("starts_on", _("开始日期")), sent.day("ends_on", _("截止日期"))
    reason = sent.text("reason", _("理由"), longest=500)
    if sent.wrong or starts is None or ends is None:
        return None
    try:
        granted = grant_exception(
            actor=actor,
            reason=reason,
            kind=ExceptionKind(kind),
            paper_number=paper,
            starts_on=starts,
            ends_on=ends,
            entrants=named.entrants,
            schools=named.schools,
        )
    except RefusedError as error:
        sent.refused(error)
        return None
    return int(granted.pk)


def kinds_of(actor: Actor) -> list[ExceptionKind]:
    """The kinds that the rulebook lets this office grant."""
    listed = rulebook_in_force().rulebook.exceptions
    return [kind for kind in ExceptionKind if listed.get(kind) is actor.party]


def _form(request: DeskRequest, sent: Answers, named: Named, *, searched: bool = False) -> HttpResponse:
    actor, year = request.actor, school_year_of(city_today())
    word = sent.typed.get("find", "")
    found = find_entrants(actor, year, word) if word else []
    picked = {entrant.pk for entrant in named.entrants}
    context = {
        "crumbs": [Link(_("批准例外"), address("exceptions"))],
        "kinds": [Choice(kind.value, kind.label, note=_note(kind)) for kind in kinds_of(actor)],
        "typed": {"starts_on": city_today().isoformat(), **sent.typed},
        "picked": named.entrants,
        "found": [entrant for entrant in found if entrant.pk not in picked],
        "searched": searched and bool(word),
        "most": MOST_FOUND,
        "errors": sent.wrong,
        "wrong": sent.by_field,
    }
    return render(request, "city/grant_exception.jinja", context, status=422 if sent.wrong else 200)


def _note(kind: ExceptionKind) -> Label:
    notes = {
        ExceptionKind.LATE_ENTRY_REGISTRATION: _("期限过后重新开放获取、注册和分班"),
        ExceptionKind.SENIOR_NON_LOCAL: _("非本市户籍且不按本市户籍对待的学生进入高中"),
        ExceptionKind.ORDINARY_TO_MODEL: _("非示范校学生转入示范校"),
    }
    return notes.get(kind, "")
