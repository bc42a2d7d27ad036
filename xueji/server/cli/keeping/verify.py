"""`xueji verify`: a backup file as it was written, or a city as the law wants it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from xueji.server.cli.frame.house import data_option
from xueji.server.safekeeping.archive import check_files, opened_archive, passphrase_in, read_manifest
from xueji.server.safekeeping.house import existing_house, must_fit, with_django
from xueji.server.safekeeping.judging import Answer, judge


@click.command()
@data_option
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True))
@click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="加密备份的口令文件。 The passphrase file of an encrypted backup.",
)
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 对象。 Print one JSON object.")
@click.pass_context
def command(
    context: click.Context, data: Path | None, file: Path | None, passphrase_file: Path | None, *, as_json: bool
) -> None:
    """核对备份文件；不给文件则核对数据库是否合规，有错结束代码为 1。 Check a backup, or without a file the city's rows."""
    if file is not None:
        _check(file, passphrase_file, as_json=as_json)
        return
    with existing_house(data) as house:
        must_fit(house)
        with_django(house)
        fine = tell(judge(house.urls.app), as_json=as_json)
    context.exit(0 if fine else 1)


def tell(answers: Iterable[Answer], *, as_json: bool = False) -> bool:
    """Print what each question found, as it is found; True when nothing was."""
    kept = []
    for answer in answers:
        kept.append(answer)
        if not as_json:
            click.echo("\n".join(_lines(answer)))
    fine = all(answer.fine for answer in kept)
    if as_json:
        told = {"fine": fine, "checks": [answer.as_json() for answer in kept]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1, default=str))
    return fine


def _lines(answer: Answer) -> list[str]:
    if answer.fine:
        return [f"✓ {answer.question.name}"]
    says = answer.question.says
    head = f"✗ {answer.question.name}  {says.zh}  {says.en}: {answer.count}"
    rows = [", ".join(f"{name}={value}" for name, value in row.items()) for row in answer.first]
    return [head, *(f"    {row}" for row in rows)]


def _check(file: Path, passphrase_file: Path | None, *, as_json: bool) -> None:
    with opened_archive(file, passphrase_in(passphrase_file)) as archive:
        manifest = read_manifest(archive)
        size = sum(int(each["bytes"]) for each in manifest.files.values())
        with click.progressbar(length=size, label="检查 Checking", file=sys.stderr) as bar:
            check_files(archive, manifest, bar.update)
    if as_json:
        told = {"fine": True, "made_at": manifest.made_at, "program": manifest.program, "city": manifest.city}
        click.echo(json.dumps({**told, "tables": len(manifest.tables), "rows": manifest.rows}, ensure_ascii=False))
        return
    click.echo(f"✓ {manifest.city.get('name', '')} {manifest.city.get('city_date', '')}  {manifest.made_at}")
    click.echo(f"  {len(manifest.tables)} 张表 tables, {manifest.rows} 行 rows, xueji {manifest.program}")
