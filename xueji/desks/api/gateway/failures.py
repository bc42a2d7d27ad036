"""Whatever went wrong, as a problem: nothing that leaves the API is a page or a trace."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError, OperationalError
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja.errors import HttpError, ValidationError

from xueji.cases.door.refusing import CONFLICT
from xueji.desks.api.gateway.problems import (
    ABSENT,
    INVALID,
    NOT_FOUND,
    REFUSED,
    Problem,
    Why,
    of_complaints,
    whys,
)
from xueji.desks.api.gateway.reading import NOT_JSON, TOO_LARGE
from xueji.parties.refusals import RefusedError
from xueji.vocabulary.text import Text

logger = logging.getLogger(__name__)

_SAYS = {
    "missing": Text("没有填写。", "It is missing."),
    "extra_forbidden": Text("没有这一项。", "There is no such field."),
    "string_too_long": Text("过长。", "It is too long."),
    "string_too_short": Text("过短或为空。", "It is too short, or empty."),
    "string_pattern_mismatch": Text("写法不对，或含有不能保存的字符。", "It is not written as it should be."),
    "too_long": Text("项数过多。", "There are too many."),
    "too_short": Text("项数过少。", "There are too few."),
}
_WRONG = Text("类型或取值不对。", "Its type or value is wrong.")
_MEND = Text("请按接口说明核对这一项。", "Check it against the reference.")
_BROKEN_MEND = Text("请稍后重试；反复出现时请与技术支持联系。", "Try again later; tell support if it goes on.")


def problem_of(error: Exception) -> Problem:
    """The problem that an exception means; the unknown one is logged with the number that the program is told."""
    if isinstance(error, Problem):
        return error
    told = next((make for kind, make in _KNOWN if isinstance(error, kind)), _broken)
    return told(error)


def _of_validation(errors: Iterable[Mapping[str, Any]]) -> Problem:
    told = list(errors)
    if any(one["loc"][:1] == ("path",) for one in told):
        return Problem(NOT_FOUND, ABSENT)
    return Problem(INVALID, *(_fault(one) for one in told[:50]))


def _fault(one: Mapping[str, Any]) -> Why:
    rule = str(one["type"])
    where = ".".join(str(part)[:40] for part in one["loc"] if part != "data")
    says = _SAYS.get(rule, _WRONG)
    return Why(rule, Text(f"“{where}”{says.zh}", f"“{where}”: {says.en}"), _MEND, field=where)


def _broken(error: Exception) -> Problem:
    reference = secrets.token_hex(4)
    logger.error("api problem %s", reference, exc_info=error)
    says = Text(
        f"系统自身发生错误，没有保存任何内容。编号 {reference}。",
        f"The failure is our own; nothing was saved. Reference {reference}.",
    )
    status = 503 if isinstance(error, OperationalError) else 500
    headers = {"Retry-After": "30"} if status == 503 else {}  # noqa: PLR2004 - said one line above
    return Problem(status, Why("broken", says, _BROKEN_MEND), headers=headers)


_KNOWN: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Any], Problem]], ...] = (
    (RefusedError, lambda error: of_complaints(error.complaints)),
    (Http404, lambda _error: Problem(NOT_FOUND, ABSENT)),
    (ValidationError, lambda error: _of_validation(error.errors)),
    (RequestDataTooBig, lambda _error: Problem(413, TOO_LARGE)),
    (
        (HttpError, SuspiciousOperation, MultiPartParserError, UnreadablePostError),
        lambda _error: Problem(400, NOT_JSON),
    ),
    (IntegrityError, lambda _error: Problem(REFUSED, *whys([CONFLICT]))),
)
"""What each kind of failure means; the first that fits decides."""
