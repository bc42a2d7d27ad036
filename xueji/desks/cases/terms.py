"""Which questions a case is asked: found by asking the rules what each possible answer would change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from xueji.cases.batch.work import Opening
from xueji.cases.door.offers import preview
from xueji.cases.door.preflight import preflight_many
from xueji.cases.models import Case
from xueji.desks.forms import Term
from xueji.parties.actors import Actor
from xueji.process.compiled import Transition
from xueji.process.notation import Ask, Asked, Choices
from xueji.process.truth import Truth
from xueji.vocabulary.text import Text

Facts = Callable[[Sequence[Mapping[str, str]]], Sequence[Any]]
"""What would be known after each of several sets of answers."""


def terms_of_step(case: Case, actor: Actor, step: Transition, facts: Any) -> dict[str, Term]:
    """When the questions of a step are asked in this case; `facts` are those known before anything is answered."""

    def known(answers: Sequence[Mapping[str, str]]) -> list[Any]:
        works = [preview(case, actor, step.event, given) for given in answers if given]
        return [facts, *(work.facts if work else None for work in works)]

    return _terms(step, known)


def terms_of_opening(opening: Opening, actor: Actor, step: Transition) -> dict[str, Term]:
    """When the questions of an application are asked of this child, school and day, after what it says already."""

    def known(answers: Sequence[Mapping[str, str]]) -> list[Any]:
        asked = [replace(opening, answers={**opening.answers, **given}) for given in answers]
        return [found.facts for found in preflight_many(asked, actor=actor)]

    return _terms(step, known)


def _terms(step: Transition, known: Facts) -> dict[str, Term]:
    hanging = [asked for asked in step.asks if asked.when is not None]
    if not hanging:
        return {}
    coded = [asked for asked in step.asks if isinstance(asked, Ask) and _choices(asked) and asked not in hanging]
    answers = [{}, *({asked.key: code} for asked in coded for code, _label in _choices(asked))]
    facts = known(answers)
    found = {asked.key: _term(asked, coded, answers, facts) for asked in hanging}
    return {key: term for key, term in found.items() if term is not None}


def _term(
    asked: Asked, coded: Sequence[Ask], answers: Sequence[Mapping[str, str]], facts: Sequence[Any]
) -> Term | None:
    """The term of one question; None if it is asked whatever is answered, or if nobody can tell."""
    holds = [_holds(asked, known) for known in facts]
    for other in coded:
        codes = tuple(code for given, yes in zip(answers, holds, strict=True) if yes and (code := given.get(other.key)))
        if codes and len(codes) < len(_choices(other)):
            return Term(other.key, codes, _says(other, codes))
    return None if any(holds) else Term()


def _holds(asked: Asked, known: Any) -> bool:
    """Whether it would be asked; where nothing is known of the child it is, for then nothing spares it."""
    return known is None or asked.when is None or asked.when.holds(known) is Truth.HOLDS


def _choices(asked: Ask) -> Choices:
    """The codes a question lists itself; none for one that names a code table, whose answers change no other question."""
    return asked.choices if isinstance(asked.choices, tuple) else ()


def _says(other: Ask, codes: Sequence[str]) -> Text:
    labels = [label for code, label in _choices(other) if code in codes]
    return Text(
        f"“{other.label.zh}”为{'、'.join(f'“{label.zh}”' for label in labels)}时必填。",
        f"Required where “{other.label.en}” is {' or '.join(f'“{label.en}”' for label in labels)}.",
    )
