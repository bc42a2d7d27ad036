"""Make the training city at the first start; introduce its people at every start."""

from __future__ import annotations

import click

from xueji.exchange.seeding import BEIJING, LANTING, demo_stands
from xueji.parties.clock import city_today
from xueji.server.demo.introduction import introduction
from xueji.server.demo.making import live_until, make
from xueji.server.demo.second import SecondProvince


def run(*, address: str, nation: str = "", second: SecondProvince | None = None) -> None:
    """Make the city unless it stands, and print the addresses, the personas and the sample list.

    With a second province, both go on from the later of their training dates. Raises HouseError when a database holds
    a city that is not the demo's.
    """
    if not demo_stands():
        click.echo("正在生成训练城市…… Inventing the training city …")
    make(BEIJING.jurisdiction)
    others = {}
    if second is not None:
        click.echo(f"正在准备{LANTING.name}…… Preparing the second province …")
        live_until(second.live_until(city_today()))
        others[LANTING] = second.address
    click.echo("\n".join(introduction(address, nation, others)))
