"""Where an exception stands: in force, not begun, over, ended early, or about to end."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xueji.cases.models import GrantedException
from xueji.cases.queries import exceptions_visible_to
from xueji.desks.design.parts import Choice, Tag
from xueji.parties.actors import Actor
from xueji.parties.calendar import city_calendar
from xueji.vocabulary.calendar.working_days import CalendarYearMissing

SOON_DAYS = 5
"""Working days before its end from which an exception counts as about to end."""

ACTIVE, ENDING, COMING, OVER, ALL = "active", "ending", "coming", "over", "all"


def in_state(granted: QuerySet[GrantedException], state: str, today: date) -> QuerySet[GrantedException]:
    """Those of one state; an unknown one means those in force."""
    running = Q(ended_on__isnull=True, starts_on__lte=today, ends_on__gte=today)
    if state == ALL:
        return granted
    if state == ENDING:
        return granted.filter(running, ends_on__lte=soon_after(today))
    if state == COMING:
        return granted.filter(ended_on__isnull=True, starts_on__gt=today)
    if state == OVER:
        return granted.filter(Q(ended_on__isnull=False) | Q(ends_on__lt=today))
    return granted.filter(running)


def ending_soon(actor: Actor, today: date) -> QuerySet[GrantedException]:
    """Exceptions in force that end within a few working days."""
    return in_state(exceptions_visible_to(actor), ENDING, today)


def state_choices() -> list[Choice]:
    """The states a list can be asked for."""
    return [
        Choice(ACTIVE, _("生效中")),
        Choice(ENDING, _("即将到期")),
        Choice(COMING, _("尚未开始")),
        Choice(OVER, _("已结束")),
        Choice(ALL, _("全部")),
    ]


def state_tag(granted: GrantedException, today: date, soon: date) -> Tag:
    """Its state as a word; `soon` is told by `soon_after`, once for a whole list."""
    if granted.ended_on is not None:
        return Tag(_("已提前结束"))
    if granted.ends_on < today:
        return Tag(_("已到期"))
    if granted.starts_on > today:
        return Tag(_("尚未开始"), "info")
    return Tag(_("即将到期"), "waits") if granted.ends_on <= soon else Tag(_("生效中"), "info")


def soon_after(today: date) -> date:
    """The last day that counts as soon; today itself where the calendar does not reach so far."""
    try:
        return city_calendar().after(today, SOON_DAYS)
    except CalendarYearMissing:
        return today
