"""Entering an approved paper: what it opens, from when to when, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.cases.acts.office.exceptions import grant_exception
from xueji.desks.access import DeskRequest
from xueji.desks.city.exceptions.naming import (
    MOST_FOUND,
    Named,
    entrant_choice,
    find_entrants,
    find_records,
    read_named,
    record_choice,
)
from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Choice, Label, Link
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.refusals import RefusedError
from xueji.parties.rulebook import rulebook_in_force
from xueji.vocabulary.facts.entry import ExceptionKind, ExceptionSubject

SEARCH, SEARCH_RECORDS = "search", "search_records"


@dataclass(frozen=True)
class Found:
    """Children of one sort: those ticked already, those just found, and whether somebody searched for them."""

    picked: list[Choice]
    others: list[Choice]
    searched: bool


@require_http_methods(["GET", "POST"])
@for_posts_that_may("grant_exception")
def grant(request: DeskRequest) -> HttpResponse:
    """Show the form, look somebody up for it (which changes nothing), or enter the exception."""
    if request.method == "GET":
        return _form(request, Answers(request.GET), Named())
    sent, year = Answers(request.POST), school_year_of(city_today())
    picked = {name: request.POST.getlist(name) for name in ("entrant", "record")}
    named = read_named(sent, picked, request.actor, year)
    deed = request.POST.get("deed", "")
    if deed in {SEARCH, SEARCH_RECORDS}:
        sent.wrong.clear()
        return _form(request, sent, named, searched=deed)
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
            records=named.records,
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


def _form(request: DeskRequest, sent: Answers, named: Named, *, searched: str = "") -> HttpResponse:
    actor, kinds = request.actor, kinds_of(request.actor)
    context = {
        "crumbs": [Link(_("批准例外"), address("exceptions"))],
        "kinds": [Choice(kind.value, kind.label, note=_note(kind)) for kind in kinds],
        "typed": {"starts_on": city_today().isoformat(), **sent.typed},
        "entrants": _entrants(actor, sent, named, searched),
        "records": _records(actor, sent, named, searched),
        "named_by": {subject.value: _named_by(subject, kinds) for subject in ExceptionSubject},
        "most": MOST_FOUND,
        "errors": sent.wrong,
        "wrong": sent.by_field,
    }
    return render(request, "city/grant_exception.jinja", context, status=422 if sent.wrong else 200)


def _entrants(actor: Actor, sent: Answers, named: Named, searched: str) -> Found:
    word, picked = sent.typed.get("find", ""), {entrant.pk for entrant in named.entrants}
    found = find_entrants(actor, school_year_of(city_today()), word) if word else []
    others = [entrant_choice(entrant) for entrant in found if entrant.pk not in picked]
    return Found([entrant_choice(entrant) for entrant in named.entrants], others, searched == SEARCH and bool(word))


def _records(actor: Actor, sent: Answers, named: Named, searched: str) -> Found:
    word, picked = sent.typed.get("find_record", ""), {spell.record_id for spell in named.spells}
    found = find_records(actor, word) if word else []
    others = [record_choice(spell) for spell in found if spell.record_id not in picked]
    return Found([record_choice(spell) for spell in named.spells], others, searched == SEARCH_RECORDS and bool(word))


def _named_by(subject: ExceptionSubject, kinds: list[ExceptionKind]) -> str:
    """The kinds that may name such a subject, in words; nothing where this office grants none of them."""
    return _("；").join(str(in_words(kind.label)) for kind in kinds if subject in kind.names)


def _note(kind: ExceptionKind) -> Label:
    notes = {
        ExceptionKind.LATE_ENTRY_REGISTRATION: _("期限过后重新开放获取、注册和分班"),
        ExceptionKind.SENIOR_NON_LOCAL: _("非本市户籍且不按本市户籍对待的学生进入高中"),
        ExceptionKind.ORDINARY_TO_MODEL: _("非示范校学生转入示范校"),
        ExceptionKind.FINAL_GRADE_RETURN: _("批文列名的学生，不受毕业年级不予转学的限制"),
    }
    return notes.get(kind, "")
