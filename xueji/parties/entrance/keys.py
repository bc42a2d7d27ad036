"""Locks made from the deployment's own secret: whoever holds only the database, or a copy of it, opens none of them."""

from __future__ import annotations

import base64
import hmac
import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

_NONCE = 12
_LOCK, _DIGEST = b"xueji lock 1", b"xueji digest 1"


class LockedForeverError(Exception):
    """The text was locked under a secret key that this deployment no longer has, or for another row."""


def lock(text: str, *, about: str) -> str:
    """Encrypt a text (AES-256-GCM). It opens only for the same `about`: moved to another row it is worthless."""
    nonce = os.urandom(_NONCE)
    key = next(_keys(_LOCK))
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, text.encode(), about.encode())).decode()


def unlock(locked: str, *, about: str) -> str:
    """Read a locked text, also one locked under a former secret key that the settings still name.

    Raises LockedForeverError.
    """
    raw = base64.urlsafe_b64decode(locked.encode())
    for key in _keys(_LOCK):
        try:
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
        except InvalidTag:
            continue
    raise LockedForeverError(about)


def digests(text: str, *, about: str) -> list[str]:
    """Keyed digests of a text, 64 hex digits: the first is the one to keep, the others are of former secret keys."""
    return [hmac.digest(key, f"{about}\n{text}".encode(), "sha256").hex() for key in _keys(_DIGEST)]


def _keys(purpose: bytes) -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield HKDF(SHA256(), length=32, salt=None, info=purpose).derive(force_bytes(secret))
