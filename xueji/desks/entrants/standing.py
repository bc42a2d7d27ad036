"""Where a case stands, as a word with its tone; and which posts work on entrants at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from xueji.cases.models import Case
from xueji.desks.access import DeskRequest
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.filters import language
from xueji.desks.design.parts import Tag, Tone, Why
from xueji.desks.errors import problem
from xueji.desks.framing import decides
from xueji.parties.rulebook import rulebook_in_force, rulebook_of
from xueji.process.compiled import CompiledProcedure, CompiledState
from xueji.process.wording import GRAMMAR, Reason
from xueji.vocabulary.parties import Party

_OUR_READING = "INF"
"""Tag of steps that the sources do not describe and that we have inferred (domain.md)."""

_ENDED: dict[str, Tone] = {"approved": "done", "refused": "late"}


def procedure_of(case: Case) -> CompiledProcedure:
    """The case's procedure, of the edition it is pinned to."""
    return rulebook_of(case.edition).procedure(case.procedure)


def state_of(case: Case) -> CompiledState:
    """The state the case stands in."""
    return procedure_of(case).state(case.state)


def state_tag(case: Case, level: Party, *, late: bool) -> Tag:
    """The state's own word: green when a record was made, red when late, amber when it waits for this desk."""
    state = state_of(case)
    if state.closed is not None:
        return Tag(state.label, _ENDED.get(state.closed, "plain"))
    if late:
        return Tag(state.label, "late")
    return Tag(state.label, "waits" if state.held_by is level else "plain")


def cited(source: str) -> str | None:
    """The article behind a step or a reason; None where no regulation speaks, only the order of steps or our reading."""
    return None if source in {GRAMMAR, _OUR_READING} else source


def as_why(reasons: Iterable[Reason]) -> list[Why]:
    """Reasons as the page shows them."""
    return [Why(reason.says, reason.mend, cited(reason.source)) for reason in reasons]


def for_deciding_posts(view: Callable[..., HttpResponseBase]) -> Callable[..., Any]:
    """Keep a view to posts that act for their office in procedures; the others are told who they are."""

    @wraps(view)
    def guarded(request: DeskRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not decides(request.actor):
            roles = sorted(rulebook_in_force().rulebook.deciding)
            return problem(
                request,
                403,
                title=_("您当前的岗位不办理这项业务"),
                says=_("这一页由%(who)s使用。")
                % {"who": ("、" if language() == "zh" else ", ").join(str(words(role.label)) for role in roles)},
                mend=_("如果您另有相应岗位，请在右上角切换。"),
            )
        return view(request, *args, **kwargs)

    return guarded
