"""Asked twice, done once: an Idempotency-Key keeps the answer of a request in the transaction of its deed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from xueji.desks.api.gateway.problems import INVALID, Problem, Why
from xueji.parties.models import IdempotencyKey, Post
from xueji.vocabulary.text import Text

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replay"
LONGEST = 80
KEPT = ("Content-Type", "ETag", "Location")
KEPT_FOR = timedelta(days=7)
SWEPT_AT_ONCE = 100

OTHER_REQUEST = Why(
    "idempotency_key_reused",
    Text("同一个 Idempotency-Key 已用于另一个请求。", "This Idempotency-Key belongs to another request."),
    Text("新的请求请用新的键；重试请原样发送。", "A new request needs a new key; a retry is sent unchanged."),
    field=HEADER,
)
BAD_KEY = Why(
    "idempotency_key_shape",
    Text("Idempotency-Key 须为1至80个可见的英文字符。", "An Idempotency-Key has 1 to 80 visible ASCII characters."),
    Text("建议使用 UUID。", "A UUID serves well."),
    field=HEADER,
)


def done_once(request: HttpRequest, post: Post, deed: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request that may be a repeat. Runs in the open transaction, so that answer and deed stand or fall together.

    Only what was done is kept: a refusal may be tried again under the same key. Of two at the same moment the second
    waits for the first. Raises Problem (422) for a key that belongs to another request.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return deed()
    if not 1 <= len(key) <= LONGEST or not all("!" <= sign <= "~" for sign in key):
        raise Problem(INVALID, BAD_KEY)
    fingerprint = _fingerprint(request)
    kept, fresh = IdempotencyKey.objects.get_or_create(post=post, key=key, defaults={"fingerprint": fingerprint})
    if not fresh:
        if kept.fingerprint != fingerprint or kept.answer is None:
            raise Problem(INVALID, OTHER_REQUEST)
        return _replayed(kept)
    response = deed()
    if not 200 <= response.status_code < 300 or getattr(response, "keeps_nothing", False):  # noqa: PLR2004 - success
        kept.delete()
        return response
    kept.status = response.status_code
    kept.answer = {
        "body": response.content.decode(),
        "headers": {name: response[name] for name in KEPT if name in response},
    }
    kept.save(update_fields=["status", "answer"])
    _sweep()
    return response


def _replayed(kept: IdempotencyKey) -> HttpResponse:
    answer = kept.answer or {}
    response = HttpResponse(answer["body"], status=kept.status, headers=answer["headers"])
    response[REPLAYED] = "true"
    return response


def _fingerprint(request: HttpRequest) -> str:
    """Method, address and content; of a multipart body its fields and files, for its boundary differs each time."""
    told = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if (request.content_type or "").startswith("multipart/"):
        for name, values in sorted(request.POST.lists()):
            told.update(repr((name, values)).encode(errors="surrogatepass"))
        for name, uploads in sorted(request.FILES.lists()):
            for upload in uploads:
                told.update(repr((name, upload.name)).encode(errors="surrogatepass"))
                for chunk in upload.chunks():
                    told.update(chunk)
                upload.seek(0)
    else:
        told.update(request.body)
    return told.hexdigest()


def _sweep() -> None:
    """Answers older than a week go, a few with each new one: who has not retried by then will not."""
    old = IdempotencyKey.objects.filter(at__lt=timezone.now() - KEPT_FOR).values("pk")[:SWEPT_AT_ONCE]
    IdempotencyKey.objects.filter(pk__in=old).delete()
