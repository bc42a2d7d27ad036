"""Names: mostly Han, some with two surname characters, rare characters, a middle dot, or Latin letters."""

from __future__ import annotations

from functools import cache

from xueji.exchange.seeding.invention.dice import Dice, Weighted
from xueji.vocabulary.tables import read_table

_HERE = "xueji.exchange.seeding.invention"
_RARE = 0.003
_SINGLE = 0.22
HAN = "han"


def surname(dice: Dice) -> str:
    """Draw a surname, as often as it is met."""
    return _surnames().draw(dice)


def people(dice: Dice) -> tuple[str, str]:
    """Draw an ethnic group: its code (GB/T 3304), and how its children are named here."""
    return _peoples().draw(dice)


def han_name(dice: Dice, family: str, sex: str) -> str:
    """Name a child of a family: one or two syllables, now and then a character few fonts have."""
    syllables = _syllables()[sex]
    first = dice.pick(_rare()) if dice.chance(_RARE) else dice.pick(syllables)
    return f"{family}{first}" if dice.chance(_SINGLE) else f"{family}{first}{dice.pick(syllables)}"


def other_name(dice: Dice, style: str, sex: str) -> str:
    """Name a child whose people have no Chinese surnames, or who is a foreigner."""
    parts = _otherwise()
    own = dice.pick(parts[style, sex, "1"])
    following = parts.get((style, "0", "2"))
    if following is None:
        return own
    return f"{own} {dice.pick(following)}" if style == "foreign" else f"{own}·{dice.pick(following)}"


@cache
def _surnames() -> Weighted[str]:
    return Weighted([(row["surname"], int(row["weight"])) for row in read_table(_HERE, "surnames.csv")])


@cache
def _peoples() -> Weighted[tuple[str, str]]:
    rows = read_table(_HERE, "peoples.csv")
    return Weighted([((row["ethnicity"], row["style"]), int(row["weight"])) for row in rows])


@cache
def _syllables() -> dict[str, list[str]]:
    known = {row["sex"]: row["syllables"].split() for row in read_table(_HERE, "given.csv")}
    return {sex: known[sex] + known["0"] for sex in ("1", "2")}


@cache
def _rare() -> list[str]:
    return [row["character"] for row in read_table(_HERE, "rare.csv")]


@cache
def _otherwise() -> dict[tuple[str, str, str], list[str]]:
    rows = read_table(_HERE, "named_otherwise.csv")
    return {(row["style"], row["sex"], row["part"]): row["names"].split() for row in rows}
