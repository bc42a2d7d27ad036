"""The two forms: entering a measure that the school has decided, and lifting one before its end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.desks.children.answers import typed, wrong_by_field, wrongs
from xueji.desks.children.life.reading import Life, life_of
from xueji.desks.children.measures.section import kind_label
from xueji.desks.design.parts import Choice, Fact, Link, Wrong
from xueji.desks.forms import typed_date
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.parties.refusals import RefusedError
from xueji.records.acts.office.discipline import KINDS, enter_measure, last_end, lift_measure
from xueji.records.models import DisciplinaryMeasure, StudentRecord
from xueji.vocabulary.codes.tables import code_table

_FIELDS = ("kind", "paper_number", "starts_on", "ends_on", "reason")


@require_http_methods(["GET", "POST"])
def new_measure(request: Any, pk: int) -> HttpResponse:
    """Show the form, or enter the measure. A refusal shows it again with all that was typed."""
    life = _own(request.actor, pk, "enter_measure")
    today = city_today()
    if request.method == "GET":
        return _form(request, life, {"starts_on": today.isoformat()}, [])
    sent = {name: typed(request.POST, name, 500) for name in _FIELDS}
    starts, ends = typed_date(sent["starts_on"]), typed_date(sent["ends_on"])
    if starts is None or ends is None:
        return _form(request, life, sent, [*_missing(sent), *_wrong_days(starts, ends)])
    try:
        enter_measure(
            actor=request.actor,
            reason=sent["reason"],
            record=StudentRecord.objects.get(pk=life.records[0]["pk"]),
            kind=sent["kind"],
            paper_number=sent["paper_number"][:80],
            starts_on=starts,
            ends_on=ends,
        )
    except RefusedError as error:
        return _form(request, life, sent, wrongs(error))
    messages.success(request, _("处分已登记。处分期内不能办理转学。"))
    return redirect("child", pk)


@require_http_methods(["GET", "POST"])
def lift(request: Any, pk: int, measure: int) -> HttpResponse:
    """Ask why, or lift the measure today."""
    life = _own(request.actor, pk, "lift_measure")
    mine = [told["pk"] for told in life.records]
    found = DisciplinaryMeasure.objects.filter(pk=measure, record_id__in=mine).first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return _lift_form(request, life, found, [])
    try:
        lift_measure(actor=request.actor, reason=typed(request.POST, "reason", 500), measure=found)
    except RefusedError as error:
        return _lift_form(request, life, found, wrongs(error))
    messages.success(request, _("处分已解除，自今日起不再影响学籍办理。"))
    return redirect("child", pk)


def _own(actor: Actor, pk: int, act: str) -> Life:
    """A child on the roll of the actor's place. Raises Http404 alike for every other, and for a post that may not."""
    life = life_of(actor, pk)
    if not (life.records and life.held_by(actor) and may(actor, act)):
        raise Http404
    return life


def _missing(sent: dict[str, str]) -> list[Wrong]:
    """What is empty besides the days: without both days the act cannot be asked, but every fault is told at once."""
    labels = {"kind": _("处分"), "paper_number": _("处分决定书文号"), "reason": _("事由")}
    says, mend = _("“%(field)s”没有填写。"), _("请填写后重新提交。")
    return [Wrong(name, says % {"field": label}, mend) for name, label in labels.items() if not sent[name]]


def _wrong_days(starts: date | None, ends: date | None) -> list[Wrong]:
    mend = _("请按年-月-日填写，例如 2015-09-16。")
    found = []
    if starts is None:
        found.append(Wrong("starts_on", _("“%(field)s”不是有效日期。") % {"field": _("开始日期")}, mend))
    if ends is None:
        found.append(Wrong("ends_on", _("“%(field)s”不是有效日期。") % {"field": _("截止日期")}, mend))
    return found


def _form(request: Any, life: Life, sent: dict[str, str], found: list[Wrong]) -> HttpResponse:
    today = city_today()
    context = {
        "student": life.student,
        "crumbs": _crumbs(life),
        "kinds": [Choice(entry.code, entry.label) for entry in code_table(KINDS).entries_on(today)],
        "typed": sent,
        "latest": last_end(today),
        "errors": found,
        "wrong": wrong_by_field(found),
    }
    return render(request, "children/new_measure.jinja", context, status=422 if found else 200)


def _lift_form(request: Any, life: Life, measure: DisciplinaryMeasure, found: list[Wrong]) -> HttpResponse:
    context = {
        "student": life.student,
        "measure": measure,
        "crumbs": _crumbs(life),
        "facts": [
            Fact(_("处分"), kind_label(measure.kind)),
            Fact(_("文号"), measure.paper_number),
            Fact(
                _("起止"), f"{measure.starts_on.isoformat()} — {measure.ends_on.isoformat() if measure.ends_on else ''}"
            ),
        ],
        "errors": found,
        "wrong": wrong_by_field(found),
    }
    return render(request, "children/lift_measure.jinja", context, status=422 if found else 200)


def _crumbs(life: Life) -> list[Link]:
    return [Link(_("学生"), reverse("children")), Link(life.student.name, reverse("child", args=[life.student.pk]))]
