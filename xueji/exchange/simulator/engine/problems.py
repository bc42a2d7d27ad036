"""Problem records: found by a scan across provinces, told to both sides, closed by what the sides answer (S21–S23)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from xueji.exchange.simulator.chance import Dice
from xueji.exchange.simulator.rules.doubles import WRONG_DOCUMENT, doubt_between, wrong_document
from xueji.exchange.simulator.store import pupils
from xueji.exchange.simulator.store.mail import say
from xueji.exchange.simulator.store.work import Row, Work, plan
from xueji.vocabulary.border.messages import Dispatch
from xueji.vocabulary.border.verbs import FromNation, ToNation
from xueji.vocabulary.numbers.national_student_number import NumberKind
from xueji.vocabulary.people.standings import RecordStanding

_SUBSTANTIATED, _SETTLED_AGAINST = ToNation.SUBSTANTIATE.value, "settled_against"
_SUSPECTS = """
    SELECT * FROM pupils p WHERE standing NOT IN ('transferred_out', 'canceled') AND (
        (document_number <> '' AND EXISTS (SELECT 1 FROM pupils o WHERE o.document_number = p.document_number
            AND o.id <> p.id AND o.standing NOT IN ('transferred_out', 'canceled')))
        OR (document_number = '' AND EXISTS (SELECT 1 FROM pupils o WHERE o.name = p.name AND o.sex = p.sex
            AND o.birth_date = p.birth_date AND o.document_number = '' AND o.id <> p.id
            AND o.standing NOT IN ('transferred_out', 'canceled')))
        OR document_type = '1')
    ORDER BY id
"""
_SIDES = (
    "SELECT sides.*, pupils.national_number FROM sides JOIN pupils ON pupils.id = pupil WHERE problem = %(problem)s"
)


def scan(work: Work) -> int:
    """Look for duplicates and wrong numbers in the whole store; return how many new problem records were raised."""
    suspects = work.rows(_SUSPECTS)
    raised = 0
    for kind, children in _found(suspects):
        key = "-".join([kind, *(str(child["id"]) for child in children)])
        if work.row("SELECT 1 FROM problems WHERE key = %(key)s AND open", {"key": key}) is None:
            _raise(work, key, kind, children)
            raised += 1
    work.log(f"全国查重：新增问题学籍{raised}条", f"Duplicate scan: {raised} new problem records")
    return raised


def _found(suspects: list[Row]) -> Iterator[tuple[str, tuple[Row, ...]]]:
    alike: dict[tuple[str, ...], list[Row]] = {}
    for row in suspects:
        own = (row["document_number"],) if row["document_number"] else ("", row["sex"], row["birth_date"])
        alike.setdefault(own, []).append(row)
    for group in alike.values():
        for pair in combinations(group, 2):
            kind = doubt_between(*pair)
            if kind:
                yield kind, pair
    for row in suspects:
        if wrong_document(row):
            yield WRONG_DOCUMENT, (row,)


def _raise(work: Work, key: str, kind: str, children: tuple[Row, ...]) -> None:
    values = {"key": key, "kind": kind, "days": work.days}
    work.do("DELETE FROM sides WHERE problem = %(key)s", values)
    work.do(
        "INSERT INTO problems (key, kind, raised) VALUES (%(key)s, %(kind)s, %(days)s)"
        " ON CONFLICT (key) DO UPDATE SET open = true, raised = excluded.raised",
        values,
    )
    for side, child in enumerate(children, start=1):
        own = {"problem": key, "side": side, "province": child["province"], "pupil": child["id"]}
        work.do(
            "INSERT INTO sides (problem, side, province, pupil) VALUES (%(problem)s, %(side)s, %(province)s, %(pupil)s)",
            own,
        )
        other = children[2 - side] if len(children) > 1 else None
        body = {
            "problem": key,
            "kind": kind,
            "ours": pupils.pupil_of(child),
            "other": pupils.pupil_of(other),
            "other_province": other["province"] if other else "",
        }
        say(work, child["province"], FromNation.PROBLEM_RAISED, child["record"] or f"problem:{key}", body)


def answer(work: Work, province: str, said: Dispatch) -> None:
    """Take one side's answer; it is decided at once, or when the other side has answered too."""
    problem = str(said.body["problem"])
    sides = work.rows(_SIDES + " ORDER BY side", {"problem": problem})
    own = next(
        (s for s in sides if s["province"] == province and s["national_number"] == said.body["national_number"]), None
    )
    if own is None:
        raise ValueError("没有这一问题学籍")
    found = {"problem": problem, "side": own["side"], "key": said.key, "answer": said.verb.value}
    if not own["open"]:
        _tell(work, own, said.about, FromNation.PROBLEM_CLOSED, "已解除", in_reply_to=said.key)
        return
    work.do(
        "UPDATE sides SET answer = %(answer)s, answer_key = %(key)s WHERE problem = %(problem)s AND side = %(side)s",
        found,
    )
    if said.verb is ToNation.SUBSTANTIATE:
        _substantiate(work, own, sides, said)
    elif said.verb is ToNation.CORRECT:
        _correct(work, own, sides, said)
    else:
        _remove(work, own, said)


def _substantiate(work: Work, own: Row, sides: list[Row], said: Dispatch) -> None:
    other = next((side for side in sides if side["side"] != own["side"]), None)
    if other is None:
        _refuse(work, own, said, "身份证号错误的问题学籍只能变更或删除")
        return
    if other["answer"] == _SUBSTANTIATED:
        work.log("双方均已佐证，转中央裁定", "Both sides substantiate: settled centrally", about=said.about)
        plan(work, "settle", own["problem"], after=_pace(work, own["problem"], "settle"))
    elif not _connected(work, other["province"]):
        plan(
            work,
            "other_side",
            own["problem"],
            after=_pace(work, own["problem"], "other"),
            argument={"side": other["side"]},
        )


def _correct(work: Work, own: Row, sides: list[Row], said: Dispatch) -> None:
    """Compare the child as it is now: what the answer brings, else what has been reported since."""
    if said.body.get("pupil"):
        pupils.put(work, own["province"], said.body["pupil"])
    now = {side["side"]: _pupil(work, side) for side in sides}
    mine = now[own["side"]]
    others = [child for number, child in now.items() if number != own["side"]]
    still = any(doubt_between(mine, child) for child in others) if others else wrong_document(mine)
    if still:
        _refuse(work, own, said, "变更后的信息仍未通过全国查重")
    else:
        _close(work, own["problem"], "信息已变更，全国查重通过")


def _remove(work: Work, own: Row, said: Dispatch) -> None:
    child = _pupil(work, own)
    temporary = child["national_number"].startswith(NumberKind.TEMPORARY)
    if temporary and child["standing"] != RecordStanding.STUDYING:
        _refuse(work, own, said, "L开头学籍号不在学状态，无法删除")
        return
    work.do("UPDATE pupils SET standing = 'canceled', shown = false WHERE id = %(pupil)s", own)
    _close(work, own["problem"], "重复学籍已删除")


def other_side(work: Work, problem: str, argument: Row) -> None:
    """Let a side that the simulator plays answer: most give their row up, some stand by it."""
    side = work.row(_SIDES + " AND side = %(side)s", {"problem": problem, "side": argument["side"]})
    if side is None or not side["open"]:
        return
    if Dice(work.seed, "other side", problem).chance(_STANDS_BY_IT):
        work.do(
            "UPDATE sides SET answer = %(a)s WHERE problem = %(problem)s AND side = %(side)s",
            side | {"a": _SUBSTANTIATED},
        )
        plan(work, "settle", problem, after=_pace(work, problem, "settle"))
        return
    work.do("UPDATE pupils SET standing = 'canceled', shown = false WHERE id = %(pupil)s", side)
    _close(work, problem, "对方已删除重复学籍")


def settle(work: Work, problem: str, argument: Row) -> None:
    """Settle what both sides substantiate: the nation believes one of them; the other has still to mend its row."""
    sides = work.rows(_SIDES + " AND sides.open ORDER BY side", {"problem": problem})
    if len(sides) < 2:  # noqa: PLR2004 - the two sides
        return
    right = argument.get("side") or sides[Dice(work.seed, "settle", problem).below(2)]["side"]
    for side in sides:
        about = _pupil(work, side)["record"] or f"problem:{problem}"
        if side["side"] == right:
            work.do("UPDATE sides SET open = false WHERE problem = %(problem)s AND side = %(side)s", side)
            _tell(
                work, side, about, FromNation.PROBLEM_CLOSED, "中央裁定：本方信息正确", in_reply_to=side["answer_key"]
            )
        elif _connected(work, side["province"]):
            work.do(
                "UPDATE sides SET answer = %(a)s WHERE problem = %(problem)s AND side = %(side)s",
                side | {"a": _SETTLED_AGAINST},
            )
            text = "中央裁定：对方信息正确，请变更或删除"
            _tell(work, side, about, FromNation.PROBLEM_REFUSED, text, in_reply_to=side["answer_key"])
        else:
            work.do("UPDATE pupils SET standing = 'canceled' WHERE id = %(pupil)s", side)
            _close(work, problem, "对方已删除重复学籍")


def _close(work: Work, problem: str, text: str) -> None:
    for side in work.rows(_SIDES + " AND sides.open ORDER BY side", {"problem": problem}):
        about = _pupil(work, side)["record"] or f"problem:{problem}"
        _tell(work, side, about, FromNation.PROBLEM_CLOSED, text, in_reply_to=side["answer_key"])
    work.do("UPDATE sides SET open = false WHERE problem = %(problem)s", {"problem": problem})
    work.do("UPDATE problems SET open = false WHERE key = %(problem)s", {"problem": problem})


def _refuse(work: Work, own: Row, said: Dispatch, text: str) -> None:
    _tell(work, own, said.about, FromNation.PROBLEM_REFUSED, text, in_reply_to=said.key)


def _tell(work: Work, side: Row, about: str, verb: FromNation, text: str, *, in_reply_to: str) -> None:
    body = {"problem": side["problem"], "national_number": side["national_number"], "text": text}
    say(work, side["province"], verb, about, body, in_reply_to=in_reply_to)


def _pupil(work: Work, side: Row) -> Row:
    child = work.row("SELECT * FROM pupils WHERE id = %(pupil)s", side)
    assert child is not None, "a side keeps its child"  # noqa: S101 - a foreign key sees to it
    return child


def _connected(work: Work, code: str) -> bool:
    return work.row("SELECT 1 FROM provinces WHERE code = %(code)s AND connected", {"code": code}) is not None


def _pace(work: Work, *purpose: object) -> float:
    return Dice(work.seed, "pace", *purpose).between(1, 3)


_STANDS_BY_IT = 0.25
