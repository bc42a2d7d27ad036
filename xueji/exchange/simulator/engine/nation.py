"""The nation's loop: listen to every wire, do what is due, speak. Time is an argument.

State and answers are written in one transaction, the answer's number with it; only then is it told, and only then
marked as told. Killed in between, the nation tells the same number again, and the wire leaves it as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import psycopg

from xueji.exchange.port import ExchangeDownError, NationEnd, UnsayableError
from xueji.exchange.simulator.engine import arrivals, calendar, problems, proceeding, registering, roads
from xueji.exchange.simulator.store import mail, pupils
from xueji.exchange.simulator.store.work import Row, Store, Work, keep_time
from xueji.vocabulary.border.messages import Dispatch
from xueji.vocabulary.border.verbs import FromNation, ToNation

_AT_ONCE = 200

HEARD: Mapping[ToNation, Callable[[Work, str, Dispatch], None]] = {
    ToNation.REPORT: registering.report,
    ToNation.APPLY: roads.apply,
    ToNation.WITHDRAW: roads.withdraw,
    ToNation.REQUEST_FILE: roads.request_file,
    ToNation.REVIEW: roads.review,
    ToNation.RELEASE_FILE: roads.release_file,
    ToNation.REQUEST_NUMBER: registering.request_number,
    ToNation.SUBSTANTIATE: problems.answer,
    ToNation.CORRECT: problems.answer,
    ToNation.REMOVE: problems.answer,
    ToNation.SET_STANDING: registering.set_standing,
}
DUE: Mapping[str, Callable[[Work, str, Row], None]] = {
    "proceed": proceeding.proceed,
    "number": registering.allocate,
    "standing": registering.standing_set,
    "other_side": problems.other_side,
    "settle": problems.settle,
    "arrival": arrivals.arrive_by_chance,
    calendar.MONTH: calendar.begin_month,
}
_DUE_NOW = """
    SELECT agenda.* FROM agenda LEFT JOIN applications ON applications.about = agenda.about AND kind = 'proceed'
    WHERE due <= %(days)s AND coalesce(held, '') = '' ORDER BY due, id LIMIT 1
"""


class Nation:
    """One nation on the wires of its connected provinces."""

    def __init__(self, store: Store, ends: Sequence[NationEnd]) -> None:
        self._store = store
        self._ends = ends

    def step(self, now: datetime) -> int:
        """Listen, act, speak once; return how many things were done. Raises psycopg.OperationalError without a store."""
        with self._store.work(now) as work:
            keep_time(work)
        reached = [(end, heard) for end in self._ends if (heard := self._on_wire(self._listen, end, now)) is not None]
        done = sum(heard for _, heard in reached)
        for _ in range(_AT_ONCE):
            if not self._turn(now):
                break
            done += 1
        return done + sum(self._on_wire(self._speak, end, now) or 0 for end, _ in reached)

    def _on_wire(self, deed: Callable[[NationEnd, datetime], int], end: NationEnd, now: datetime) -> int | None:
        """Use a wire; None while it is cut on purpose, or down, which is written down and stands in no other's way."""
        with self._store.work(now) as work:
            province = work.row("SELECT cut, trouble FROM provinces WHERE code = %(code)s", {"code": end.province})
        if province is None or province["cut"]:
            return None
        trouble, done = "", None
        try:
            done = deed(end, now)
        except ExchangeDownError as error:
            trouble = str(error) or "down"
        if trouble != province["trouble"] or done:
            with self._store.work(now) as work:
                values = {"code": end.province, "trouble": trouble, "at": now}
                work.do("UPDATE provinces SET trouble = %(trouble)s, seen_at = %(at)s WHERE code = %(code)s", values)
        return done

    def _listen(self, end: NationEnd, now: datetime) -> int:
        with self._store.work(now) as work:
            known = work.row("SELECT cursor FROM provinces WHERE code = %(code)s", {"code": end.province})
        taken = end.take(after=known["cursor"] if known else 0, limit=_AT_ONCE)
        for sequence, dispatch in taken:
            with self._store.work(now) as work:
                hear(work, end.province, dispatch)
                values = {"code": end.province, "cursor": sequence}
                work.do("UPDATE provinces SET cursor = greatest(cursor, %(cursor)s) WHERE code = %(code)s", values)
        return len(taken)

    def _turn(self, now: datetime) -> bool:
        """Do the first thing that is due; False where nothing is."""
        with self._store.work(now) as work:
            item = work.row(_DUE_NOW, {"days": work.days})
            if item is None:
                return False
            work.do("DELETE FROM agenda WHERE id = %(id)s", item)
            self._act(work, item)
            return True

    @staticmethod
    def _act(work: Work, item: Row) -> None:
        """Do one thing; one that cannot be done is written down, and the next has its turn."""
        try:
            with work.db.transaction():
                DUE[item["kind"]](work, item["about"], item["argument"])
        except (ValueError, LookupError, TypeError, psycopg.DataError, psycopg.IntegrityError) as error:
            zh, en = f"这一步未能完成：{error}", f"This step could not be done: {error}"
            work.log(zh, en, about=item["about"])

    def _speak(self, end: NationEnd, now: datetime) -> int:
        with self._store.work(now) as work:
            owed = mail.untold(work, end.province, _AT_ONCE)
            shown = work.rows(
                "SELECT * FROM pupils WHERE province = %(code)s AND NOT shown ORDER BY id LIMIT %(limit)s",
                {"code": end.province, "limit": _AT_ONCE},
            )
            gone = [
                row["number"]
                for row in work.rows("SELECT * FROM gone WHERE province = %(code)s", {"code": end.province})
            ]
        for raw, rows in groupby(owed, key=lambda row: not row["verb"]):
            if raw:
                end.tell_raw([(row["number"], row["raw"]) for row in rows])
            else:
                self._tell(end, list(rows), now)
        self._show(end, shown, gone)
        with self._store.work(now) as work:
            values: dict[str, Any] = {"told": [row["id"] for row in owed], "code": end.province, "gone": gone}
            work.do("UPDATE outbox SET told = true WHERE id = ANY(%(told)s)", values)
            for row in shown:
                work.do(_MARK_SHOWN, row)
            work.do("DELETE FROM gone WHERE province = %(code)s AND number = ANY(%(gone)s)", values)
        return len(owed) + len(shown)

    def _tell(self, end: NationEnd, rows: list[Row], now: datetime) -> None:
        """Tell all in one batch; where one cannot be carried, it alone stays behind, and the log says why."""
        try:
            end.tell([mail.tidings_of(row) for row in rows])
        except UnsayableError as error:
            if len(rows) == 1:
                with self._store.work(now) as work:
                    zh, en = f"这条消息无法送出：{error.says.zh}", f"This message cannot be carried: {error.says.en}"
                    work.log(zh, en, province=end.province, about=rows[0]["about"])
                return
            for row in rows:
                self._tell(end, [row], now)

    @staticmethod
    def _show(end: NationEnd, rows: list[Row], gone: list[str]) -> None:
        numbered = [row for row in rows if row["national_number"]]
        left = [row["national_number"] for row in numbered if row["standing"] in _LEFT]
        held = [pupils.pupil_of(row) for row in numbered if row["standing"] not in _LEFT]
        vanished = sorted({*gone, *left} - {pupil["national_number"] for pupil in held})
        if held or vanished:
            end.show_holdings(held, vanished)


def hear(work: Work, province: str, dispatch: Dispatch) -> None:
    """Act on one message; a repeat does nothing, and one that cannot be acted upon is answered and blocks nothing."""
    if not mail.is_new(work, province, dispatch.key):
        return
    mail.note_heard(work, province, dispatch.verb, dispatch.about)
    try:
        with work.db.transaction():
            HEARD[dispatch.verb](work, province, dispatch)
    except (ValueError, LookupError, TypeError, AttributeError, psycopg.DataError, psycopg.IntegrityError) as error:
        text = f"内容缺少 {error}" if isinstance(error, KeyError) else str(error)
        fault = {"code": "", "text": text}
        mail.say(work, province, FromNation.REJECTED, dispatch.about, fault, in_reply_to=dispatch.key)


_LEFT = ("transferred_out", "canceled")
# Reported anew while it was being shown: then it is shown once more.
_MARK_SHOWN = (
    "UPDATE pupils SET shown = true WHERE id = %(id)s AND national_number = %(national_number)s AND name = %(name)s"
    " AND standing = %(standing)s AND document_number = %(document_number)s AND school_code = %(school_code)s"
    " AND grade = %(grade)s AND birth_date = %(birth_date)s AND sex = %(sex)s AND left_on = %(left_on)s"
    " AND leaving_outcome = %(leaving_outcome)s AND school_year = %(school_year)s"
)
