"""均衡分班: classes equal in size, in boys and girls, and in age, drawn by a published seed (B27).

Each sex is put in order of age, cut into bands as wide as there are classes, and each band is shuffled by the seed and
dealt one to a class; the order of classes turns from band to band, so that none always comes first. The same children,
classes and seed give the same classes on any machine: the shuffle is drawn from SHA-256, not from a library's generator.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean

METHOD = "balanced-1"


@dataclass(frozen=True)
class Child:
    """Who is dealt; `key` is the case, `sex` by GB/T 2261.1."""

    key: int
    sex: str
    birth_date: date


@dataclass(frozen=True)
class Room:
    """A class, and how many more children it takes."""

    key: int
    free: int


class NotEnoughRoomError(ValueError):
    """There are more children than places in the chosen classes."""


def deal(children: Sequence[Child], rooms: Sequence[Room], seed: str) -> dict[int, int]:
    """Class of each child, child key → room key. Raises NotEnoughRoomError."""
    if sum(room.free for room in rooms) < len(children):
        raise NotEnoughRoomError(len(children))
    free = {room.key: room.free for room in sorted(rooms, key=lambda room: room.key)}
    dealt: dict[int, int] = {}
    counts = dict.fromkeys(free, 0)
    for sex in sorted({child.sex for child in children}):
        ordered = sorted(
            (child for child in children if child.sex == sex), key=lambda child: (child.birth_date, child.key)
        )
        for start in range(0, len(ordered), len(free)):
            band = ordered[start : start + len(free)]
            band.sort(key=lambda child: _draw(seed, "child", child.key))
            order = sorted(free, key=lambda key: (free[key] <= counts[key], counts[key], _draw(seed, sex, start, key)))
            for child, key in zip(band, order, strict=False):
                room = (
                    key
                    if counts[key] < free[key]
                    else min((other for other in free if counts[other] < free[other]), key=lambda other: counts[other])
                )
                dealt[child.key] = room
                counts[room] += 1
    return dealt


def summary(children: Sequence[Child], dealt: dict[int, int], on: date) -> dict[int, dict[str, float]]:
    """For each class: children, girls, and mean age in years on `on`, to one hundredth."""
    told: dict[int, dict[str, float]] = {}
    for room in sorted(set(dealt.values())):
        inside = [child for child in children if dealt.get(child.key) == room]
        ages = [(on - child.birth_date).days / 365.25 for child in inside]
        told[room] = {
            "children": len(inside),
            "girls": sum(child.sex == "2" for child in inside),
            "mean_age": round(fmean(ages), 2),
        }
    return told


def _draw(seed: str, *what: object) -> bytes:
    return hashlib.sha256("|".join([METHOD, seed, *map(str, what)]).encode()).digest()
