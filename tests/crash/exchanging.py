"""One side of an exchange that is killed at every step: `python -m tests.crash.exchanging FOLDER SEED KILLS`.

Each life is a process of its own: it says and hears until it is killed by SIGKILL, first at each step in turn, then
at moments of chance. Between two lives more is queued, and the nation answers what it has.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

from django.db import connections

from tests.crash.private_server import SOAK
from tests.crash.processes import enter

PROVINCE, KEY = "110000", b"a key that both sides know, for killing"
WIRE, DEEDS = "wire.json", "deeds.json"
BATCH, CHILDREN = 4, 3
STEPS = (
    *("before it is handed over", "while it is handed over", "handed over, not marked", "while it is marked", "marked"),
    *("before it is collected", "collected, not stored", "while it is stored", "stored, not confirmed"),
    *("confirmed, not heard", "while plain answers are kept", "while it is heard", "heard, not kept", "heard"),
)
"""Where a life ends, in the order of the road."""

ARRIVALS = (1, 2, 3) if SOAK else (2,)
"""At which arrival at the step: at the second, a first batch or message has gone through."""


class Nation:
    """Reads what the province wrote, each message once, and answers it."""

    def __init__(self, url: str, after: int = 0) -> None:
        from xueji.exchange.adapters.choosing import nation_end  # noqa: PLC0415

        self.end = nation_end(url, province=PROVINCE, key=KEY)
        self.after = after

    def step(self) -> None:
        """Answer everything that is new."""
        while taken := self.end.take(after=self.after, limit=50):
            self.after = taken[-1][0]
            self.end.tell([_answer(place, said) for place, said in taken])


def _answer(place: int, said: Any) -> Any:
    from xueji.vocabulary.border.messages import Tidings  # noqa: PLC0415
    from xueji.vocabulary.border.verbs import FromNation, ToNation  # noqa: PLC0415

    verb, body = FromNation.RECEIVED, {}
    if said.verb is ToNation.REQUEST_NUMBER:
        child = said.body["pupil"]
        verb = FromNation.NUMBER_ALLOCATED
        body = {"old": child["national_number"], "new": f"G{child['document_number']}", "name": child["name"]}
    return Tidings(f"N{place:06d}", verb, said.about, body, datetime.now(UTC), in_reply_to=said.key)


def our_end(folder: Path) -> Any:
    """Our end of the wire that the story found."""
    from xueji.exchange.adapters.choosing import national_system  # noqa: PLC0415

    return national_system(json.loads((folder / WIRE).read_text())["courier"], province=PROVINCE, key=KEY)


def roomy_school(today: date) -> Any:
    """A small city, and of it the school whose children the story is about: there is room for all of them."""
    from tests.pupils import Schools  # noqa: PLC0415
    from tests.small_city import small_city  # noqa: PLC0415

    schools = Schools(small_city(today))
    schools.places(schools.primary, 9_999)
    return schools.primary


def queue_more(school: Any, turn: int) -> None:
    """Children report twice, and ask for their formal number in between."""
    from tests.pupils import pupil  # noqa: PLC0415
    from tests.small_city import everything  # noqa: PLC0415
    from xueji.exchange.border.bodies import Said, about_record, report_of  # noqa: PLC0415
    from xueji.exchange.border.children import child_of  # noqa: PLC0415
    from xueji.exchange.border.saying import queue  # noqa: PLC0415
    from xueji.records.models import NumberAssignment  # noqa: PLC0415
    from xueji.vocabulary.border.verbs import ToNation  # noqa: PLC0415

    records = [pupil(school) for _ in range(CHILDREN)]
    with everything():
        for held in NumberAssignment.objects.filter(record__in=records):
            NumberAssignment.objects.filter(pk=held.pk).update(scheme="L", number=f"L{held.number[1:]}")
        known = [child_of(record.pk) for record in records]
        for place, verb in enumerate((ToNation.REPORT, ToNation.REQUEST_NUMBER, ToNation.REPORT)):
            for child in known:
                body = {"pupil": child.pupil} if verb is ToNation.REQUEST_NUMBER else report_of(child, "approve")
                said = Said(about_record(child.record_id), dict(body), None, child.record_id, child.school_id)
                queue(f"{turn:04d}:{place}:{child.record_id}", verb, said)


def live(folder: Path, step: str, arrival: int) -> None:
    """Say and hear, and be killed at the given arrival at the step; an empty step kills nobody."""
    from xueji.exchange.border.courier import carry  # noqa: PLC0415
    from xueji.exchange.border.inbox import collect  # noqa: PLC0415

    wire = our_end(folder)
    if step:
        _arm(wire, step, arrival)
    carry(wire, batch=BATCH)
    collect(wire, batch=BATCH)


def _arm(wire: Any, step: str, arrival: int) -> None:
    from xueji.exchange.adapters.batch_2015.rows import Rows  # noqa: PLC0415
    from xueji.exchange.border import courier, inbox  # noqa: PLC0415

    where: dict[str, tuple[Any, str, bool]] = {
        "before it is handed over": (wire, "hand_over", True),
        "while it is handed over": (Rows, "_write_batch", False),
        "handed over, not marked": (wire, "hand_over", False),
        "while it is marked": (courier, "wire_is_up", True),
        "marked": (courier, "_mark", False),
        "before it is collected": (wire, "collect", True),
        "collected, not stored": (wire, "collect", False),
        "while it is stored": (inbox, "wire_is_up", True),
        "stored, not confirmed": (wire, "confirm", True),
        "confirmed, not heard": (wire, "confirm", False),
        "while plain answers are kept": (inbox, "keep_plain", False),
        "while it is heard": (inbox, "hear", False),
        "heard, not kept": (inbox, "_keep", False),
        "heard": (inbox, "_hear", False),
    }
    place, name, before = where[step]
    setattr(place, name, _killed_at(arrival, getattr(place, name), before=before))


def _killed_at(arrival: int, work: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    turns = count(1)

    def working(*given: Any, **named: Any) -> Any:
        due = next(turns) == arrival
        if due and before:
            _die()
        done = work(*given, **named)
        if due:
            _die()
        return done

    return working


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit


def wait_until_lanes_are_free() -> None:
    """A server takes a moment to see that its client was killed; until then the next life would find nothing to do."""
    deadline = time.monotonic() + 60
    with connections["default"].cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND"
                " database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone() == (0,):
                return
            assert time.monotonic() < deadline, "a killed session keeps its lane"
            time.sleep(0.02)


def one_life(work: Callable[[], None], *, killed_after: float | None = None) -> bool:
    """Do the work in a process of its own; whether it was killed."""
    wait_until_lanes_are_free()
    connections.close_all()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, "a life ended by itself"
    return False


def main(folder: Path, seed: int, kills: int) -> None:
    """Live and die until every step and every moment has had its turn; then live in peace."""
    dice, deaths, turns = random.Random(seed), dict.fromkeys(STEPS, 0), count()  # noqa: S311 - to be repeated
    school = roomy_school(date(2015, 9, 1))
    nation = Nation(json.loads((folder / WIRE).read_text())["nation"])
    for step in STEPS:
        for arrival in ARRIVALS:
            queue_more(school, next(turns))
            one_life(lambda: live(folder, "", 0))
            queue_more(school, next(turns))
            nation.step()
            deaths[step] += one_life(lambda: live(folder, step, arrival))  # noqa: B023 - called at once
            nation.step()
    by_chance = 0
    for _ in range(kills):
        queue_more(school, next(turns))
        nation.step()
        by_chance += one_life(lambda: live(folder, "", 0), killed_after=dice.uniform(0, 0.25))
    for _ in range(3):
        nation.step()
        assert not one_life(lambda: live(folder, "", 0))
    (folder / DEEDS).write_text(json.dumps({"deaths": deaths, "by chance": by_chance, "turns": next(turns)}))


if __name__ == "__main__":
    enter(Path(sys.argv[1]))
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
