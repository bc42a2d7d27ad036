"""`xueji demo`: a training city with invented people: web server, worker and a pretend nation together."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click
from django.db import connections

from xueji.server.cli.frame.house import data_option, open_folder, open_house
from xueji.server.database.locks import only_server
from xueji.server.serving import doorway, supervise, web, worker


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。 Address to listen on.")
@click.option("--port", type=int, default=None, help="端口，默认 8015 起首个空闲的。 Port; from 8015 if left out.")
@click.option(
    "--provinces",
    type=click.IntRange(1, 2),
    default=1,
    show_default=True,
    help="省数：2 为另开办岚汀省，可互相转学。 With 2, an invented province beside it; children move between both.",
)
def command(data: Path | None, host: str, port: int | None, provinces: int) -> None:
    """开办一座虚构的训练城市，按 Ctrl-C 结束。 Run an invented training city until Ctrl-C."""
    from xueji.server.demo.second import second_province
    from xueji.server.nation.beside import beside

    folder = open_folder(data)
    with ExitStack() as stack:
        server = stack.enter_context(only_server(folder, "demo"))
        second = stack.enter_context(second_province(folder)) if provinces > 1 else None
        house = stack.enter_context(open_house(folder))
        door = stack.enter_context(doorway(host, port))
        neighbor = stack.enter_context(beside(house.data, house.urls))
        if second:
            stack.enter_context(second.open(host, house.data, house.urls))
        from xueji.server.demo.run import run

        run(address=door.address, nation=neighbor.address, second=second)
        # The children open their own; an idle connection of this process would only stand in the way.
        connections.close_all()
        server.announce(door.address)
        supervise([web(door), worker(), *neighbor.children, *(second.children() if second else ())])
