"""What the list of our messages is asked for, as it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from django.db.models import Case as Choose
from django.db.models import IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _

from xueji.desks.border.telling import province, provinces, said
from xueji.desks.cases.page.crossing.story import STATES
from xueji.desks.children.answers import typed, whole_number
from xueji.desks.design.parts import Choice, Filter
from xueji.exchange.border.queries import NEEDS_A_PERSON
from xueji.exchange.models import OutgoingMessage
from xueji.exchange.models.messages import MessageState
from xueji.parties.clock import city_now
from xueji.parties.models import School
from xueji.vocabulary.border.verbs import ToNation
from xueji.vocabulary.codes.tables import code_table

UNSETTLED = ""
"""The state asked for where none is: silent and rejected ones, which wait for a person."""

DAYS = (3, 7, 14, 30)
ORDER = [("rank", int), ("pk", int)]


@dataclass(frozen=True)
class Asked:
    """The filter. `days`: handed over, or still waiting, at least so many days ago; `school` is a key."""

    state: str = UNSETTLED
    verb: str = ""
    province: str = ""
    school: str = ""
    days: str = ""

    @property
    def address(self) -> dict[str, str]:
        """What of it stands in the address."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}


def asked_of(sent: Any) -> Asked:
    """Read the filter; words that are none of ours count as not asked."""
    told = {field.name: typed(sent, field.name, 24) for field in fields(Asked)}
    told["state"] = told["state"] if told["state"] in MessageState.values else UNSETTLED
    told["verb"] = told["verb"] if told["verb"] in set(ToNation) else ""
    told["province"] = told["province"] if told["province"] in code_table("province") else ""
    told["school"] = told["school"] if whole_number(told["school"]) is not None else ""
    told["days"] = told["days"] if told["days"] in map(str, DAYS) else ""
    return Asked(**told)


def messages_of(asked: Asked) -> QuerySet[Any]:
    """The messages that the filter lets through; one that was said again is left to its successor."""
    found: QuerySet[Any] = OutgoingMessage.objects.filter(replaced_by__isnull=True)
    found = found.filter(state=asked.state) if asked.state else found.filter(state__in=NEEDS_A_PERSON)
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.province:
        found = found.filter(other_province=asked.province)
    if asked.school:
        found = found.filter(school_id=int(asked.school))
    if asked.days:
        found = found.filter(handed_over_at__lte=city_now() - timedelta(days=int(asked.days)))
    silent_first = Choose(When(state=MessageState.SILENT, then=Value(0)), default=Value(1), output_field=IntegerField())
    ranked: QuerySet[Any] = found.annotate(rank=silent_first if not asked.state else Value(0, IntegerField()))
    return ranked


def filter_fields(asked: Asked) -> list[Filter]:
    """The fields, with what was asked in them."""
    unsettled = Choice(UNSETTLED, _("需要处理（无回音、被退回）"))
    states = [Choice(state, STATES[state]) for state in MessageState.values]
    everything = Choice("", _("全部"))
    verbs = [Choice(verb.value, said(verb.value)) for verb in ToNation]
    days = [Choice(str(days), _("%(n)s天以上") % {"n": days}) for days in DAYS]
    filters = [
        Filter("state", _("状态"), value=asked.state, choices=[unsettled, *states]),
        Filter("verb", _("消息"), value=asked.verb, choices=[everything, *verbs]),
        Filter("province", _("外省"), value=asked.province, choices=[everything, *_provinces(asked)]),
        Filter("days", _("送交已"), value=asked.days, choices=[everything, *days]),
    ]
    school = School.objects.filter(pk=int(asked.school)).first() if asked.school else None
    if school is not None:
        filters.append(
            Filter("school", _("学校"), value=asked.school, choices=[everything, Choice(asked.school, school.name)])
        )
    return filters


def _provinces(asked: Asked) -> list[Choice]:
    found = OutgoingMessage.objects.exclude(other_province="").order_by().values_list("other_province", flat=True)
    known = provinces(found.distinct())
    if asked.province and asked.province not in {choice.value for choice in known}:
        known.append(Choice(asked.province, province(asked.province)))
    return known
