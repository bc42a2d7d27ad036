"""What was sent, read before anybody acts on it: JSON that is JSON, text that a database can keep."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from xueji.desks.api.gateway.problems import INVALID, Problem, Why
from xueji.vocabulary.text import Text

MOST_JSON = 2 * 1024 * 1024
DEEPEST = 20

NOT_JSON = Why(
    "not_json",
    Text("请求内容不是 JSON。", "The content is not JSON."),
    Text("请按接口说明用 UTF-8 编码的 JSON 发送。", "Send JSON in UTF-8, as the reference shows."),
)
WRONG_TYPE = Why(
    "content_type",
    Text("内容类型不受支持。", "The content type is not supported."),
    Text(
        "请用 application/json；上传文件用 multipart/form-data。",
        "Send application/json, and files as multipart/form-data.",
    ),
)
TOO_LARGE = Why(
    "too_large",
    Text("请求内容过大。", "The content is too large."),
    Text("请分批发送，每批不超过200行。", "Send it in parts of at most 200 rows."),
)
UNUSABLE = Text("含有不能保存的字符。", "It has characters that cannot be kept.")
UNUSABLE_MEND = Text("请去掉控制字符和不完整的字符。", "Take out control characters and halves of characters.")


class SentParser(Parser):
    """Hands ninja what `read_sent` has read."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The JSON of the request."""
        return request.sent  # type: ignore[attr-defined]  # put there by `read_sent`


def read_sent(request: HttpRequest) -> None:
    """Read query and body; the JSON is kept as `request.sent`. Raises Problem."""
    for name, values in request.GET.lists():
        if not all(_usable(text) for text in (name, *values)):
            raise Problem(INVALID, Why("unusable_character", UNUSABLE, UNUSABLE_MEND, field=f"query.{name[:40]!a}"))
    if request.method not in {"POST", "PUT", "PATCH"}:
        return
    if request.content_type == "multipart/form-data":
        # Read now: afterwards a part that cannot be read would be found in the midst of a deed.
        request.POST, request.FILES  # noqa: B018 - reading is the effect
        return
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > MOST_JSON:
        raise Problem(413, TOO_LARGE)
    if not request.body:
        request.sent = None  # type: ignore[attr-defined]
        return
    if request.content_type != "application/json":
        raise Problem(415, WRONG_TYPE)
    request.sent = _json(request.body)  # type: ignore[attr-defined]


def _json(body: bytes) -> Any:
    try:
        sent = json.loads(body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Problem(400, NOT_JSON) from error
    _look(sent, "body", 0)
    return sent


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _look(value: Any, where: str, depth: int) -> None:
    if depth > DEEPEST:
        raise Problem(400, NOT_JSON)
    if isinstance(value, str):
        if not _usable(value):
            raise Problem(INVALID, Why("unusable_character", UNUSABLE, UNUSABLE_MEND, field=where))
    elif isinstance(value, dict):
        for key, each in value.items():
            _look(key, where, depth)
            _look(each, f"{where}.{key[:40]}", depth + 1)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            _look(each, f"{where}.{number}", depth + 1)


def _usable(text: str) -> bool:
    """Neither NUL nor half of a surrogate pair, which no database takes, nor other control signs but line breaks."""
    return not any(
        (sign < " " and sign not in "\t\n\r") or "\ud800" <= sign <= "\udfff" or sign == "\x7f" for sign in text
    )
