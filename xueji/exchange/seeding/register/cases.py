"""The closed cases of many lives, with who was concerned and what was decided."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from xueji.cases.models import Case, CaseParty, Decision
from xueji.exchange.seeding.register.closing import CASE_FIELDS, DECISION_FIELDS, Closing
from xueji.exchange.seeding.register.keys import Keys
from xueji.exchange.seeding.register.lines import Line
from xueji.exchange.seeding.register.lives import Life
from xueji.records.copying import copy_in
from xueji.vocabulary.parties import Party


def write_cases(lives: Sequence[Life], keys: Keys, closing: Closing) -> None:
    """Write case, parties and decisions of each life."""
    now = timezone.now()
    pairs = list(zip(keys.cases, keys.entrants, lives, strict=True))
    answers = {id(life.line): json.dumps({"class_group": str(life.line.spells[0].group.pk)}) for life in lives}
    copy_in(
        Case,
        CASE_FIELDS,
        (closing.case(key, entrant, life.line, answers[id(life.line)]) for key, entrant, life in pairs),
    )
    copy_in(
        CaseParty,
        ("case", "party", "school", "office"),
        (row for key, _, life in pairs for row in _parties(key, life.line)),
    )
    copy_in(
        Decision,
        DECISION_FIELDS,
        (
            row
            for key, _, life in pairs
            for row in closing.decisions(key, life.line, life.child.residency, answers[id(life.line)], now)
        ),
    )


def _parties(case: int, line: Line) -> tuple[tuple[Any, ...], ...]:
    return (
        (case, Party.SCHOOL.value, line.school.pk, None),
        (case, Party.DISTRICT.value, None, line.district.pk),
    )
