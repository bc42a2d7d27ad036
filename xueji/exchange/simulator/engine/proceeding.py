"""The next step of an application, when its day has come: check, review, file, end of a withdrawal."""

from __future__ import annotations

from typing import Any

from xueji.exchange.simulator.chance import Dice
from xueji.exchange.simulator.engine.roads import deliver, end, make_file_ready
from xueji.exchange.simulator.knowledge.reading import CheckError, check_errors, refusals
from xueji.exchange.simulator.rules.chains import chain, next_level
from xueji.exchange.simulator.rules.checks import error_of
from xueji.exchange.simulator.store import pupils
from xueji.exchange.simulator.store.applications import State, application, change, let_proceed
from xueji.exchange.simulator.store.mail import say
from xueji.exchange.simulator.store.work import Row, Work
from xueji.vocabulary.border.messages import Verdict
from xueji.vocabulary.border.verbs import Business, FromNation


def proceed(work: Work, about: str, argument: dict[str, Any]) -> None:
    """Bring an application one step on; where a person has given an order, that is obeyed before the dice."""
    found = application(work, about)
    step = found and _STEPS.get(State(found["state"]))
    if found and step:
        orders = [str(order) for order in found["orders"]]
        if orders:
            change(work, about, orders=orders[1:])
        step(work, found, orders[0] if orders else "")


def _check(work: Work, found: Row, order: str) -> None:
    child = pupils.holding(work, found["sending"], found["body"]["national_number"])
    error = _error(work, found, child, order)
    if error:
        fault = {"code": error.code, "text": error.says.zh}
        change(work, found["about"], state=State.CHECK_FAILED)
        say(work, found["applicant"], FromNation.CHECK_FAILED, found["about"], fault, in_reply_to=found["apply_key"])
        return
    pupils.occupy(work, found["about"], child)
    sending = _sending(work, found)
    change(work, found["about"], state=State.REVIEWING, sender_knows=sending["connected"])
    say(work, found["applicant"], FromNation.CHECK_PASSED, found["about"], {}, in_reply_to=found["apply_key"])
    if sending["connected"]:
        say(work, found["sending"], FromNation.APPLICATION_ARRIVED, found["about"], found["body"])
    else:
        let_proceed(work, found, f"review {found['apply_key']}")


def _error(work: Work, found: Row, child: Row | None, order: str) -> CheckError | None:
    if order == "pass":
        return None
    if order.startswith("fail:"):
        return check_errors()[order.removeprefix("fail:")]
    asked: Any = found["body"]
    contested = child is not None and pupils.contested(work, child)
    key = error_of(asked, child, contested=contested, about=found["about"])
    if key:
        return check_errors()[key]
    dice = Dice(work.seed, "check", found["about"], found["apply_key"])
    if not dice.chance(_sending(work, found)["failing"]):
        return None
    return dice.pick([each for each in check_errors().values() if each.fits(Business(found["business"]))])


def _review(work: Work, found: Row, order: str) -> None:
    sending = _sending(work, found)
    levels = chain(found["business"], sending["levels"])
    level = next_level(levels, found["level"])
    if sending["connected"] or level is None:
        return
    dice = Dice(work.seed, "review", found["about"], found["apply_key"], level)
    approved = order == "approve" or (not order.startswith("refuse") and dice.chance(sending["approving"]))
    text = "同意转出" if approved else order.removeprefix("refuse").removeprefix(":") or dice.pick(refusals())
    verdict: Verdict = {"level": level.value, "approved": approved, "text": text}
    say(work, found["applicant"], FromNation.REVIEWED, found["about"], verdict)
    if not approved:
        end(work, found, State.REFUSED)
        return
    change(work, found["about"], level=level)
    if next_level(levels, level) is None:
        make_file_ready(work, found)
    else:
        let_proceed(work, found, f"review {level} {found['apply_key']}")


def _request(work: Work, found: Row, order: str) -> None:
    change(work, found["about"], state=State.FILE_REQUESTED)
    say(work, found["sending"], FromNation.FILE_REQUESTED, found["about"], {})


def _send_file(work: Work, found: Row, order: str) -> None:
    child = pupils.holding(work, found["sending"], found["body"]["national_number"])
    if child is None:
        child = pupils.put(work, found["sending"], pupils.pupil_of(None) | _asked(found))
    deliver(work, found, child, student_file(child))


def student_file(child: Row) -> dict[str, Any]:
    """The file of an invented child: itself, the items of the form that an invented school has, and its spell."""
    form = {key: child[key] for key in ("name", "sex", "birth_date", "nationality", "document_type", "document_number")}
    began = f"{child['school_year']}-09-01"
    spell = {"school_code": child["school_code"], "school": child["school"], "grade": child["grade"], "from": began}
    return {
        "pupil": dict(pupils.pupil_of(child)),
        "form": {**form, "ethnicity": "01", "health": "10", "overseas_category": "00", "hukou_kind": "2"},
        "spells": [{**spell, "to": child["left_on"], "entry_type": "admission", "exit_type": ""}],
    }


def _end_withdrawal(work: Work, found: Row, order: str) -> None:
    say(work, found["applicant"], FromNation.WITHDRAWN, found["about"], {}, in_reply_to=found["withdraw_key"])
    if found["sender_knows"]:
        say(work, found["sending"], FromNation.APPLICATION_WITHDRAWN, found["about"], {})
    end(work, found, State.WITHDRAWN)


def _asked(found: Row) -> Row:
    """What an application passed by order says of a child that nobody holds."""
    body = found["body"]
    known = ("national_number", "name", "sex", "birth_date", "document_type", "document_number", "grade", "school_year")
    return {key: body[key] for key in known if body.get(key)} | {"standing": "studying"}


def _sending(work: Work, found: Row) -> Row:
    sending = work.row("SELECT * FROM provinces WHERE code = %(sending)s", found)
    # A wrong province that a person has let go on all the same: nobody there reviews, nobody knows the child.
    return sending or {"connected": False, "levels": [], "failing": 0.0, "approving": 1.0}


_STEPS = {
    State.RECEIVED: _check,
    State.REVIEWING: _review,
    State.FILE_READY: _request,
    State.FILE_REQUESTED: _send_file,
    State.WITHDRAWING: _end_withdrawal,
}
