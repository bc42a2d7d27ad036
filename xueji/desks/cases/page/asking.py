"""What is asked of the reader: the step whose form is open, and the other steps beside it, each with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from xueji.desks.cases.page.stepping import Attempt
from xueji.desks.design.parts import Action, Rule, Why
from xueji.desks.forms import NOTHING_KNOWN, Known, Places, asks_anything, fields_of, takes_papers
from xueji.desks.reasons import as_why, cited
from xueji.process.compiled import Transition
from xueji.process.decision import Accepted, Offer
from xueji.process.truth import Truth


def chosen_of(possible: Sequence[Offer], event: str) -> Offer | None:
    """The step whose form is open: the one asked for, else the ordinary next one."""
    wanted = next((offer for offer in possible if offer.transition.event == event), None)
    return wanted or next((offer for offer in possible if offer.transition.primary), None)


def asked(offer: Offer, attempt: Attempt, places: Places, known: Known = NOTHING_KNOWN) -> dict[str, Any]:
    """The step whose form is open: what it asks, what stands against it, and which conditions nobody can tell yet."""
    transition = offer.transition
    # After an attempt its own reasons stand at the head; these would speak of a form that is still empty.
    rules = [] if attempt.reasons or attempt.wrong else _guards(offer)
    return {
        "label": transition.label,
        "event": transition.event,
        "primary": transition.primary,
        "source": cited(transition.source),
        "fields": fields_of(transition, attempt.given, attempt.wrong, places, known),
        "files": takes_papers(transition),
        "cannot": against(offer),
        "guards": rules,
        "holding": len(transition.guards) - len(rules),
    }


def beside(offer: Offer, to_form: str) -> dict[str, Any]:
    """A step beside the chosen one: a link to its form (`to_form` + event), or a button of its own if it asks nothing."""
    step = offer.transition
    tone: Literal["plain", "danger"] = "danger" if step.tone == "negative" else "plain"
    reasons, key = against(offer), letter_of(step)
    if asks_anything(step):
        action = Action(step.label, f"{to_form}{step.event}#step", tone=tone, reasons=reasons, key=key)
        return {"action": action, "post": False}
    return {"action": Action(step.label, name="event", value=step.event, tone=tone, reasons=reasons), "post": True}


def refusal_of(possible: Sequence[Offer]) -> Offer | None:
    """The step that says no to what the ordinary one says yes to, if it asks for a reason and nothing else."""
    no = (offer for offer in possible if letter_of(offer.transition) == "r")
    return next((offer for offer in no if offer.transition.needs_reason and not offer.transition.asks), None)


def against(offer: Offer) -> list[Why]:
    """What stands against a step. What only the form can tell (no class chosen yet) does not: the form is there for it."""
    if isinstance(offer.verdict, Accepted):
        return []
    asks = asks_anything(offer.transition)
    return as_why(reason for reason in offer.verdict.reasons if reason.truth is Truth.FAILS or not asks)


def letter_of(step: Transition) -> str | None:
    """The key that moves the focus to a step: `a` to the ordinary one, `r` to the one that says no."""
    if step.primary:
        return "a"
    return "r" if step.tone == "negative" and step.result is not None else None


def _guards(offer: Offer) -> list[Rule]:
    """The conditions of the step that do not hold, or of which nobody can say yet whether they do."""
    verdict = offer.verdict
    reasons = verdict.unknown if isinstance(verdict, Accepted) else verdict.reasons
    return [Rule(reason.says, reason.mend, cited(reason.source) or "", reason.truth) for reason in reasons]
