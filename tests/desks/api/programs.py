"""Programs for the tests: an office with a key, and how it asks."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from xueji.parties.actors import Actor
from xueji.parties.models import Account, ApiToken, Post

_serial = count(1)
PROBLEM = "application/problem+json"


class Program:
    """A program that holds a key of one post."""

    def __init__(self, actor: Actor, *, may_write: bool = True, **changes: Any) -> None:
        """Issue the key by hand, as fixtures do."""
        number = next(_serial)
        self.secret = f"xj_test_{number}"
        self.actor = actor
        self.key = ApiToken.objects.create(
            **{
                "name": "一卡通",
                "post": Post.objects.get(pk=actor.post_id),
                "prefix": self.secret[:12],
                "digest": hashlib.sha256(self.secret.encode()).hexdigest(),
                "may_write": may_write,
                "issued_by": Account.objects.get(pk=actor.account_id),
                "expires_on": timezone.localdate() + timedelta(days=30),
                **changes,
            }
        )
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def ask(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """One request; `headers` are written as `if_match`, `idempotency_key`."""
        told = {
            "authorization": f"Bearer {self.secret}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        body: dict[str, Any] = {}
        if data is not None:
            body = {"data": json.dumps(data, ensure_ascii=False), "content_type": "application/json"}
        return getattr(self.client, method)(f"/api/v1{path}", headers=told, **body)

    def get(self, path: str, **headers: str) -> Any:
        """Ask."""
        return self.ask("get", path, **headers)

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        """Do."""
        return self.ask("post", path, data if data is not None else {}, **headers)

    def send(self, path: str, file: Any, **headers: str) -> Any:
        """Upload."""
        told = {
            "authorization": f"Bearer {self.secret}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self.client.post(f"/api/v1{path}", {"file": file}, headers=told)


def rules(answer: Any) -> set[str]:
    """The rules that a problem names."""
    assert answer["Content-Type"] == PROBLEM, answer.content
    told = answer.json()
    assert told["status"] == answer.status_code
    assert {"type", "title", "detail", "rule", "remedy", "reasons"} <= set(told)
    assert all(reason["says"]["zh"] and reason["says"]["en"] for reason in told["reasons"])
    return {reason["rule"] for reason in told["reasons"]}
