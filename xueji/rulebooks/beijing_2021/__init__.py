"""Beijing since 2021: 京教基二〔2021〕1号, in force 2021-06-01. What it leaves unsaid goes on as in 2015."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import files

from xueji.process.parameters import read_parameters
from xueji.rulebooks import beijing_2015
from xueji.rulebooks.beijing_2021.procedures import arrivals, in_city_transfer
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

BEFORE = beijing_2015.RULEBOOK
CHANGED = {item.key: item for item in (in_city_transfer.PROCEDURE, arrivals.TRANSFER_IN, arrivals.CONTINUATION_IN)}

RULEBOOK = replace(
    BEFORE,
    key="beijing_2021",
    predecessor=BEFORE.key,
    title=Text("北京市（2021）", "Beijing, 2021"),
    in_force_from=date(2021, 6, 1),
    # Sixteen districts, and two units without a region code: 燕山教委, 经开区社会事业局 [SRC].
    levels={**BEFORE.levels, Party.DISTRICT: Text("区教委", "District commission")},
    procedures=tuple(CHANGED.get(item.key, item) for item in BEFORE.procedures),
    parameters=read_parameters(files("xueji.rulebooks.beijing_2021") / "parameters").over(BEFORE.parameters),
)
