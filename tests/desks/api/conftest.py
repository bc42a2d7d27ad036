"""The small city, a program of its primary school, and one of its district."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.desks.api.programs import Program
    from tests.pupils import Schools
    from tests.small_city import SmallCity


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    from tests.pupils import Schools  # noqa: PLC0415 - models are there only once Django is set up

    return Schools(city)


@pytest.fixture
def school(city: SmallCity) -> Program:
    from tests.desks.api.programs import Program  # noqa: PLC0415 - the same

    return Program(city.actor())


@pytest.fixture
def district(city: SmallCity) -> Program:
    from tests.desks.api.programs import Program  # noqa: PLC0415 - the same

    return Program(city.district_officer())
