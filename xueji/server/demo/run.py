"""Make the training city at the first start; introduce its people at every start."""

from __future__ import annotations

import click

from xueji.exchange.seeding import build_demo, demo_stands
from xueji.parties.models import City
from xueji.server.database import HouseError
from xueji.server.demo.introduction import introduction
from xueji.vocabulary.text import Text


def run(*, address: str) -> None:
    """Make the city unless it stands, and print the address, the personas and the sample list.

    Raises HouseError when the database holds a city that is not the demo's.
    """
    if not demo_stands():
        if City.objects.exists():
            raise HouseError(
                Text(
                    "此数据目录中已有另一座城市，不能开办训练城市。",
                    "This data folder holds another city than the demo's.",
                ),
                Text("请用 --data 指定一个新目录。", "Name a new folder with --data."),
            )
        click.echo("正在生成训练城市…… Inventing the training city …")
        build_demo()
    click.echo("\n".join(introduction(address)))
