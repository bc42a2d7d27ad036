"""Looking at an uploaded file: the parent's side, which never parses what the sender wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass

from xueji.cases.evidence.unfit import MAX_BYTES, UnfitError
from xueji.parties.confined.starting import ChildTooLargeError, ChildTooSlowError, answer_of

MEMORY_BYTES = 512 << 20
SECONDS = 10
_CHILD = "xueji.cases.evidence.child"
# A rewritten image may outgrow what was sent; four times as much is no image of ours.
_ANSWER_BYTES = 4 * MAX_BYTES
_TYPES = {"image/jpeg", "image/png", "application/pdf"}


@dataclass(frozen=True, slots=True)
class Looked:
    """A file fit to be kept: its type, its cleaned content, a small JPEG of it (None where there is none), its pages."""

    content_type: str
    content: bytes
    preview: bytes | None
    pages: int


def look_at(content: bytes) -> Looked:
    """Look at a file in a child process of its own. Raises UnfitError; ChildFailedError where the failure is ours."""
    if not content or len(content) > MAX_BYTES:
        raise UnfitError("attachment_size")
    bounds = [str(MEMORY_BYTES), str(SECONDS)]
    try:
        answer = answer_of(_CHILD, content, bounds, wall_seconds=SECONDS, answer_bytes=_ANSWER_BYTES)
    except (ChildTooSlowError, ChildTooLargeError) as error:
        raise UnfitError("attachment_too_heavy") from error
    line, _, rest = answer.partition(b"\n")
    head = json.loads(line)
    if "unfit" in head:
        raise UnfitError(head["unfit"])
    if head["type"] not in _TYPES or len(rest) != head["content"] + head["preview"]:
        raise UnfitError("attachment_damaged")
    clean = rest[: head["content"]] or content
    return Looked(head["type"], clean, rest[head["content"] :] or None, head["pages"])
