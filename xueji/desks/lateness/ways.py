"""Where the numbers lead: each to the list of the cases that it counts, where a desk has one."""

from __future__ import annotations

from django.utils.http import urlencode

from xueji.cases.queries import ENTRY
from xueji.desks.framing import address
from xueji.desks.lateness.asking import Question
from xueji.parties.actors import Actor


def late_cases(procedure: str, state: str, question: Question, actor: Actor) -> str | None:
    """The list of what is late in one step of the places that are asked about; None where there is no such list."""
    place = {
        "school": question.school.pk if question.school else "",
        "district": question.district.pk if question.district else "",
    }
    if procedure == ENTRY:
        return _to("entrants", state=state, due="late", **place)
    # A school looks at what it holds itself; the offices above at every open case below them.
    tab = "" if actor.school_id else "open"
    return _to("cases", tab=tab, procedure=procedure, state=state, late="1", **place)


def _to(name: str, **asked: object) -> str | None:
    url = address(name)
    told = {key: str(value) for key, value in asked.items() if value not in {None, ""}}
    return f"{url}?{urlencode(told)}" if url else None
