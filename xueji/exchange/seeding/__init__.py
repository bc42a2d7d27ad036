"""Invented cities: the demo with its personas, and cities of any size for measuring.

`build_demo` makes the training city of `xueji demo`, or its second province; `demo_city_in_transaction` only the
city's offices and schools;
`seed` a city of any size. All children are written as the one door would have left them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from xueji.exchange.seeding.demo import build_demo, demo_city_in_transaction, demo_stands
from xueji.exchange.seeding.plan import BEIJING, LANTING, Persona, Plan
from xueji.exchange.seeding.scale.sowing import seed
from xueji.exchange.seeding.staff import PASSWORD

__all__ = [
    "BEIJING",
    "LANTING",
    "PASSWORD",
    "Persona",
    "Plan",
    "build_demo",
    "demo_city_in_transaction",
    "demo_stands",
    "sample_list",
    "seed",
]

_SAMPLE = "admissions_2015_primary.xlsx"


def sample_list() -> Path:
    """Where the sample admissions list lies, for the user to import."""
    return Path(str(files("xueji.exchange.seeding.city").joinpath(_SAMPLE)))
