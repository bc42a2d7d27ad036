"""What a province reports of its children, and what it asks for them: numbers and standings."""

from __future__ import annotations

from xueji.exchange.simulator.rules.doubles import doubt_between, verified
from xueji.exchange.simulator.store import pupils
from xueji.exchange.simulator.store.mail import say
from xueji.exchange.simulator.store.work import Row, Work, plan
from xueji.vocabulary.border.messages import Dispatch
from xueji.vocabulary.border.verbs import FromNation
from xueji.vocabulary.numbers.national_student_number import NumberKind
from xueji.vocabulary.people.standings import RecordStanding

_A_DAY = 1.0
_TEMPORARY = (
    "SELECT * FROM pupils WHERE left(national_number, 1) = 'L' AND standing NOT IN ('transferred_out', 'canceled')"
    " ORDER BY id"
)
_GONE = ("transferred_out", "canceled")


def report(work: Work, province: str, said: Dispatch) -> None:
    """Keep the child as reported."""
    record = said.about if said.about.startswith("record:") else ""
    pupils.put(work, province, said.body["pupil"], record)
    say(work, province, FromNation.RECEIVED, said.about, {}, in_reply_to=said.key)


def request_number(work: Work, province: str, said: Dispatch) -> None:
    """Put the child on the month's list, which is checked at the end of the month (S12, domain §1.1)."""
    pupil = said.body.get("pupil") or said.body
    row = {column: pupil.get(column) or "" for column in pupils.COLUMNS}
    if not row["name"] or not row["birth_date"]:
        raise ValueError("缺少姓名或出生日期")
    argument = {"province": province, "key": said.key} | row
    plan(work, "number", said.about, after=days_to_month_end(work), argument=argument)


def allocate(work: Work, about: str, argument: Row) -> None:
    """Give a number to a child of the month's list, or refuse: a duplicate, or an identity that cannot be verified."""
    province, key = argument["province"], argument["key"]
    if not verified(argument):
        _refuse(work, about, argument, "身份证号未通过校验，不予分配全国学籍号")
        return
    others = work.rows("SELECT * FROM pupils WHERE document_number = %(document_number)s", argument)
    other = next((row for row in others if _is_another(row, province, argument, about)), None)
    if other is not None:
        _refuse(work, about, argument, "全国查重未通过，应按规定办理转学手续")
        return
    old, new = argument["national_number"], f"{NumberKind.FORMAL}{argument['document_number']}"
    held = pupils.holding(work, province, old) or next((row for row in others if row["province"] == province), None)
    if held:
        _renumber(work, held, new)
    body = {"old": old, "new": new, "name": argument["name"]}
    say(work, province, FromNation.NUMBER_ALLOCATED, about, body, in_reply_to=key)


def issue_formal_numbers(work: Work) -> int:
    """Give G numbers to children with L numbers whose identity is certain, as every spring; return how many."""
    held = work.rows(_TEMPORARY)
    issued = 0
    for child in held:
        new = f"{NumberKind.FORMAL}{child['document_number']}"
        if not verified(child) or pupils.contested(work, child) or _has_double(work, child):
            continue
        _renumber(work, child, new)
        body = {"old": child["national_number"], "new": new, "name": child["name"]}
        about = child["record"] or f"number:{child['national_number']}"
        say(work, child["province"], FromNation.NUMBER_ALLOCATED, about, body)
        issued += 1
    work.log(f"春季下发正式学籍号：{issued}个", f"Formal numbers issued: {issued}")
    return issued


def set_standing(work: Work, province: str, said: Dispatch) -> None:
    """Change the standing in the store after a day (S23, condition 4)."""
    standing = RecordStanding(said.body["standing"]).value
    argument = {"province": province, "key": said.key, "standing": standing}
    argument["national_number"] = said.body["national_number"]
    if pupils.holding(work, province, argument["national_number"]) is None:
        raise ValueError("本省没有这一学籍号")
    plan(work, "standing", said.about, after=_A_DAY, argument=argument)


def standing_set(work: Work, about: str, argument: Row) -> None:
    """Change the standing, a day after it was asked."""
    body = {"national_number": argument["national_number"], "standing": argument["standing"]}
    work.do(
        "UPDATE pupils SET standing = %(standing)s, shown = false"
        " WHERE province = %(province)s AND national_number = %(national_number)s",
        argument,
    )
    say(work, argument["province"], FromNation.STANDING_SET, about, body, in_reply_to=argument["key"])


def _refuse(work: Work, about: str, argument: Row, text: str) -> None:
    fault = {"code": "", "text": text}
    say(work, argument["province"], FromNation.NUMBER_REFUSED, about, fault, in_reply_to=argument["key"])


def _is_another(row: Row, province: str, argument: Row, about: str) -> bool:
    """Whether a row is another record than the one that asks for a number."""
    if row["standing"] in _GONE:
        return False
    own = row["province"] == province and row["national_number"] in ("", argument["national_number"])
    return not own or (row["record"] not in ("", about) and about.startswith("record:"))


def _has_double(work: Work, child: Row) -> bool:
    rows = work.rows("SELECT * FROM pupils WHERE document_number = %(document_number)s AND id <> %(id)s", child)
    return any(doubt_between(child, row) for row in rows if row["standing"] not in _GONE)


def _renumber(work: Work, child: Row, new: str) -> None:
    """Let the row be known by its new number; one of a child that went away long ago makes room."""
    stale = {"province": child["province"], "new": new, "id": child["id"]}
    work.do("UPDATE pupils SET national_number = '' WHERE province = %(province)s AND national_number = %(new)s", stale)
    work.do("UPDATE pupils SET national_number = %(new)s, shown = false WHERE id = %(id)s", stale)
    if child["national_number"]:
        work.do("INSERT INTO gone VALUES (%(province)s, %(national_number)s) ON CONFLICT DO NOTHING", child)


def days_to_month_end(work: Work) -> float:
    """How many days are left until the first day of the next month."""
    today = work.today
    following = today.replace(year=today.year + today.month // 12, month=today.month % 12 + 1, day=1)
    return float((following - today).days)
