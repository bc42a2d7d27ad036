"""`xueji import`: lists from outside, judged row by row."""

from __future__ import annotations

from pathlib import Path

import click

from xueji.server.cli.frame.house import data_option, open_house


@click.group()
def command() -> None:
    """导入外来名单。 Import lists from outside."""


@command.command()
@data_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True))
@click.option("--dry-run", is_flag=True, help="只判定，不写入。 Judge only, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象。 Print one JSON object.")
@click.option(
    "--city",
    type=click.Choice(["demo", "current"]),
    default=None,
    help="用哪座城市的学校，默认有学校则 current。 Whose schools; current if there are any, else demo.",
)
@click.pass_context
def admissions(
    context: click.Context, data: Path | None, file: Path, *, dry_run: bool, as_json: bool, city: str | None
) -> None:
    """导入录取名单（xlsx、csv）。 Import an admissions list.

    结束代码：0 已读取文件，2 整个文件被拒，1 其他失败。 Exit codes: 0 the file was read, 2 it was refused, 1 we failed.
    """
    with open_house(data):
        from xueji.exchange.landing.command import run_import

        code = run_import(file, dry_run=dry_run, as_json_object=as_json, city=city)
    context.exit(code)
