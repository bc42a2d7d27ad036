"""The second factor: a code of six digits that changes every 30 seconds (TOTP, RFC 6238), or a recovery code.

An account begins it, confirms it with a first code, and is shown ten recovery codes once. Only the office above takes
it away again (`acts.office.second_factor`). No code works twice, and wrong ones are counted.
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from enum import Enum

import pyotp
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from xueji.parties.clock import city_today, in_training
from xueji.parties.entrance.guesses import count_wrong, forget, may_try
from xueji.parties.entrance.keys import LockedForeverError, digests, lock, unlock
from xueji.parties.models import Account, JournalEntry, RecoveryCode, SecondFactor

STEP = 30
"""Seconds that one code lasts."""

DRIFT = 1
"""Codes before and after the present one that are taken too: clocks of telephones differ."""

RECOVERY_CODES = 10
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_HALF = 5


class Answer(Enum):
    """What became of a code."""

    RIGHT = "right"
    WRONG = "wrong"
    PAUSED = "paused"
    UNREADABLE = "unreadable"


def everybody_needs_one() -> bool:
    """Whether every account must have a second factor: as the deployment says, else everywhere but in training.

    A word that is neither "offered" nor "required" is a slip of the pen, and errs on the safe side.
    """
    return str(settings.SECOND_FACTOR or ("offered" if in_training() else "required")) != "offered"


def confirmed(account: Account) -> SecondFactor | None:
    """The account's second factor, if it is in use."""
    return SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).first()


def begin(account: Account) -> None:
    """Make a secret that waits for its first code. One that waits already stays; one in use is left alone."""
    secret = lock(pyotp.random_base32(), about=_about(account))
    SecondFactor.objects.get_or_create(account=account, defaults={"secret": secret})


def waiting_secret(account: Account) -> str | None:
    """The secret that was begun and not yet confirmed, to be shown to its owner; None if there is none."""
    factor = SecondFactor.objects.filter(account=account, confirmed_at__isnull=True).first()
    if factor is None:
        return None
    try:
        return unlock(factor.secret, about=_about(account))
    except LockedForeverError:
        factor.delete()
        return None


def address_of(account: Account, secret: str) -> str:
    """What the QR code says: the otpauth address that every authenticator reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=account.username, issuer_name="学籍")


@transaction.atomic
def confirm(account: Account, typed: str) -> list[str]:
    """Put the secret to use if `typed` is a code of it; the recovery codes, or nothing when it is not."""
    factor = _locked(account)
    if factor is None or factor.confirmed_at is not None or _take_code(factor, account, typed) is not Answer.RIGHT:
        return []
    SecondFactor.objects.filter(pk=factor.pk).update(confirmed_at=timezone.now())
    _note(account, "begin_second_factor")
    return _new_recovery_codes(account)


@transaction.atomic
def check(account: Account, typed: str, *, recovery: bool = True) -> Answer:
    """Take a code of the account: of its authenticator or, where `recovery` says so, one of the recovery codes."""
    factor = _locked(account)
    if factor is None or factor.confirmed_at is None:
        return Answer.WRONG
    if not may_try(account):
        return Answer.PAUSED
    if recovery and _take_recovery_code(account, typed):
        forget(account)
        _note(account, "use_recovery_code")
        return Answer.RIGHT
    answer = _take_code(factor, account, typed)
    if answer is Answer.RIGHT:
        forget(account)
    elif answer is Answer.WRONG:
        count_wrong(account)
    return answer


@transaction.atomic
def renew_recovery_codes(account: Account) -> list[str]:
    """Ten fresh recovery codes; the former ones are worthless. Ask for a code (`check`) first."""
    _note(account, "renew_recovery_codes")
    return _new_recovery_codes(account)


def remove(account: Account) -> bool:
    """Take secret and recovery codes away; whether there were any. Journaled by the office act that calls it."""
    RecoveryCode.objects.filter(account=account).delete()
    forget(account)
    return bool(SecondFactor.objects.filter(account=account).delete()[0])


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes have not been used."""
    return RecoveryCode.objects.filter(account=account, used_at__isnull=True).count()


def _locked(account: Account) -> SecondFactor | None:
    return SecondFactor.objects.select_for_update().filter(account=account).first()


def _take_code(factor: SecondFactor, account: Account, typed: str) -> Answer:
    try:
        codes = pyotp.TOTP(unlock(factor.secret, about=_about(account)))
    except LockedForeverError:
        return Answer.UNREADABLE
    now = int(timezone.now().timestamp()) // STEP
    said = _tidy(typed)
    for step in range(max(now - DRIFT, factor.last_step + 1), now + DRIFT + 1):
        if hmac.compare_digest(codes.generate_otp(step).encode(), said.encode()):
            SecondFactor.objects.filter(pk=factor.pk).update(last_step=step)
            return Answer.RIGHT
    return Answer.WRONG


def _take_recovery_code(account: Account, typed: str) -> bool:
    unused = RecoveryCode.objects.filter(account=account, used_at__isnull=True)
    return bool(unused.filter(digest__in=digests(_tidy(typed), about=_about(account))).update(used_at=timezone.now()))


def _new_recovery_codes(account: Account) -> list[str]:
    codes = ["".join(secrets.choice(_SIGNS) for _ in range(2 * _HALF)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=digests(code, about=_about(account))[0]) for code in codes
    )
    return [f"{code[:_HALF]}-{code[_HALF:]}" for code in codes]


def _tidy(typed: str) -> str:
    """As meant: digits of a Chinese keyboard are made plain, blanks and dashes dropped."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign.isalnum())


def _about(account: Account) -> str:
    return f"account:{account.pk}"


def _note(account: Account, deed: str) -> None:
    """What a person does to the own sign-in is no office act, but the journal knows it."""
    JournalEntry.objects.create(act=deed, account=account, subject=_about(account), city_date=city_today())
