"""Versions on the wire. An ETag carries the version of the thing and a digest of what was told of it.

`If-None-Match` compares the whole, so that nothing changed is told as unchanged; `If-Match` compares the version alone,
so that a due date coming nearer does not spoil a write. All are weak: the same content may be written differently.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.http import HttpRequest, HttpResponse

from xueji.desks.api.gateway.problems import STALE, Problem, Why
from xueji.vocabulary.text import Text

_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e]*)"')

REQUIRED = Why(
    "version_required",
    Text("修改或办理须在 If-Match 中说明所依据的版本。", "A write names in If-Match the version it rests on."),
    Text("请先查询，把答复中的 ETag 写入 If-Match。", "Read first, and send the ETag of the answer as If-Match."),
    field="If-Match",
)
OUTDATED = Why(
    "stale_page",
    Text("您查询之后，内容已有变化。", "It has changed since you read it."),
    Text("请重新查询，按最新内容再办理。", "Read it again and decide on what it is now."),
    field="If-Match",
)


def told_version(request: HttpRequest, version: object) -> None:
    """Note the version of the one thing that this answer tells."""
    request.told_version = str(version)  # type: ignore[attr-defined]  # a mark for `tagged`


def must_match(request: HttpRequest, version: object) -> None:
    """Hold a write against the present version. Raises Problem: 428 without If-Match, 412 for an old one."""
    sent = request.headers.get("If-Match")
    if sent is None:
        raise Problem(428, REQUIRED)
    if sent.strip() == "*":
        return
    if str(version) not in {tag.partition("/")[0] for tag in _TAG.findall(sent)}:
        raise Problem(STALE, OUTDATED)


def tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its ETag, or 304 where the program has it already."""
    if response.status_code >= 300 or "ETag" in response or not _is_json(response):  # noqa: PLR2004 - not a success
        return response
    version = getattr(request, "told_version", None)
    if version is None and request.method != "GET":
        return response
    digest = hashlib.sha256(response.content).hexdigest()[:16]
    tag = f"{version}/{digest}" if version is not None else digest
    response["ETag"] = f'W/"{tag}"'
    if request.method == "GET" and _matches(request.headers.get("If-None-Match"), tag):
        unchanged = HttpResponse(status=304, headers={"ETag": response["ETag"]})
        del unchanged["Content-Type"]
        return unchanged
    return response


def short_digest(*values: Any) -> str:
    """A version for what counts none: the digest of what can change."""
    return hashlib.sha256(repr(values).encode(errors="surrogatepass")).hexdigest()[:12]


def _is_json(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("application/json")


def _matches(sent: str | None, tag: str) -> bool:
    return sent is not None and (sent.strip() == "*" or tag in _TAG.findall(sent))
