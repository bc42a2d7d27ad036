"""Letting an account in again that nobody in the city can help: the last administrator's, after a lost telephone.

No office act: no post decides it, but whoever has the machine in hand. The journal says so.
"""

from __future__ import annotations

import getpass
import os

from django.db import transaction

from xueji.parties.acts.office.accounts import end_sessions
from xueji.parties.acts.setup_city import one_time_password
from xueji.parties.clock import city_today
from xueji.parties.entrance.second_factor import remove
from xueji.parties.models import Account, JournalEntry

DEED = "reset_account_at_the_machine"


@transaction.atomic
def let_in(account: Account, *, reason: str) -> str:
    """Give the account a one-time password, take its second factor away, end its sessions; return the password.

    A closed account stays closed: whoever left does not come back this way.
    """
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    had_factor = remove(account)
    end_sessions(account)
    JournalEntry.objects.create(
        act=DEED,
        subject=f"account:{account.pk}",
        reason=reason,
        detail={"username": account.username, "second_factor": had_factor, "user_of_the_machine": _user()},
        city_date=city_today(),
    )
    return password


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
