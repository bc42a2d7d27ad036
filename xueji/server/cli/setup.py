"""`xueji setup`: a real city with its rulebook and its first administrator, and no invented data."""

from __future__ import annotations

import re
from pathlib import Path

import click

from xueji.process.loading import editions_of, load_rulebook, rulebook_names
from xueji.server.cli.frame.house import data_option, open_house


def _known(context: click.Context, parameter: click.Parameter, value: str) -> str:
    del context, parameter
    if not editions_of(value):
        known = sorted({load_rulebook(name).rulebook.jurisdiction for name in rulebook_names()})
        raise click.BadParameter(f"没有辖区 {value} 的规则集，现有 no rulebook of it; there are: {', '.join(known)}")
    return value


def _six_digits(context: click.Context, parameter: click.Parameter, value: str) -> str:
    del context, parameter
    if not re.fullmatch(r"[1-9][0-9]{5}", value):
        raise click.BadParameter("须为 6 位数字，如 110000。 It has six digits, such as 110000.")
    return value


@click.command()
@data_option
@click.option(
    "--jurisdiction",
    prompt="规则集辖区 Jurisdiction of the rulebook",
    default="beijing",
    show_default=True,
    callback=_known,
    help="规则集辖区。 Jurisdiction of the rulebook.",
)
@click.option("--city-name", prompt="城市名称 Name of the city", help="城市名称。 Name of the city.")
@click.option(
    "--city-code",
    prompt="行政区划代码（6 位） Region code, 6 digits",
    callback=_six_digits,
    help="行政区划代码（6 位）。 Region code, 6 digits.",
)
@click.option(
    "--admin",
    "username",
    prompt="管理员用户名 Username of the first administrator",
    help="首位管理员的用户名。 Username of the first administrator.",
)
@click.option(
    "--admin-name", "full_name", default=None, help="管理员姓名，默认同用户名。 Full name of the administrator."
)
def command(
    data: Path | None, jurisdiction: str, city_name: str, city_code: str, username: str, full_name: str | None
) -> None:
    """开办一座真实的城市，显示首位管理员的一次性口令。 Set up a real city; prints a one-time password."""
    with open_house(data):
        from xueji.parties.acts.setup_city import setup_city

        password = setup_city(
            jurisdiction=jurisdiction,
            city_code=city_code,
            city_name=city_name,
            username=username,
            full_name=full_name or username,
        )
    click.echo(f"用户名 Username: {username}")
    click.echo(f"一次性口令，首次登录须更改 One-time password, to be changed at the first sign-in: {password}")
