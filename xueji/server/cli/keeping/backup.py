"""`xueji backup`: all of a running city in one file."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xueji.server.cli.frame.house import data_option
from xueji.server.safekeeping.archive import passphrase_in
from xueji.server.safekeeping.backing_up import Backup, connected
from xueji.server.safekeeping.house import existing_house


@click.command()
@data_option
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="用文件首行的口令加密。 Encrypt under the first line of this file.",
)
def command(data: Path | None, target: Path, passphrase_file: Path | None) -> None:
    """把整座城市备份到一个文件或目录，运行中也可。 Back a city up, running or not, into a file or folder."""
    phrase = passphrase_in(passphrase_file)
    with existing_house(data) as house, connected(house.keeper) as connection:
        backup = Backup(house, connection)
        with click.progressbar(length=backup.size, label="备份 Backing up", file=sys.stderr) as bar:
            kept = backup.write(target, phrase, bar.update)
    click.echo(kept.file)
    click.echo(f"SHA-256 {kept.sha256}")
    click.echo(f"{len(kept.manifest.tables)} 张表 tables, {kept.manifest.rows} 行 rows")
    if phrase is None:
        click.echo("未加密：内含儿童信息与密钥，请妥善保管，或用 --passphrase-file。", err=True)
        click.echo(
            "Not encrypted: it holds children's data and the secret key. Guard it, or use --passphrase-file.", err=True
        )
