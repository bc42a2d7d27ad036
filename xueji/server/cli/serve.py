"""`xueji serve`: the web server."""

from __future__ import annotations

from pathlib import Path

import click
from django.db import connections

from xueji.server.cli.frame.house import data_option, open_folder, open_house
from xueji.server.database.locks import only_server
from xueji.server.serving import doorway, supervise, web


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。 Address to listen on.")
@click.option("--port", type=int, default=None, help="端口，默认 8015 起首个空闲的。 Port; from 8015 if left out.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="进程数。 Processes.")
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True, help="线程数。 Threads each.")
def command(data: Path | None, host: str, port: int | None, processes: int, threads: int) -> None:
    """运行网页服务，按 Ctrl-C 结束。 Run the web server until Ctrl-C."""
    with only_server(open_folder(data), "serve") as server, open_house(data), doorway(host, port) as door:
        connections.close_all()
        server.announce(door.address)
        click.echo(door.address)
        supervise([web(door, processes=processes, threads=threads)])
