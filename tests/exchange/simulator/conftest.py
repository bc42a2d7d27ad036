"""A nation in a database of its own, whose days pass when a test says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.exchange.simulator.wires import Wire
from tests.house.worker_database import WorkerDatabase
from xueji.exchange.simulator import steering
from xueji.exchange.simulator.engine.nation import Nation
from xueji.exchange.simulator.founding import Charter, found
from xueji.exchange.simulator.store.work import Row, Store, Work
from xueji.vocabulary.border.verbs import ToNation

NOW = datetime(2015, 9, 1, 8, tzinfo=UTC)
PLAYED = "130000"
CALM = Charter(seed=7, seconds_per_day=0, arrivals_a_month=0, scans=False, token="N")


@dataclass
class Country:
    """The nation, its wires, and what tests do with it."""

    url: str
    wires: dict[str, Wire]
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin anew on the same store, as a process that was killed."""
        self.store = Store(self.url)
        self.nation = Nation(self.store, list(self.wires.values()))

    def do(self, deed: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        with self.store.work(NOW) as work:
            return deed(work, *arguments, **named)

    def run(self, days: float = 0) -> None:
        """Let days pass and do all that is due, day by day."""
        self.nation.step(NOW)
        for _ in range(int(days)):
            self.do(steering.pass_days, 1)
            self.nation.step(NOW)

    def sql(self, query: str, **values: Any) -> list[Row]:
        def ask(work: Work) -> list[Row]:
            cursor = work.db.execute(query.encode(), values)
            return cursor.fetchall() if cursor.description else []

        rows: list[Row] = self.do(ask)
        return rows

    def child(self, where: str = "standing = 'studying' AND open_business = ''", province: str = PLAYED) -> Row:
        query = f"SELECT * FROM pupils WHERE province = %(p)s AND {where} ORDER BY id LIMIT 1"  # noqa: S608 - of a test
        return self.sql(query, p=province)[0]

    def apply(self, child: Row, *, about: str = "case:1", business: str = "transfer", **other: Any) -> None:
        """Let the first wire's province ask for a child of the played province."""
        wire = next(iter(self.wires.values()))
        wire.say(ToNation.APPLY, about, application(child, wire.province, business=business, **other))


def application(child: Row, receiving: str, **other: Any) -> Row:
    known = ("national_number", "name", "sex", "birth_date", "document_type", "document_number", "grade", "school_year")
    return {
        **{key: child[key] for key in known},
        "business": "transfer",
        "sending_province": child["province"],
        "receiving_province": receiving,
        "receiving_district": receiving[:2] + "0101",
        "receiving_school_code": "2110000001",
        "receiving_school": "清溪小学",
        "stage_group": "compulsory",
        "reason": "户籍迁移",
        "attachments": [],
        **other,
    }


@pytest.fixture(scope="session")
def nation_database(house_database: WorkerDatabase) -> Iterator[str]:
    """The address of an empty database for the ministry's store."""
    name = f"{house_database.name}_nation"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(house_database.server.owner or "", autocommit=True) as owner:
        owner.execute(drop)
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield house_database.server.of_database(name).owner or ""
        owner.execute(drop)


@pytest.fixture
def nation_url(nation_database: str) -> str:
    """The same address, with nothing left of the test before."""
    with psycopg.connect(nation_database, autocommit=True) as database:
        database.execute("DROP SCHEMA public CASCADE")
        database.execute("CREATE SCHEMA public")
    return nation_database


@pytest.fixture
def country(nation_url: str) -> Iterator[Country]:
    """One connected province, 110000, and the played ones; nobody is silent and nobody refuses."""
    yield from _country(nation_url, "110000")


@pytest.fixture
def two_provinces(nation_url: str) -> Iterator[Country]:
    """Two connected provinces."""
    yield from _country(nation_url, "110000", "990000")


def _country(url: str, *connected: str) -> Iterator[Country]:
    found(url, connected, now=NOW, charter=CALM)
    country = Country(url, {code: Wire(code) for code in connected})
    country.sql("UPDATE provinces SET approving = 1")
    yield country
    country.store.close()
