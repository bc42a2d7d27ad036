"""`xueji restore`: a backup becomes a city again, in an empty place."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from xueji.server.border import FILE as EXCHANGE
from xueji.server.cli.frame.house import data_option
from xueji.server.cli.keeping.verify import tell
from xueji.server.database import data_folder
from xueji.server.safekeeping.archive import check_files, opened_archive, passphrase_in, read_manifest
from xueji.server.safekeeping.house import with_django
from xueji.server.safekeeping.judging import judge
from xueji.server.safekeeping.restoring import bring_private, new_house, restore


@click.command()
@data_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True))
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="加密备份的口令文件。 The passphrase file of an encrypted backup.",
)
@click.pass_context
def command(context: click.Context, data: Path | None, file: Path, passphrase_file: Path | None) -> None:
    """从备份恢复到新的数据目录（--data）或空数据库，并核对。 Restore into a new --data folder, and compare."""
    with opened_archive(file, passphrase_in(passphrase_file)) as archive:
        manifest = read_manifest(archive)
        size = sum(int(each["bytes"]) for each in manifest.files.values())
        with click.progressbar(length=size, label="检查 Checking", file=sys.stderr) as bar:
            check_files(archive, manifest, bar.update)
        with new_house(data_folder(data)) as house:
            bring_private(archive, manifest, house.data)
            with_django(house)
            with click.progressbar(length=2 * size, label="恢复 Restoring", file=sys.stderr) as bar:
                restored = restore(archive, manifest, house, bar.update)
            click.echo(
                f"{len(manifest.tables)} 张表、{manifest.rows} 行，与备份逐表一致。 "
                f"{len(manifest.tables)} tables, {manifest.rows} rows: each equals the backup."
            )
            if manifest.signing == "environment":
                click.echo(
                    "密钥不在备份中，须设置原 XUEJI_SECRET_KEY，否则动态口令失效。 The secret key was in the environment: "
                    "set the former XUEJI_SECRET_KEY, or second factors are lost.",
                    err=True,
                )
            if EXCHANGE in manifest.files:
                click.echo(
                    "交换库的地址和密钥已恢复，后台任务一启动即以本地名义收发；若为演练，请先移走 exchange.json。 "
                    "The exchange's address and key are back: once a worker runs, this place speaks for the province. "
                    "For a trial, take exchange.json away first.",
                    err=True,
                )
            if not restored.fits:
                click.echo("请执行 xueji migrate 升级。 Made by an earlier version: run xueji migrate next.")
                return
            fine = tell(judge(house.urls.app))
    context.exit(0 if fine else 1)
