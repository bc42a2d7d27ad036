"""Founding a nation: its tables, its provinces, its invented schools and children. Done once; a second time adds nothing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files

import psycopg
from psycopg.rows import dict_row

from xueji.exchange.simulator.chance import Dice
from xueji.exchange.simulator.engine.calendar import MONTH, begin_month
from xueji.exchange.simulator.knowledge.reading import PlayedProvince, played_provinces
from xueji.exchange.simulator.people import invented_child, invented_schools
from xueji.exchange.simulator.store.pupils import COLUMNS
from xueji.exchange.simulator.store.work import Row, Work

_CHILDREN_OF_A_SCHOOL = 12
_PROVINCE = (
    "INSERT INTO provinces (code, connected, levels, days_from, days_to, approving, failing, silent, losing)"
    " VALUES (%(code)s, %(connected)s, %(levels)s, %(from)s, %(to)s, %(approving)s, 0, 0, 0)"
    " ON CONFLICT (code) DO UPDATE SET connected = provinces.connected OR excluded.connected"
)
_TEXT = (*COLUMNS, "open_business", "admitted_by")


@dataclass(frozen=True, slots=True)
class Charter:
    """How a nation begins. `seconds_per_day` 0: its days pass only when somebody says so."""

    seed: int = 2015
    first_day: date = date(2015, 9, 1)
    seconds_per_day: float = 2.0
    arrivals_a_month: float = 0.5
    scans: bool = True
    token: str = ""


def found(url: str, connected: Sequence[str], *, now: datetime, charter: Charter | None = None) -> None:
    """Make the store at `url` unless it stands, and let these provinces be connected; their codes are data."""
    charter = charter or Charter()
    with psycopg.connect(url, row_factory=dict_row) as db:
        db.execute("SELECT pg_advisory_xact_lock(1)")
        standing = db.execute("SELECT to_regclass('nation') IS NOT NULL AS yes").fetchone()
        if not (standing and standing["yes"]):
            db.execute(files("xueji.exchange.simulator.store").joinpath("tables.sql").read_bytes())
            _declare(db, charter, now)
            work = Work(db, now, 0.0, charter.first_day, charter.seed)
            _populate(work, [each for each in played_provinces() if each.code not in connected])
            begin_month(work, MONTH, {})
        for code in connected:
            values = {"code": code, "connected": True, "levels": ["school", "district"], "from": 1, "to": 3}
            db.execute(_PROVINCE, values | {"approving": 1})


def _declare(db: psycopg.Connection[Row], charter: Charter, now: datetime) -> None:
    db.execute(
        "INSERT INTO nation (token, seed, first_day, days, anchored_at, seconds_per_day, arrivals_a_month, scans)"
        " VALUES (%(token)s, %(seed)s, %(first_day)s, 0, %(now)s, %(pace)s, %(arrivals)s, %(scans)s)",
        {
            "token": charter.token or f"N{secrets.token_hex(3)}",
            "seed": charter.seed,
            "first_day": charter.first_day,
            "now": now,
            "pace": charter.seconds_per_day,
            "arrivals": charter.arrivals_a_month,
            "scans": charter.scans,
        },
    )


def _populate(work: Work, provinces: Sequence[PlayedProvince]) -> None:
    for province in provinces:
        values: Row = {"code": province.code, "connected": False, "levels": list(province.levels)}
        values |= {"from": province.days_from, "to": province.days_to, "approving": province.approving}
        work.do(_PROVINCE, values)
        schools = invented_schools(province)
        numbered = enumerate((school for school in schools for _ in range(_CHILDREN_OF_A_SCHOOL)), start=1)
        children = [
            invented_child(Dice(work.seed, "child", province.code, serial), school, serial, work.first_day)
            for serial, school in numbered
        ]
        with work.db.cursor() as cursor:
            cursor.executemany(_SCHOOL, schools)
            cursor.executemany(_CHILD, [child | {"province": province.code} for child in children])


_SCHOOL = "INSERT INTO schools VALUES (%(code)s, %(province)s, %(district_code)s, %(district)s, %(name)s, %(stage)s)"
_CHILD = (
    f"INSERT INTO pupils (province, shown, {', '.join(_TEXT)})"  # noqa: S608 - names of columns alone
    f" VALUES (%(province)s, true, {', '.join(f'%({column})s' for column in _TEXT)})"
)
