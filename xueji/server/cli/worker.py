"""`xueji worker`: the process that runs jobs and schedules."""

from __future__ import annotations

from pathlib import Path

import click
from django.db import connections

from xueji.server.cli.frame.house import data_option, open_house
from xueji.server.serving import supervise, worker


@click.command()
@data_option
def command(data: Path | None) -> None:
    """运行后台任务，按 Ctrl-C 结束。 Run background jobs until Ctrl-C."""
    with open_house(data):
        connections.close_all()
        supervise([worker()])
