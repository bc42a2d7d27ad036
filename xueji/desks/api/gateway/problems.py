"""Every no in one form (RFC 9457): which rule, what it says, what mends it, all reasons at once, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from xueji.cases.batch.work import Outcome
from xueji.parties.refusals import Complaint
from xueji.process.wording import Reason
from xueji.vocabulary.text import Text

CONTENT_TYPE = "application/problem+json"
REFERENCE = "/api/v1/docs"

INVALID, REFUSED, NOT_FOUND, STALE, NOT_ALLOWED, TOO_MANY = 422, 409, 404, 412, 403, 429

TITLES: Mapping[int, tuple[str, Text]] = {
    400: ("malformed", Text("请求不能读取", "The request cannot be read")),
    401: ("no-key", Text("没有有效的接口密钥", "No valid key")),
    NOT_ALLOWED: ("not-allowed", Text("该密钥不能办理此事", "This key may not do that")),
    NOT_FOUND: ("not-found", Text("没有找到", "Not found")),
    405: ("method-not-allowed", Text("该地址不支持这种方法", "The address does not know this method")),
    REFUSED: ("refused", Text("没有办理", "Refused")),
    STALE: ("stale", Text("内容已有新的版本", "The version has changed")),
    413: ("too-large", Text("请求过大", "The request is too large")),
    415: ("wrong-content-type", Text("内容类型不受支持", "The content type is not supported")),
    INVALID: ("invalid", Text("内容有误", "The content is faulty")),
    428: ("version-required", Text("须说明所依据的版本", "The version must be named")),
    TOO_MANY: ("too-many", Text("请求过于频繁", "Too many requests")),
    500: ("broken", Text("系统出错", "A failure of our own")),
    503: ("unavailable", Text("暂时不能办理", "Not available now")),
}
"""Slug and title of each status; the reference page explains each under `#problem-<slug>`."""


@dataclass(frozen=True)
class Why:
    """One reason as the API tells it. `truth` is fails or unknown, `field` the answer or parameter it speaks of."""

    rule: str
    says: Text
    mend: Text
    source: str = ""
    truth: str = "fails"
    field: str | None = None


class Problem(Exception):
    """A no. Raised inside the request's transaction it undoes everything; returned by `answer` it lets it stand."""

    def __init__(self, status: int, *reasons: Why, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {', '.join(reason.rule for reason in reasons)}")
        self.status, self.reasons, self.headers = status, reasons, dict(headers or {})


def answer(problem: Problem, request: HttpRequest) -> HttpResponse:
    """The problem as the program reads it; sentences for people in the language it asked for, Chinese otherwise."""
    language = language_of(request)
    slug, title = TITLES[problem.status]
    told: dict[str, Any] = {
        "type": f"{REFERENCE}#problem-{slug}",
        "title": title.in_language(language),
        "status": problem.status,
        "detail": " ".join(reason.says.in_language(language) for reason in problem.reasons)
        or title.in_language(language),
        "rule": problem.reasons[0].rule if problem.reasons else slug.replace("-", "_"),
        "remedy": _words(problem.reasons[0].mend) if problem.reasons else None,
        "reasons": [reason_told(reason) for reason in problem.reasons],
    }
    response = HttpResponse(
        json.dumps(told, ensure_ascii=False), status=problem.status, content_type=CONTENT_TYPE, headers=problem.headers
    )
    response["Content-Language"] = language
    return response


def language_of(request: HttpRequest) -> str:
    """The language of sentences for people: `en` where the program prefers English, `zh` otherwise."""
    return "en" if request.headers.get("Accept-Language", "").strip().lower().startswith("en") else "zh"


def reason_told(reason: Why) -> dict[str, Any]:
    """One reason as JSON."""
    return {
        "rule": reason.rule,
        "says": _words(reason.says),
        "mend": _words(reason.mend),
        "source": reason.source or None,
        "truth": reason.truth,
        "field": reason.field,
    }


def whys(reasons: Iterable[Reason]) -> tuple[Why, ...]:
    """The reasons of the grammar and the rules."""
    return tuple(
        Why(reason.rule, reason.says, reason.mend, reason.source, reason.truth.value, reason.field)
        for reason in reasons
    )


def of_outcome(outcome: Outcome) -> Problem:
    """What the door said: faults of answers are 422, an old version 412, somebody else's case 404, all else 409."""
    reasons = whys(outcome.reasons)
    return Problem(status_of(reasons), *reasons)


def of_complaints(complaints: Iterable[Complaint]) -> Problem:
    """What an office act complains of."""
    reasons = tuple(Why(one.rule, one.says, one.mend, field=one.field or None) for one in complaints)
    headers = {"Retry-After": "3600"} if any(reason.rule in _LATER for reason in reasons) else {}
    return Problem(status_of(reasons), *reasons, headers=headers)


def status_of(reasons: Iterable[Why]) -> int:
    """The status that fits: a rule that has one of its own decides, then a fault of a field, then the state."""
    told = list(reasons)
    own = [_STATUS[reason.rule] for reason in told if reason.rule in _STATUS]
    if own:
        return own[0]
    return INVALID if any(reason.field and reason.field not in _SUBJECTS for reason in told) else REFUSED


_STATUS = {
    "not_found": NOT_FOUND,
    "case_absent": NOT_FOUND,
    "record_not_on_a_roll": NOT_FOUND,
    "stale_page": STALE,
    "not_your_act": NOT_ALLOWED,
    "not_your_post": NOT_ALLOWED,
    "too_many_look_ups": TOO_MANY,
    "class_not_empty": REFUSED,
}
_LATER = frozenset({"too_many_look_ups"})
_SUBJECTS = frozenset({"case"})
"""Fields by which acts name what they are about: a complaint about it is about its state."""


def _words(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


NO_KEY = Why(
    "no_key",
    Text("请求没有带接口密钥。", "The request carries no key."),
    Text(
        "请在 Authorization 中写“Bearer 密钥”；密钥由本单位在“接口密钥”中签发。",
        "Send “Authorization: Bearer <key>”; your office issues keys under “API keys”.",
    ),
)
BAD_KEY = Why(
    "bad_key",
    Text("接口密钥无效、已撤销或已过期。", "The key is unknown, revoked or expired, or its post has ended."),
    Text("请本单位重新签发。", "Have your office issue a new one."),
)
READ_ONLY = Why(
    "read_only_key",
    Text("该密钥只能查询，不能办理。", "This key reads and does not write."),
    Text("请换用可办理的密钥。", "Use a key that may write."),
)
ABSENT = Why(
    "not_found",
    Text("没有这一项，或者它不在本单位的管辖范围内。", "There is no such thing, or it is not within your scope."),
    Text("请核对地址和编号。", "Check the address and the key."),
)
NOT_DECIDING = Why(
    "not_your_post",
    Text("该密钥所属岗位不办理业务。", "The post of this key does not work on cases."),
    Text("请换用办理业务的岗位签发密钥。", "Have a key issued for a post that decides."),
)


def may_not(act: str) -> Problem:
    """Say that the post of the key may not do this act."""
    says = Text("该密钥所属岗位不能办理此事。", "The post of this key may not do this.")
    return Problem(NOT_ALLOWED, Why("not_your_act", says, NOT_DECIDING.mend, source=act))


def fault(field_name: str, rule: str, says: Text, mend: Text) -> Problem:
    """One fault of one field of what was sent."""
    return Problem(INVALID, Why(rule, says, mend, field=field_name))


@dataclass
class Faults:
    """Faults of what was sent, gathered so that all are told at once."""

    found: list[Why] = field(default_factory=list)

    def add(self, field_name: str, rule: str, says: Text, mend: Text) -> None:
        """Note one."""
        self.found.append(Why(rule, says, mend, field=field_name))

    def tell(self) -> None:
        """Raise Problem if there is any."""
        if self.found:
            raise Problem(INVALID, *self.found)
