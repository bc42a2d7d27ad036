"""`xueji takeover`: a city that kept its register elsewhere brings it in files."""

from __future__ import annotations

from pathlib import Path

import click

from xueji.server.cli.frame.house import data_option, open_house


@click.command()
@data_option
@click.argument("source", required=False, type=click.Path(path_type=Path, exists=True, readable=True))
@click.option("--dry-run", is_flag=True, help="只核对，不写入。 Judge only, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象。 Print one JSON object.")
@click.option(
    "--result",
    type=click.Path(path_type=Path, file_okay=False),
    help="把带结论的表写到此目录。 Write the tables with verdicts into this folder.",
)
@click.option(
    "--template",
    type=click.Path(path_type=Path, file_okay=False),
    help="只把空白模板写到此目录。 Only write the empty templates into this folder.",
)
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    context: click.Context,
    data: Path | None,
    source: Path | None,
    result: Path | None,
    template: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """从文件接管已有学籍：工作簿、CSV 目录或其 zip。 Take an existing register over from files.

    结束代码：0 已读取，2 整个文件被拒，1 其他失败。 Exit codes: 0 the files were read, 2 they were refused, 1 we failed.
    """
    if template is None and source is None:
        raise click.UsageError("请给出文件或目录，或用 --template。 Name a file or folder, or use --template.")
    with open_house(data):
        if template is not None:
            from xueji.exchange.takeover.template import write_folder

            for path in write_folder(template):
                click.echo(path)
            return
        from xueji.exchange.takeover.command import run_takeover

        assert source is not None, "asked for above"
        code = run_takeover(source, dry_run=dry_run, as_json=as_json, result=result)
    context.exit(code)
