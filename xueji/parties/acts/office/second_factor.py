"""Taking a second factor away: for a lost telephone, by the office above."""

from xueji.parties.actors import Actor
from xueji.parties.acts.office.accounts import end_sessions, must_reach
from xueji.parties.entrance.second_factor import remove
from xueji.parties.models import Account
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.vocabulary.text import Text


@office_act("reset_second_factor")
def reset_second_factor(*, actor: Actor, reason: str, account: Account) -> Done:
    """Take the second factor of an account away; open sessions end. Where it is a duty the next sign-in makes a new one.

    Whoever does this has made sure who is asking: password and second factor then both hang on the office's word.
    """
    must_reach(actor, account)
    if not remove(account):
        raise refuse(
            "account",
            "no_second_factor",
            Text("该账号没有设置动态验证码。", "This account has no second factor."),
            Text("不需要重置；本人可在“我的账号”中设置。", "Nothing to reset; its owner sets one up under My account."),
        )
    end_sessions(account)
    return Done(f"account:{account.pk}")
