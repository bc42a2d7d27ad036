"""What the pages of lateness are asked for, as it stands in the address; places outside the jurisdiction do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404
from django.utils.translation import gettext as _

from xueji.desks.access import DeskRequest
from xueji.desks.design.parts import Choice, Filter
from xueji.desks.district.asking import asked, asked_key
from xueji.insight.figures import Asked
from xueji.parties.clock import city_today
from xueji.parties.models import Office, School
from xueji.parties.queries import districts, schools_below
from xueji.parties.rulebook import rulebook_in_force
from xueji.process.compiled import CompiledProcedure

PERIODS = (30, 90, 365)
"""Days back from today over which ended steps are counted; the first unless the address says otherwise."""


@dataclass(frozen=True)
class Question:
    """The filter, and the place it is about: a school, a district with its schools, or the whole jurisdiction."""

    figures: Asked
    days: int
    procedure: CompiledProcedure | None
    district: Office | None
    school: School | None

    def address(self, **changes: object) -> dict[str, object]:
        """What of it stands in the address, with other words for some."""
        own: dict[str, object] = {
            "procedure": self.figures.procedure,
            "state": self.figures.state,
            "days": self.days if self.days != PERIODS[0] else "",
            "district": self.district.pk if self.district else "",
            "school": self.school.pk if self.school else "",
        }
        return {**own, **changes}


def question_of(request: DeskRequest) -> Question:
    """Read the address. Raises Http404 for a place that the actor's office does not stand above."""
    today, days = city_today(), asked_key(request, "days")
    days = days if days in PERIODS else PERIODS[0]
    procedure = rulebook_in_force().procedures.get(asked(request, "procedure"))
    state = asked(request, "state")
    state = state if procedure and state in procedure.states else ""
    district, school = _district(request), _school(request)
    figures = Asked(
        since=today - timedelta(days=days - 1),
        until=today,
        procedure=procedure.key if procedure else "",
        state=state,
        district_id=district.pk if district else None,
        school_id=school.pk if school else None,
    )
    return Question(figures, days, procedure, district, school)


def filters(question: Question, *, choose_district: bool) -> list[Filter]:
    """The filter row: business, then its step, the period, and at the top office the district."""
    everything = Choice("", _("全部"))
    known = rulebook_in_force()
    procedures = [Choice(item.key, item.title) for item in known.procedures.values() if known.opens(item.key)]
    fields = [Filter("procedure", _("业务"), value=question.figures.procedure, choices=[everything, *procedures])]
    if question.procedure:
        held = [state for state in question.procedure.states.values() if state.held_by and state.clock]
        states = [Choice(state.key, state.label) for state in held]
        fields.append(Filter("state", _("环节"), value=question.figures.state, choices=[everything, *states]))
    periods = [Choice(str(days), _("最近%(days)s天") % {"days": days}) for days in PERIODS]
    fields.append(Filter("days", _("办结统计"), value=str(question.days), choices=periods))
    if choose_district:
        offices = [Choice(str(office.pk), office.name) for office in districts()]
        chosen = str(question.district.pk) if question.district else ""
        fields.append(Filter("district", _("区县"), value=chosen, choices=[everything, *offices]))
    return fields


def _district(request: DeskRequest) -> Office | None:
    key = asked_key(request, "district")
    if key is None or request.actor.school_id:
        return None
    if request.actor.district_id not in {None, key}:
        raise Http404
    found = Office.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _school(request: DeskRequest) -> School | None:
    key = asked_key(request, "school")
    if key is None:
        return None
    found = schools_below(request.actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
