"""Notices of the desk: what has been granted against the ordinary rules, and until when it holds."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueji.cases.models import GrantedException
from xueji.cases.queries import exceptions_visible_to
from xueji.desks.design.filters import in_words as words
from xueji.parties.actors import Actor
from xueji.vocabulary.facts.entry import ExceptionKind

MOST = 20


def notices(actor: Actor, today: date) -> list[tuple[str, str]]:
    """Title and sentence of each exception that holds today for this school or for children of it."""
    granted = (
        exceptions_visible_to(actor)
        .filter(starts_on__lte=today, ends_on__gte=today, ended_on__isnull=True)
        .prefetch_related("subjects__entrant")
    )
    return [(str(words(ExceptionKind(one.kind).label)), _told(one, actor)) for one in granted[:MOST]]


def _told(granted: GrantedException, actor: Actor) -> str:
    subjects = list(granted.subjects.all())
    if any(subject.school_id == actor.school_id for subject in subjects):
        whom = _("适用于全校")
    else:
        mine = [
            subject.entrant for subject in subjects if subject.entrant and subject.entrant.school_id == actor.school_id
        ]
        count = ngettext("适用于%(n)s名新生", "适用于%(n)s名新生", len(mine)) % {"n": len(mine)}
        whom = f"{count}: {'、'.join(entrant.name for entrant in mine[:5])}"
    return _("文号%(paper)s，有效至%(end)s，%(whom)s。") % {
        "paper": granted.paper_number,
        "end": granted.ends_on,
        "whom": whom,
    }
