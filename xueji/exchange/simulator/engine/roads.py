"""What a province says about an application across provinces."""

from __future__ import annotations

from typing import Any

from psycopg.types.json import Jsonb

from xueji.exchange.simulator.chance import Dice
from xueji.exchange.simulator.rules.chains import chain, next_level
from xueji.exchange.simulator.store import pupils
from xueji.exchange.simulator.store.applications import State, application, change, forget, let_proceed
from xueji.exchange.simulator.store.mail import say
from xueji.exchange.simulator.store.work import Row, Work, plan
from xueji.vocabulary.border.messages import Dispatch
from xueji.vocabulary.border.verbs import Business, FromNation

_NEEDED = ("business", "national_number", "name", "sending_province", "receiving_province")


class Unacceptable(ValueError):
    """A message that the nation cannot accept; as a string it is the answer."""


def apply(work: Work, province: str, said: Dispatch) -> None:
    """Take an application; the same key may come again after a failed check, an end, or while nothing is heard."""
    body = dict(said.body)
    if lacking := [field for field in _NEEDED if not body[field]]:
        raise Unacceptable(f"申请缺少：{'、'.join(lacking)}")
    known = application(work, said.about)
    if known and known["applicant"] != province:
        raise Unacceptable("该申请编号已被占用")
    if known and known["state"] in (State.REVIEWING, State.FILE_READY, State.FILE_REQUESTED, State.FINISHED):
        raise Unacceptable("该申请正在办理或已经办结")
    forget(work, said.about)
    pupils.occupy(work, said.about, None)
    work.do(
        "INSERT INTO applications (about, business, applicant, sending, body, state, apply_key, opened)"
        " VALUES (%(about)s, %(business)s, %(applicant)s, %(sending)s, %(body)s, 'received', %(key)s, %(days)s)"
        " ON CONFLICT (about) DO UPDATE SET body = excluded.body, sending = excluded.sending, state = 'received',"
        " business = excluded.business, level = '', sender_knows = false, held = '', orders = '[]',"
        " apply_key = excluded.apply_key, request_key = '', withdraw_key = ''",
        {
            "about": said.about,
            "business": Business(body["business"]).value,
            "applicant": province,
            "sending": body["sending_province"],
            "body": Jsonb(body),
            "key": said.key,
            "days": work.days,
        },
    )
    found = _of(work, said.about)
    let_proceed(work, found, f"check {said.key}")
    if why := _silence(work, found):
        hold(work, said.about, why)


def _silence(work: Work, found: Row) -> str:
    """Why the nation will never answer (S29: a wrong province, a lost attachment); empty when it will."""
    sending = work.row("SELECT * FROM provinces WHERE code = %(sending)s", found)
    if sending is None or found["sending"] == found["applicant"]:
        return "转出省份错误"
    dice = Dice(work.seed, "silence", found["about"], found["apply_key"])
    if dice.chance(sending["losing"]) and found["body"].get("attachments"):
        return "附件丢失"
    return "无故搁置" if dice.chance(sending["silent"]) else ""


def hold(work: Work, about: str, why: str) -> None:
    """Let nothing more happen to an application: the nation is silent about it."""
    change(work, about, held=why)
    work.log(f"搁置，不再回音：{why}", f"Held, no answer will come: {why}", about=about)


def withdraw(work: Work, province: str, said: Dispatch) -> None:
    """Begin to end an application at its applicant's wish, unless it has come to its end already."""
    found = _of(work, said.about)
    if found["applicant"] != province:
        raise Unacceptable("不是本省提出的申请")
    if not State(found["state"]).open:
        text = "已经核办完毕，无法进行撤销"
        say(work, province, FromNation.WITHDRAWAL_REFUSED, said.about, {"code": "", "text": text}, in_reply_to=said.key)
        return
    change(work, said.about, state=State.WITHDRAWING, withdraw_key=said.key, held="", orders=[])
    let_proceed(work, found, f"withdraw {said.key}")


def request_file(work: Work, province: str, said: Dispatch) -> None:
    """Let the sending province send the student file."""
    found = _of(work, said.about)
    if found["applicant"] != province or found["state"] not in (State.FILE_READY, State.FILE_REQUESTED):
        raise Unacceptable("该申请尚不能调档")
    change(work, said.about, state=State.FILE_REQUESTED, request_key=said.key)
    if _connected(work, found["sending"]):
        say(work, found["sending"], FromNation.FILE_REQUESTED, said.about, {})
    else:
        let_proceed(work, found, f"file {said.key}")


def review(work: Work, province: str, said: Dispatch) -> None:
    """Mirror a connected province's review to the applicant, and know the last of its levels."""
    found = _of(work, said.about)
    if found["sending"] != province:
        raise Unacceptable("不是本省转出的申请")
    say(work, province, FromNation.RECEIVED, said.about, {}, in_reply_to=said.key)
    if found["state"] != State.REVIEWING:
        work.log("审核结果已无处可用", "The review came too late to matter", province=province, about=said.about)
        return
    verdict: dict[str, Any] = {name: said.body[name] for name in ("level", "approved", "text")}
    say(work, found["applicant"], FromNation.REVIEWED, said.about, verdict)
    if not verdict["approved"]:
        end(work, found, State.REFUSED)
        return
    levels = chain(found["business"], _province(work, province)["levels"])
    # A province says which review is its last; one that does not is taken by the chain it is known to have.
    last = said.body.get("last", next_level(levels, verdict["level"]) is None)
    change(work, said.about, level=verdict["level"])
    if last:
        make_file_ready(work, found)


def make_file_ready(work: Work, found: Row) -> None:
    """Tell the applicant that the file may be requested; an applicant whom the simulator plays does so in time."""
    change(work, found["about"], state=State.FILE_READY)
    say(work, found["applicant"], FromNation.FILE_READY, found["about"], {})
    if not _connected(work, found["applicant"]):
        let_proceed(work, found, "file ready")


def release_file(work: Work, province: str, said: Dispatch) -> None:
    """Hand a connected province's student file over, and let the child belong to the receiving province."""
    found = _of(work, said.about)
    if found["sending"] != province or found["state"] != State.FILE_REQUESTED:
        raise Unacceptable("该申请未在调档")
    pupil = said.body["pupil"]
    say(work, province, FromNation.RECEIVED, said.about, {}, in_reply_to=said.key)
    known = pupils.holding(work, province, pupil["national_number"])
    deliver(work, found, known or pupils.put(work, province, pupil), dict(said.body))


def deliver(work: Work, found: Row, child: Row, file: dict[str, Any]) -> None:
    """Tell the applicant the student file and move the child."""
    say(work, found["applicant"], FromNation.FILE_SENT, found["about"], file, in_reply_to=found["request_key"])
    pupils.move(work, child, found["applicant"], found["body"])
    end(work, found, State.FINISHED)


def end(work: Work, found: Row, state: State) -> None:
    """Bring an application to an end: nothing is due for it any more, the child is free."""
    change(work, found["about"], state=state, held="")
    forget(work, found["about"])
    pupils.occupy(work, found["about"], None)


def abort(work: Work, found: Row, why: str) -> None:
    """End an application as the nation does, with no reason given to anybody (S18); the log knows it."""
    verdict = {"code": "", "text": State.ABORTED.label.zh}
    work.log(f"异常结束：{why}", f"Aborted: {why}", about=found["about"])
    say(work, found["applicant"], FromNation.ABORTED, found["about"], verdict, in_reply_to=found["apply_key"])
    if found["sender_knows"]:
        say(work, found["sending"], FromNation.ABORTED, found["about"], verdict)
    end(work, found, State.ABORTED)


def expect(work: Work, about: str, after: float) -> None:
    """Move the next step of an application to so many days from now."""
    forget(work, about)
    plan(work, "proceed", about, after=after)


def _of(work: Work, about: str) -> Row:
    found = application(work, about)
    if found is None:
        raise Unacceptable("没有这一申请")
    return found


def _province(work: Work, code: str) -> Row:
    found = work.row("SELECT * FROM provinces WHERE code = %(code)s", {"code": code})
    if found is None:
        raise Unacceptable("没有这一省份")
    return found


def _connected(work: Work, code: str) -> bool:
    return bool(_province(work, code)["connected"])
