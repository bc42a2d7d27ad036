"""`xueji doctor`: what is missing, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import click

from xueji.server.cli.frame.house import data_option
from xueji.server.database import data_folder
from xueji.server.doctor import examine


@click.command()
@data_option
@click.pass_context
def command(context: click.Context, data: Path | None) -> None:
    """检查本机缺少什么、如何补上。 Say what is missing and how to mend it."""
    fine = True
    for finding in examine(data_folder(data)):
        click.echo("\n".join(finding.lines()))
        fine = fine and finding.fine
    context.exit(0 if fine else 1)
