"""`xueji account`: for the machine's administrator, when nobody in the city can help any more."""

from __future__ import annotations

from pathlib import Path

import click

from xueji.server.cli.frame.house import data_option, open_house
from xueji.server.database import HouseError
from xueji.vocabulary.text import Text


@click.group()
def command() -> None:
    """账号的最后补救。 Last help for accounts."""


@command.command()
@data_option
@click.argument("username")
@click.option("--reason", default="", help="原因，记入日志。 Reason, kept in the journal.")
@click.option("--yes", is_flag=True, help="不再询问。 Do not ask.")
def reset(data: Path | None, username: str, reason: str, *, yes: bool) -> None:
    """重置口令并取消动态验证码。 A new one-time password; the second factor is taken away."""
    with open_house(data):
        from xueji.parties.models import Account
        from xueji.server.safekeeping.letting_in import let_in

        account = Account.objects.filter(username=username.strip().lower()).first()
        if account is None:
            raise HouseError(
                Text("没有用户名为 {name} 的账号。", "No account is called {name}.").format(name=username),
                Text("请核对用户名。", "Check the user name."),
            )
        if not account.is_active:
            raise HouseError(
                Text("账号 {name} 已停用。", "The account {name} is closed.").format(name=account.username),
                Text("停用的账号不能重置，请重置其他账号。", "A closed account is not reset: choose another."),
            )
        if not yes:
            click.confirm(f"重置 {account.full_name} 的账号？ Reset the account of {account.full_name}?", abort=True)
        password = let_in(account, reason=reason)
    click.echo(f"用户名 Username: {account.username}")
    click.echo(f"一次性口令，首次登录须更改 One-time password, to be changed at the first sign-in: {password}")
