"""People at the border desk, and messages for them to look at."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from tests.desks.cases.officers import page, sitting, sitting_as
from tests.newcomers import HEBEI, bring
from tests.pupils import Schools, clerk, decide
from tests.small_city import SmallCity, everything
from xueji.cases.models import Case
from xueji.exchange.border.crossings import crossing_inward
from xueji.exchange.models import Difference, IncomingMessage, OutgoingMessage
from xueji.exchange.models.messages import ArrivedState, MessageState
from xueji.parties.clock import ZONE
from xueji.parties.models import Office
from xueji.parties.scope import registry_eyes
from xueji.vocabulary.border.verbs import ToNation
from xueji.vocabulary.parties import Role

__all__ = ["arrived", "crossing", "message", "page", "service_team", "sitting", "unlike"]

_serial = count(1)
_NOON = datetime(2015, 9, 1, 12, tzinfo=ZONE)


def service_team(city: SmallCity) -> Client:
    """A browser of the city's service team."""
    office = Office.objects.get(level="service_team")
    return sitting_as(city.actor(Role.SERVICE_OFFICER, office))


def crossing(city: SmallCity, schools: Schools, **child: Any) -> Case:
    """A case that has gone over the line, and is known there."""
    there = schools.far_primary
    outcome = bring(there, clerk(city, there), **child)
    assert outcome.taken, [reason.rule for reason in outcome.reasons]
    assert decide(outcome.case_id, "approve", clerk(city, city.districts[1])).taken
    with everything(), registry_eyes():
        case = Case.objects.get(pk=outcome.case_id)
        crossing_inward(case)
    return case


def message(about: Case, state: str = MessageState.SILENT, **told: Any) -> OutgoingMessage:
    """A message of ours about a case, handed over on the first of September."""
    with everything(), registry_eyes():
        return OutgoingMessage.objects.create(
            **{
                "key": f"apply:{about.pk}:{next(_serial)}",
                "verb": ToNation.APPLY.value,
                "about": f"110000-{about.pk}",
                "body": {"name": "欧阳雨桐", "document_number": "130706200903042451"},
                "state": state,
                "case": about,
                "school_id": about.school_id,
                "district_id": about.district_id,
                "other_province": HEBEI,
                "handed_over_at": None if state == MessageState.QUEUED else _NOON,
                "expected_by": _NOON + timedelta(days=10),
                "attempts": 1,
                **told,
            }
        )


def arrived(state: str = ArrivedState.UNREADABLE, **told: Any) -> IncomingMessage:
    """A message that came and waits for a person."""
    number = next(_serial)
    with everything(), registry_eyes():
        return IncomingMessage.objects.create(
            **{
                "sequence": number,
                "number": f"QG{number:06}",
                "text": "<script>alert(1)</script> 130706200903042451",
                "written_at": _NOON,
                "state": state,
                "why": [
                    {"says": {"zh": "签名不对。", "en": "Bad signature."}, "mend": {"zh": "请重取。", "en": "Again."}}
                ],
                **told,
            }
        )


def unlike(**told: Any) -> Difference:
    """What the nightly comparison found of a child that we do not have."""
    with everything(), registry_eyes():
        return Difference.objects.create(
            **{
                "national_number": f"G13070620090304{next(_serial):04}",
                "field": "missing_here",
                "found_on": date(2015, 9, 1),
                **told,
            }
        )
