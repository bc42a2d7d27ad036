"""`xueji demo`: a training city with invented people, web server and worker together."""

from __future__ import annotations

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
def command(data: Path | None, host: str, port: int | None) -> None:
    """开办一座虚构的训练城市，按 Ctrl-C 结束。 Run an invented training city until Ctrl-C."""
    with only_server(open_folder(data), "demo") as server, open_house(data), doorway(host, port) as door:
        from xueji.server.demo.run import run

        run(address=door.address)
        # The children open their own; an idle connection of this process would only stand in the way.
        connections.close_all()
        server.announce(door.address)
        supervise([web(door), worker()])
