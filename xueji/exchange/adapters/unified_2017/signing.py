"""Signed requests and answers: who asks, when, once, and exactly what.

A request bears the province's code as the key's name, the moment in whole seconds since 1970, a number used once, and
the HMAC-SHA256 (hexadecimal) over method, address below the platform's own, moment, that number and the SHA-256 of the
body, parted by line feeds. An answer bears the HMAC-SHA256 over the request's number, its status and the SHA-256 of
its body. The national platform's own way is not published; this is ours [INF].
"""

from __future__ import annotations

import hashlib
import hmac
import threading

KEY_NAME = "X-Key-Name"
MOMENT = "X-Moment"
NONCE = "X-Nonce"
SIGNATURE = "X-Signature"
WINDOW_SECONDS = 300
"""How far the two clocks may be apart; a number used once is remembered for twice as long."""
LARGEST_BODY = 8 * 1024 * 1024
"""Bytes of one request; an answer's page is closed once it has grown as large."""
LONGEST_PAGE = 1_000
"""Rows of one answer."""


def request_signature(key: bytes, method: str, address: str, moment: str, nonce: str, body: bytes) -> str:
    """Sign a request; `address` is path and query."""
    return _signed(key, method, address, moment, nonce, hashlib.sha256(body).hexdigest())


def answer_signature(key: bytes, nonce: str, status: int, body: bytes) -> str:
    """Sign an answer to the request with this number."""
    return _signed(key, nonce, str(status), hashlib.sha256(body).hexdigest())


def fits(signature: str, expected: str) -> bool:
    """Whether two signatures are the same, told in a time that betrays nothing."""
    return hmac.compare_digest(signature.encode(errors="replace"), expected.encode())


class UsedNumbers:
    """Numbers used once, remembered as long as their moment would still be believed; kept in memory."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}
        self._alone = threading.Lock()

    def first_use(self, nonce: str, now: float) -> bool:
        """Note a number; False where it has been used before."""
        with self._alone:
            # Noted in the order of their moments, so the oldest stand first.
            for old, seen in list(self._seen.items()):
                if seen > now - 2 * WINDOW_SECONDS:
                    break
                del self._seen[old]
            if nonce in self._seen:
                return False
            self._seen[nonce] = now
            return True


def _signed(key: bytes, *parts: str) -> str:
    return hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()
