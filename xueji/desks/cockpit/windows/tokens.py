"""The address at which an account's calendar is subscribed to: nobody can guess it, and a new password ends it.

Calendar programs cannot sign in, so that the address itself is the key. It opens nothing but dates.
"""

from __future__ import annotations

import hashlib

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.urls import reverse

from xueji.parties.models import Account

SALT = "xueji.calendar-feed"


def feed_token(account: Account) -> str:
    """The account's key and a signature over it that depends on the account's password."""
    return _signer(account).sign(str(account.pk))


def feed_address(request: HttpRequest) -> str:
    """The full address of the signed-in account's feed."""
    return request.build_absolute_uri(reverse("calendar_feed", args=[feed_token(request.user)]))  # type: ignore[arg-type]


def account_of(token: str) -> Account | None:
    """The account that a token belongs to; None for a wrong one, an older one, and one of somebody who has left."""
    key = token.partition(":")[0]
    if not (key.isascii() and key.isdigit() and len(key) <= 18):  # noqa: PLR2004 - digits of a row key
        return None
    account = Account.objects.filter(pk=int(key), is_active=True).first()
    if account is None:
        return None
    try:
        _signer(account).unsign(token)
    except BadSignature:
        return None
    return account


def _signer(account: Account) -> Signer:
    password = hashlib.sha256(account.password.encode()).hexdigest()
    return Signer(salt=f"{SALT}:{password}", sep=":")
