"""A small city on the first of September, and browsers signed in as its people."""

from __future__ import annotations

import typing

import pytest

if typing.TYPE_CHECKING:
    from tests.small_city import SmallCity


@pytest.fixture
def town(db: None) -> SmallCity:
    # Imported late: given as an argument, this folder is loaded before the settings are named.
    from tests.small_city import small_city  # noqa: PLC0415

    return small_city()
