"""The table of personas, in columns that also line up where a Chinese character is two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from xueji.exchange.seeding import BEIJING, PASSWORD, Persona, Plan, sample_list
from xueji.parties.clock import city_today

_HEADINGS = ("用户名 user", "岗位 post", "单位 place", "试试看 what to try")
_GAP = "  "


def introduction(address: str, nation: str = "", others: Mapping[Plan, str] | None = None) -> Iterator[str]:
    """Yield the lines that `xueji demo` prints at every start.

    `nation` is where the pretend nation is steered; `others` are the addresses of further provinces of it.
    """
    for plan, opened_at in {BEIJING: address, **(others or {})}.items():
        yield ""
        yield f"{plan.name}（训练）Training   {city_today()}   {opened_at}"
        yield ""
        yield from _table([_HEADINGS, *(_row(plan, persona) for persona in plan.personas)])
    yield ""
    yield f"口令（全部账号） Password of every account: {PASSWORD}"
    if nation:
        yield f"全国学籍系统模拟器 National simulator: {nation}"
    yield f"样例名单 Sample admissions list: {sample_list()}"
    yield "按 Ctrl-C 结束。 Ctrl-C ends it."


def _row(plan: Plan, persona: Persona) -> tuple[str, ...]:
    place = plan.place_names.get(persona.place, persona.place) + persona.campus
    post = f"{persona.role.label.zh} {persona.role.label.en}"
    return persona.username, post, place, f"{persona.try_zh}\n{persona.try_en}"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows in columns; a second line in the last cell goes below it."""
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)]
        first, *more = row[-1].split("\n")
        yield _GAP.join([*cells, first]).rstrip()
        for line in more:
            if line:
                yield " " * (sum(widths) + len(_GAP) * len(widths)) + line


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
