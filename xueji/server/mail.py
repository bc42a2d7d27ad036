"""Where mail goes: an SMTP server named by one address, or the console where none is named."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

VARIABLE = "XUEJI_SMTP_URL"
_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_PATIENCE = 20
"""Seconds until a mail server that does not answer is given up."""


def mail_settings(address: str) -> dict[str, Any]:
    """Django's EMAIL settings for an address such as ``smtp+tls://user:pass@host:587``.

    ``smtp+tls`` begins in clear and turns to TLS, ``smtps`` is TLS from the first byte, ``smtp`` is in clear. User and
    password are percent-encoded. Empty: mail is written to the console. Raises ImproperlyConfigured, without the
    password, for anything else.
    """
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(address)
    try:
        port = parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured(_wrong()) from error
    if not parts.hostname:
        raise ImproperlyConfigured(_wrong())
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": _PATIENCE,
    }


def _wrong() -> str:
    return (
        f"{VARIABLE} 应形如 smtp+tls://用户:密码@主机:587（或 smtps://、smtp://）。"
        f" {VARIABLE} should look like smtp+tls://user:password@host:587 (or smtps://, smtp://)."
    )
