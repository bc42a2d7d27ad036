"""What a person may do with the nation: its time, its temper, and the next step of any application."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xueji.exchange.simulator.engine.arrivals import bring_up
from xueji.exchange.simulator.engine.roads import abort, expect
from xueji.exchange.simulator.engine.roads import hold as hold_application
from xueji.exchange.simulator.knowledge.reading import check_errors
from xueji.exchange.simulator.store import mail, pupils
from xueji.exchange.simulator.store.applications import State, application, change
from xueji.exchange.simulator.store.work import Row, Work, keep_time
from xueji.vocabulary.border.verbs import Business, FromNation

_SHARES = ("approving", "failing", "silent", "losing")


class NoSuchThing(LookupError):
    """What was named is not there, or not in a state for it. As a string it is a sentence for people, Chinese first."""


def set_pace(work: Work, seconds_per_day: float) -> None:
    """Let a day pass in so many seconds; 0 stops the clock."""
    if not 0 <= seconds_per_day <= 86_400:  # noqa: PLR2004 - a day of the nation is at most a day
        raise NoSuchThing("每天0至86400秒 0 to 86400 seconds a day")
    keep_time(work)
    work.do("UPDATE nation SET seconds_per_day = %(pace)s", {"pace": seconds_per_day})
    work.log(f"时间：每天{seconds_per_day:g}秒", f"Time: {seconds_per_day:g} seconds a day")


def pass_days(work: Work, days: float = 1) -> None:
    """Move the nation's day on."""
    if not 0 < days <= 3660:  # noqa: PLR2004 - ten years at once are a mistake
        raise NoSuchThing("只能前进1至3660天 Only 1 to 3660 days forward")
    keep_time(work, days)
    work.log(f"日期前进{days:g}天", f"The date moves on by {days:g} days")


def set_habits(work: Work, arrivals_a_month: float, *, scans: bool) -> None:
    """How many applications invented schools bring up each month, and whether each month's end scans."""
    values = {"arrivals": max(0.0, min(arrivals_a_month, 30.0)), "scans": scans}
    work.do("UPDATE nation SET arrivals_a_month = %(arrivals)s, scans = %(scans)s", values)


def set_temper(work: Work, province: str, shares: Mapping[str, float]) -> None:
    """Weigh a province's dice: shares of 0 to 1 of approving, failing, silent and losing."""
    known = {name: min(1.0, max(0.0, shares[name])) for name in _SHARES if name in shares}
    for name, share in known.items():
        told = {"share": share, "code": province}
        work.do(f"UPDATE provinces SET {name} = %(share)s WHERE code = %(code)s", told)  # noqa: S608 - names of _SHARES
    work.log("调整审核倾向", "The dice were weighed anew", province=province)


def cut(work: Work, province: str, *, off: bool) -> None:
    """Cut a province's wire, or mend it: while it is cut, the nation neither hears nor speaks."""
    work.do("UPDATE provinces SET cut = %(off)s WHERE code = %(code)s", {"off": off, "code": province})
    work.log("断开交换库" if off else "接通交换库", "Wire cut" if off else "Wire mended", province=province)


def hold(work: Work, about: str) -> None:
    """Let an application hear nothing any more (S29)."""
    _open(work, about)
    hold_application(work, about, "人工搁置")


def release(work: Work, about: str) -> None:
    """Let a held application go on, at once."""
    _open(work, about)
    change(work, about, held="")
    expect(work, about, 0)
    work.log("恢复办理", "Released", about=about)


def answer(work: Work, about: str, order: str) -> None:
    """Decide the next step of an application, now: pass, fail:<error>, approve, refuse, or go (as it would anyway)."""
    found = _open(work, about)
    state, verb = State(found["state"]), order.partition(":")[0]
    fitting = {State.RECEIVED: ("pass", "fail"), State.REVIEWING: ("approve", "refuse")}.get(state, ())
    if not found["held"] and not planned(work, about):
        raise NoSuchThing("现在轮到接入的省份 It is a connected province's turn")
    if verb not in (*fitting, "go") or (verb == "fail" and order.removeprefix("fail:") not in check_errors()):
        raise NoSuchThing("此时不能这样处理 Not possible now")
    change(work, about, held="", orders=[] if verb == "go" else [order])
    expect(work, about, 0)
    work.log(f"人工处理：{order}", f"By hand: {order}", about=about)


def end_abnormally(work: Work, about: str) -> None:
    """End an application as the nation sometimes does, without a reason."""
    abort(work, _open(work, about), "人工")


def speak_early(work: Work, about: str) -> None:
    """Tell the applicant that the file is ready before that is true: a message out of order."""
    found = _open(work, about)
    mail.say(work, found["applicant"], FromNation.FILE_READY, about, {})


def speak_again(work: Work, about: str) -> None:
    """Send the last message about an application once more."""
    if not mail.say_again(work, about):
        raise NoSuchThing("还没有发出过消息 Nothing has been sent yet")


def send_poison(work: Work, province: str) -> None:
    """Send a text that cannot be read."""
    mail.say_raw(work, province, '{"verb": "学籍\\u0000", "about": ')


def withdraw_arrival(work: Work, about: str) -> None:
    """Let an invented school withdraw its application."""
    found = _open(work, about)
    if not about.startswith("n-"):
        raise NoSuchThing("只有外省提出的申请 Only applications of invented schools")
    change(work, about, state=State.WITHDRAWING, held="", orders=[])
    expect(work, found["about"], 0)


def ask_for(work: Work, sending: str, number: str, business: Business, receiving: str = "", name: str = "") -> str:
    """Bring up an application for a child of a connected province; with `name`, even for one never reported."""
    child: Row | None = pupils.holding(work, sending, number)
    if child is None and name:
        child = dict(pupils.pupil_of(None)) | {"national_number": number, "name": name, "grade": "P1"}
    if child is None:
        raise NoSuchThing(
            "全国库中没有该学籍号；填写姓名可照样提出 Not in the store; name the child to apply all the same"
        )
    try:
        return bring_up(work, sending, child | ({"name": name} if name else {}), business, receiving)
    except LookupError:
        raise NoSuchThing("该省没有这一学段的学校 No school of this stage there") from None


def status(work: Work) -> dict[str, Any]:
    """Figures for a glance."""
    counted = work.row(
        "SELECT (SELECT count(*) FROM pupils) AS pupils, (SELECT count(*) FROM problems WHERE open) AS problems,"
        " (SELECT count(*) FROM outbox WHERE NOT told) AS untold, (SELECT seconds_per_day FROM nation) AS pace"
    )
    return {"today": work.today.isoformat(), **(counted or {})}


def planned(work: Work, about: str) -> bool:
    """Whether the next step of an application is the nation's."""
    return work.row("SELECT 1 FROM agenda WHERE about = %(about)s AND kind = 'proceed'", {"about": about}) is not None


def _open(work: Work, about: str) -> Row:
    found = application(work, about)
    if found is None or not State(found["state"]).open:
        raise NoSuchThing("没有这一在办申请 No such open application")
    return found
