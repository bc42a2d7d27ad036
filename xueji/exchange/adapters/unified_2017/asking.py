"""One signed question to the platform, and its answer: whatever goes wrong on the way is a cut wire."""

from __future__ import annotations

import http.client
import secrets
import ssl
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import orjson

from xueji.exchange.adapters.unified_2017.signing import (
    KEY_NAME,
    LARGEST_BODY,
    MOMENT,
    NONCE,
    SIGNATURE,
    answer_signature,
    fits,
    request_signature,
)
from xueji.exchange.port import ExchangeDownError

_PATIENCE_SECONDS = 30
# An answer is larger than the page it carries: texts within JSON are written with escapes.
_LARGEST_ANSWER = 10 * LARGEST_BODY


@dataclass(frozen=True)
class Platform:
    """The platform at `base_url`, asked in the name of one province with its key."""

    base_url: str
    province: str
    key: bytes = field(repr=False)

    def ask(self, method: str, resource: str, content: Any = None) -> dict[str, Any]:
        """Ask below this province's address and return the answer's object. Raises ExchangeDownError."""
        body = b"" if content is None else orjson.dumps(content)
        address = f"/v1/provinces/{quote(self.province, safe='')}/{resource}"
        moment, nonce = str(int(time.time())), secrets.token_hex(16)
        headers = {
            "Content-Type": "application/json",
            KEY_NAME: self.province,
            MOMENT: moment,
            NONCE: nonce,
            SIGNATURE: request_signature(self.key, method, address, moment, nonce, body),
        }
        try:
            status, signature, answer = self._exchange(method, address, body, headers)
        except (OSError, http.client.HTTPException) as error:
            raise ExchangeDownError(str(error) or type(error).__name__) from error
        if status != http.HTTPStatus.OK:
            raise ExchangeDownError(f"the platform answered {status}: {answer[:200].decode(errors='replace')}")
        if not fits(signature, answer_signature(self.key, nonce, status, answer)):
            raise ExchangeDownError("the answer is not signed by the platform")
        return _object_of(answer)

    def _exchange(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        parts = urlsplit(self.base_url)
        connection = self._connection(parts.scheme, parts.hostname or "", parts.port)
        try:
            connection.request(method, parts.path.rstrip("/") + address, body, headers)
            response = connection.getresponse()
            answer = response.read(_LARGEST_ANSWER + 1)
            if len(answer) > _LARGEST_ANSWER:
                raise ExchangeDownError("the platform's answer is too large")
            return response.status, response.getheader(SIGNATURE, ""), answer
        finally:
            connection.close()

    @staticmethod
    def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=_PATIENCE_SECONDS, context=context)
        return http.client.HTTPConnection(host, port, timeout=_PATIENCE_SECONDS)


def _object_of(answer: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(answer)
    except orjson.JSONDecodeError as error:
        raise ExchangeDownError("the platform's answer is not JSON") from error
    if not isinstance(found, dict):
        raise ExchangeDownError("the platform's answer is not an object")
    return found
