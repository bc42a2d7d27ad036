"""A city with a case under way, committed, so that other sessions see it; and empty databases beside it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from tests.house.worker_database import WorkerDatabase
from xueji.server.database import Urls

if TYPE_CHECKING:
    from tests.pupils import Schools
    from tests.small_city import SmallCity


@dataclass
class Busy:
    """A small city with open transfer cases."""

    city: SmallCity
    schools: Schools
    cases: list[int] = field(default_factory=list)


@pytest.fixture
def busy(transactional_db: None) -> Busy:
    """Give a city with one case that waits at the sending school and one that was approved to its end."""
    from tests.pupils import Schools, apply_for, approve, clerk, pupil  # noqa: PLC0415
    from tests.small_city import small_city  # noqa: PLC0415

    city = small_city()
    schools = Schools(city)
    there = schools.near_primary
    opened = [apply_for(pupil(schools.primary), there, clerk(city, there)) for _ in range(2)]
    assert all(outcome.taken for outcome in opened)
    keys = [outcome.case_id for outcome in opened]
    for _ in range(2):
        assert approve(city, keys[1]).taken
    return Busy(city, schools, keys)


@pytest.fixture
def empty(house_database: WorkerDatabase) -> Iterator[Urls]:
    """Give an empty database on the same server."""
    name = f"{house_database.name}_{secrets.token_hex(3)}"
    other = WorkerDatabase(house_database.server, house_database.template, name)
    with psycopg.connect(house_database.server.owner or "", autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield other.urls
    finally:
        other.drop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a data folder that holds a secret key."""
    made = tmp_path / "data"
    made.mkdir()
    (made / "secret-key").write_text("a secret key of this city")
    return made
