"""`xueji rulebook`: the regulations as the program understands them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import click
import django

from xueji.process.drawing import as_json as rulebook_as_json
from xueji.process.drawing import status_table
from xueji.process.loading import load_rulebook, rulebook_names
from xueji.process.rulebook import CompiledRulebook
from xueji.process.soundness import check
from xueji.server.database import HouseError
from xueji.vocabulary.text import Text


@click.group()
def command() -> None:
    """检查、查看规则集。 Check or show rulebooks."""


@command.command("check")
@click.argument("name", required=False)
@click.pass_context
def check_one_or_all(context: click.Context, name: str | None) -> None:
    """检查一个或全部规则集，有错则结束代码为 1。 Check one rulebook, or all; exit code 1 when one is faulty."""
    books = [_loaded(each) for each in ([name] if name else rulebook_names())]
    deeds, effects = _bound_names()
    faulty = False
    for book in books:
        faults = check(book.rulebook, deeds, effects)
        click.echo(f"{'✗' if faults else '✓'} {book.key}  {book.rulebook.title.zh}  {book.rulebook.title.en}")
        for fault in faults:
            click.echo(f"  {fault.where} [{fault.rule}]\n    {fault.says.zh}\n    {fault.says.en}")
        faulty = faulty or bool(faults)
    context.exit(1 if faulty else 0)


@command.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="全部内容，一个 JSON 对象。 Everything, as one JSON object.")
def show(name: str, *, as_json: bool) -> None:
    """查看一个规则集的程序与状态。 Show a rulebook's procedures and their states."""
    book = _loaded(name)
    if as_json:
        click.echo(json.dumps(rulebook_as_json(book), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_described(book)))


def _loaded(name: str) -> CompiledRulebook:
    if name not in rulebook_names():
        raise HouseError(
            Text("没有名为 {name} 的规则集。", "No rulebook is called {name}.").format(name=name),
            Text("现有：{names}。", "There are: {names}.").format(names=", ".join(rulebook_names())),
        )
    return load_rulebook(name)


def _described(book: CompiledRulebook) -> Iterator[str]:
    """Yield the status dictionary of each procedure, for a terminal; periods are those of the edition's first day."""
    yield f"{book.key}  {book.rulebook.title.zh}  {book.rulebook.title.en}  ({book.rulebook.in_force_from} –)"
    for procedure in book.procedures.values():
        yield f"\n{procedure.title.zh}  {procedure.title.en}  [{procedure.key}]"
        for row in status_table(procedure, book.parameters, book.rulebook.in_force_from):
            holder = f"{row.holder.zh} {row.holder.en}" if row.holder else f"{row.kind.zh} {row.kind.en}"
            yield f"  {row.label.zh}  {row.label.en}  |  {holder}  |  {row.clock.zh} {row.clock.en}"
            for step in row.steps:
                targets = " / ".join(f"{target.zh} {target.en}" for target in step.to)
                yield f"      {step.label.zh} {step.label.en} → {targets}"


def _bound_names() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of deeds and effects that the program can carry out; they need Django, but no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueji.server.settings")
    django.setup()
    from xueji.server.wiring import deeds, effects

    return deeds(), effects()
