"""Facts kept with a decision are read with the words of their edition; what cannot be read is left out, not a fault."""

import pytest

from xueji.desks.cases.page.conditions import as_seen
from xueji.process.loading import load_rulebook

KNOWN = {"stage_group": "compulsory", "residency": "local", "scope": "across_districts", "record_studying": True}


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        (KNOWN, True),
        ({**KNOWN, "stage_group": "a word nobody knows"}, False),
        ({key: value for key, value in KNOWN.items() if key != "residency"}, False),
    ],
    ids=["known", "unknown word", "not kept then"],
)
def test_conditions_of_an_old_decision_are_told_only_where_its_facts_can_be_read(
    kept: dict[str, object], read: bool
) -> None:
    procedure = load_rulebook("beijing_2015").procedure("in_city_transfer")
    step = procedure.transition("awaiting_sending_school_review", "approve", 2)
    assert bool(as_seen(procedure, step, kept)) is read
