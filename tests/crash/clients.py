"""Programs that use the API and try again, under the same key, until they are answered."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from dataclasses import dataclass, field
from threading import Event
from urllib.parse import urlsplit

_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_PATIENCE = 120


@dataclass
class Client:
    """One program with one case: it takes a step, and does not go on before it knows that it was taken."""

    address: str
    case: int
    token: str
    over: Event
    keys: list[str] = field(default_factory=list)
    tries: int = 0
    replays: int = 0
    broken: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def back_and_forth(self) -> None:
        """Approve, take it back, approve … until it is enough, ending as it began."""
        while not self.over.is_set() and not self.refused:
            self.take("approve")
            if not self.refused:
                self.take("undo")

    def take(self, event: str, token: str | None = None) -> None:
        """Take one step, exactly once. Whatever is no success and no failure on the way is written down as refused."""
        key = str(uuid.uuid4())
        self.keys.append(key)
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            self.tries += 1
            try:
                status, replayed, body = self._post({"event": event, "reason": "理由"}, key, token or self.token)
            except (OSError, http.client.HTTPException) as broken:
                self.broken.append(f"{key} {broken!r}")
                time.sleep(0.05)
                continue
            if status in _AGAIN:
                self.broken.append(f"{key} {status} {body}")
                time.sleep(0.05)
                continue
            self.replays += replayed
            if status != 200:
                self.refused.append(f"{self.case} {event} {key} {status} {body}")
            return
        self.refused.append(f"{self.case} {event} {key} was never answered: {self.broken[-3:]}")

    def _post(self, sent: dict[str, str], key: str, token: str) -> tuple[int, bool, str]:
        to = urlsplit(self.address)
        # Whoever answers within thirty seconds lives; the test has killed the others.
        connection = http.client.HTTPConnection(to.hostname or "", to.port, timeout=30)
        try:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            headers |= {"Idempotency-Key": key, "If-Match": "*"}
            connection.request("POST", f"/api/v1/cases/{self.case}/steps", json.dumps(sent).encode(), headers)
            answer = connection.getresponse()
            return answer.status, "Idempotent-Replay" in answer.headers, answer.read().decode()[:300]
        finally:
            connection.close()
