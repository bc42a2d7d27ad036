"""What each button of the page does: the name of a deed, and how its fields are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xueji.exchange.simulator import steering
from xueji.exchange.simulator.engine import calendar, problems, registering
from xueji.exchange.simulator.store.work import Work
from xueji.vocabulary.border.verbs import Business

Form = Mapping[str, str]


def _number(form: Form, name: str) -> float:
    try:
        return float(form[name])
    except ValueError:
        raise steering.NoSuchThing("请填写数字 Please write a number") from None


def _habits(work: Work, form: Form) -> None:
    steering.set_habits(work, _number(form, "arrivals"), scans=form.get("scans") == "1")


def _temper(work: Work, form: Form) -> None:
    shares = {name: _number(form, name) / 100 for name in ("approving", "failing", "silent", "losing")}
    steering.set_temper(work, form["province"], shares)


def _refuse(work: Work, form: Form) -> None:
    text = form.get("text", "").strip()
    steering.answer(work, form["about"], f"refuse:{text}" if text else "refuse")


def _ask(work: Work, form: Form) -> object:
    fields = (
        form["number"].strip(),
        Business(form["business"]),
        form.get("receiving", ""),
        form.get("name", "").strip(),
    )
    return steering.ask_for(work, form["province"], *fields)


DEEDS: Mapping[str, Callable[[Work, Form], object]] = {
    "day": lambda work, form: steering.pass_days(work, _number(form, "days")),
    "pace": lambda work, form: steering.set_pace(work, _number(form, "seconds")),
    "habits": _habits,
    "temper": _temper,
    "cut": lambda work, form: steering.cut(work, form["province"], off=True),
    "mend": lambda work, form: steering.cut(work, form["province"], off=False),
    "poison": lambda work, form: steering.send_poison(work, form["province"]),
    "go": lambda work, form: steering.answer(work, form["about"], "go"),
    "pass": lambda work, form: steering.answer(work, form["about"], "pass"),
    "fail": lambda work, form: steering.answer(work, form["about"], f"fail:{form['error']}"),
    "approve": lambda work, form: steering.answer(work, form["about"], "approve"),
    "refuse": _refuse,
    "hold": lambda work, form: steering.hold(work, form["about"]),
    "release": lambda work, form: steering.release(work, form["about"]),
    "abort": lambda work, form: steering.end_abnormally(work, form["about"]),
    "early": lambda work, form: steering.speak_early(work, form["about"]),
    "again": lambda work, form: steering.speak_again(work, form["about"]),
    "withdraw": lambda work, form: steering.withdraw_arrival(work, form["about"]),
    "ask": _ask,
    "issue": lambda work, _: registering.issue_formal_numbers(work),
    "term": lambda work, _: calendar.adjust_term(work),
    "scan": lambda work, _: problems.scan(work),
}
"""Every deed by the name that its button sends."""
