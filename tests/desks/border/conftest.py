"""Schools between which children move, and people who watch over the border."""

from __future__ import annotations

import typing

import pytest

if typing.TYPE_CHECKING:
    from tests.pupils import Schools
    from tests.small_city import SmallCity


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    """The six schools of the tests, with places for every cohort."""
    # Imported late: given as an argument, this folder is loaded before the settings are named.
    from tests.pupils import Schools  # noqa: PLC0415

    return Schools(city)
