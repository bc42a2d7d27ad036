"""A sound register beside the small city."""

from __future__ import annotations

import typing

import pytest

if typing.TYPE_CHECKING:
    from tests.exchange.takeover.registers import Register
    from tests.small_city import SmallCity


@pytest.fixture
def register(city: SmallCity) -> Register:
    # Imported late: given as an argument, this folder is loaded before the settings are named.
    from tests.exchange.takeover.registers import Register  # noqa: PLC0415

    return Register()
