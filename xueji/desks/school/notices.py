"""Notices of the desk: what is granted against the ordinary rules, and whose problem record is over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueji.cases.models import GrantedException
from xueji.cases.queries import exceptions_visible_to
from xueji.desks.cases.doubted import lately_over
from xueji.desks.design.filters import in_words as words
from xueji.parties.actors import Actor
from xueji.vocabulary.facts.entry import ExceptionKind

MOST = 20


def notices(actor: Actor, today: date) -> list[tuple[str, str]]:
    """Title and sentence of each: exceptions that hold today for the school or its children, and doubts lately over."""
    granted = (
        exceptions_visible_to(actor)
        .filter(starts_on__lte=today, ends_on__gte=today, ended_on__isnull=True)
        .prefetch_related("subjects__entrant")
    )
    told = [(str(words(ExceptionKind(one.kind).label)), _told(one, actor)) for one in granted[:MOST]]
    # Two doubts of one child that end on one day are told once.
    over = dict.fromkeys(_over(problem, ours) for problem, ours in lately_over(actor, today))
    return told + [(_("问题学籍已解除"), sentence) for sentence in over]


def _over(problem: Any, ours: Any) -> str:
    said = {"name": ours.student.name, "day": problem.resolved_on}
    if ours.contested:
        return _("%(name)s的一项问题学籍已于%(day)s解除，但还有其他疑点，仍不能转学。") % said
    return _("%(name)s的问题学籍已于%(day)s解除。") % said


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
