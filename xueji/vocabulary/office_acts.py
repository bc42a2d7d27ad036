"""The names of office acts: what offices do that the regulation makes no procedure of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from xueji.vocabulary.tables import read_table
from xueji.vocabulary.text import Text


@cache
def office_act_titles() -> Mapping[str, Text]:
    """What each office act is called by the people who do it."""
    return {row["act"]: Text(row["zh"], row["en"]) for row in read_table("xueji.vocabulary", "office_acts.csv")}
