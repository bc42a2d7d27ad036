"""Reopening an account that was sealed because nobody used it."""

from django.utils import timezone

from xueji.parties.actors import Actor
from xueji.parties.acts.office.accounts import must_reach
from xueji.parties.entrance.unused import sealing
from xueji.parties.models import Account
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.vocabulary.text import Text


@office_act("unseal_account")
def unseal_account(*, actor: Actor, reason: str, account: Account) -> Done:
    """Reopen a sealed account: the days without a sign-in count from now. The sign-ins themselves stand in their log."""
    must_reach(actor, account)
    if not account.is_active or not sealing().holds(account):
        raise refuse(
            "account",
            "account_not_sealed",
            Text("该账号没有封存。", "This account is not sealed."),
            Text("停用的账号不能启用，请开设新账号。", "A closed account stays closed; make a new one."),
        )
    before = account.last_login
    Account.objects.filter(pk=account.pk).update(last_login=timezone.now())
    return Done(f"account:{account.pk}", {"last_sign_in": before.isoformat() if before else None})
