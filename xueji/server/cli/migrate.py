"""`xueji migrate`: the database brought to this version, as its owner."""

from __future__ import annotations

from pathlib import Path

import click

from xueji.server.cli.frame.house import data_option, open_folder
from xueji.server.database import prepare, running


@click.command()
@data_option
def command(data: Path | None) -> None:
    """升级数据库。 Bring the database to this version."""
    with running(open_folder(data)) as urls:
        changed = prepare(urls)
    click.echo("数据库已升级。 The database was migrated." if changed else "数据库已是最新。 Nothing to migrate.")
