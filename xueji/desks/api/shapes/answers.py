"""Answers to what a step asks: read as the desk's forms read them, and nothing that was not asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from xueji.cases.models import Attachment
from xueji.desks.api.gateway.problems import Faults
from xueji.desks.api.shapes.words import LARGEST_KEY, Prose
from xueji.desks.forms import read_answers
from xueji.parties.actors import Actor
from xueji.process.compiled import Transition
from xueji.process.notation import Ask, Proof
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.text import Text

AnswerKey = Annotated[str, StringConstraints(pattern="^[a-z0-9_]{1,40}$")]
Answers = Annotated[dict[AnswerKey, Prose | Annotated[int, Field(ge=0, le=LARGEST_KEY)] | bool], Field(max_length=40)]
"""Answers by the keys of `asks`: codes, dates as 2015-09-16, keys of schools, classes and uploaded papers."""


def answers_of(step: Transition, sent: Mapping[str, Any], actor: Actor) -> dict[str, str]:
    """The answers as the door takes them. Raises Problem with every fault of them at once."""
    faults = Faults()
    asked = {one.key: one for one in step.asks}
    said = {key: _plain(value) for key, value in sent.items()}
    for key in said.keys() - asked.keys():
        faults.add(f"answers.{key}", "answer_not_asked", _NOT_ASKED, _NOT_ASKED_MEND)
    papers = {key: said[key] for key, one in asked.items() if isinstance(one, Proof) and said.get(key)}
    known = _own_papers(papers, actor)
    for key, value in papers.items():
        if value not in known:
            faults.add(f"answers.{key}", "paper_absent", _NO_PAPER, _NO_PAPER_MEND)
    given = read_answers(step, said, {}).answers  # type: ignore[arg-type]  # it only asks `get`
    for key, value in given.items():
        _check(asked[key], value, faults)
    faults.tell()
    return {**given, **papers}


def _check(asked: Any, value: str, faults: Faults) -> None:
    """What the door leaves to its callers: codes of named tables, and keys that are keys."""
    if not isinstance(asked, Ask):
        return
    if isinstance(asked.choices, str) and asked.choices and code_table(asked.choices).label(value) is None:
        faults.add(f"answers.{asked.key}", "answer_not_in_list", _NO_CODE, _NO_CODE_MEND)
    if asked.kind in {"school", "class_group"} and not _is_key(value):
        faults.add(f"answers.{asked.key}", "answer_no_key", _NO_KEY, _NO_KEY_MEND)


def _own_papers(papers: Mapping[str, str], actor: Actor) -> set[str]:
    """Those keys that are papers uploaded by the account of this key: nobody proves with another's paper."""
    keys = [int(value) for value in papers.values() if _is_key(value)]
    if not keys:
        return set()
    found = Attachment.objects.filter(pk__in=keys, uploaded_by_id=actor.account_id or 0).values_list("pk", flat=True)
    return {str(key) for key in found}


def _is_key(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= _KEY_DIGITS


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


_KEY_DIGITS = 15
"""Digits of the longest key that surely fits one."""

_NOT_ASKED = Text("这一步没有问这一项。", "The step does not ask this.")
_NOT_ASKED_MEND = Text("所问各项见 asks。", "`asks` names what it asks.")
_NO_PAPER = Text(
    "没有这份材料，或它不是由该密钥所属账号上传的。", "There is no such paper, or another account uploaded it."
)
_NO_PAPER_MEND = Text("请先上传，再填写上传后得到的编号。", "Upload it first, and send the key you are told.")
_NO_CODE = Text("代码不在代码表中。", "The code is not in its table.")
_NO_CODE_MEND = Text("请按国家标准代码填写。", "Send a code of the national standard.")
_NO_KEY = Text("不是编号。", "It is no key.")
_NO_KEY_MEND = Text("请填写学校或班级的编号。", "Send the key of a school or class.")
