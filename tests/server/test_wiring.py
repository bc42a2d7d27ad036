"""What the rulebooks name is what the house can do."""

import pytest

from xueji.process.loading import load_rulebook, rulebook_names
from xueji.process.soundness import check
from xueji.server.wiring import deeds, effects


@pytest.mark.parametrize("name", rulebook_names())
def test_every_edition_is_sound_with_the_deeds_and_effects_that_are_bound(name: str) -> None:
    assert check(load_rulebook(name).rulebook, deeds(), effects()) == []


def test_an_unbound_deed_would_be_found() -> None:
    faults = check(load_rulebook("beijing_2015").rulebook, deeds() - {"hold_place"}, effects())
    assert {fault.rule for fault in faults} == {"unknown_deed"}
