"""`xueji clocks`: the periods of the regulations, and open cases that follow a changed one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xueji.process.compiled import CompiledProcedure
from xueji.process.loading import UnknownRulebookError, load_rulebook, rulebook_names
from xueji.process.notation import Keep, Within
from xueji.process.rulebook import CompiledRulebook
from xueji.server.cli.frame.house import data_option, open_house
from xueji.server.database import HouseError
from xueji.vocabulary.text import Text

if TYPE_CHECKING:
    from xueji.cases.recomputing import Recomputed


@click.group()
def command() -> None:
    """查看办理时限，按现行时限重算在办业务。 Show periods; let open cases follow a changed one."""


@command.command("list")
@click.option("--edition", default=None, metavar="NAME", help="只看一个规则集。 One rulebook only.")
def list_(edition: str | None) -> None:
    """列出参数、各时期的值和所管的环节。 List parameters, their dated values and the steps they govern."""
    try:
        books = [load_rulebook(name) for name in ([edition] if edition else rulebook_names())]
    except UnknownRulebookError as error:
        raise HouseError(
            Text(f"没有名为 {edition} 的规则集。", f"No rulebook is called {edition}."),
            Text(f"现有：{'、'.join(rulebook_names())}。", f"There are: {', '.join(rulebook_names())}."),
        ) from error
    for book in books:
        click.echo("\n".join(_described(book)))


@command.command()
@data_option
@click.option("--procedure", required=True, metavar="KEY", help="业务，如 in_city_transfer。 The procedure.")
@click.option("--reason", default="", help="理由，记入每件业务。 Why; kept with every case that moves.")
@click.option("--dry-run", is_flag=True, help="只预览，不改动。 Preview only.")
def recompute(data: Path | None, procedure: str, reason: str, *, dry_run: bool) -> None:
    """按今天有效的时限重算在办业务的到期日。 Move open cases to the periods in force today."""
    with open_house(data):
        from xueji.cases.recomputing import recompute as move
        from xueji.parties.actors import system_actor
        from xueji.parties.rulebook import rulebook_in_force
        from xueji.vocabulary.parties import Party

        known = rulebook_in_force().procedures
        if procedure not in known:
            raise HouseError(
                Text(f"现行规则集没有业务 {procedure}。", f"The rulebook in force has no procedure {procedure}."),
                Text(f"现有：{'、'.join(known)}。", f"There are: {', '.join(known)}."),
            )
        if not dry_run and not reason.strip():
            raise HouseError(
                Text("重算到期日须写明理由。", "Moving due dates takes a reason."),
                Text("请加 --reason “……”，或先用 --dry-run 预览。", 'Add --reason "…", or preview with --dry-run.'),
            )
        done = move(procedure, actor=system_actor(Party.SERVICE_TEAM), reason=reason, dry_run=dry_run)
        click.echo("\n".join(_told(done, known[procedure], dry_run=dry_run)))


def _described(book: CompiledRulebook) -> Iterator[str]:
    """Yield each parameter that is a period, its values from their days on, and what it governs."""
    yield f"{book.key}  {book.rulebook.title.zh}  {book.rulebook.title.en}"
    for parameter in book.parameters.describe():
        yield f"\n  {parameter.name}  {parameter.title.zh}  {parameter.title.en}  [{parameter.unit}]"
        for value in parameter.values:
            yield f"    {value.since} –  {value.value}  {value.source} [{value.tag}]"
        for procedure in book.procedures.values():
            yield from _governed(procedure, parameter.name)


def _governed(procedure: CompiledProcedure, name: str) -> Iterator[str]:
    for state in procedure.states.values():
        clock = state.clock
        within = clock.otherwise if isinstance(clock, Keep) else clock
        if isinstance(within, Within) and within.param == name:
            yield f"      → {procedure.key}.{state.key}  {state.label.zh}  {state.label.en}"
    for window in procedure.windows:
        if window.within.param == name:
            yield f"      → {procedure.key}: {window.fact}"


def _told(done: Recomputed, procedure: CompiledProcedure, *, dry_run: bool) -> Iterator[str]:
    """Yield how many cases move from which day to which, and the first of their numbers."""
    yield f"{procedure.title.zh}  {procedure.title.en}  [{procedure.key}]"
    for move, count in sorted(done.moves.items()):
        state = procedure.states.get(move.state)
        label = f"{state.label.zh}  {state.label.en}" if state else move.state
        yield f"  {label}: {move.before} → {move.after}  {count}"
    verb = ("将移动", "would move") if dry_run else ("已移动", "moved")
    yield f"{verb[0]} {done.moved} 件，共查 {done.looked_at} 件在办业务。"
    yield f"{done.moved} {verb[1]}, of {done.looked_at} open cases with a due date."
    if done.already_over:
        yield f"其中 {done.already_over} 件的新期限已过。 {done.already_over} of them are past their new day."
    if done.numbers:
        more = " …" if done.moved > len(done.numbers) else ""
        yield f"业务编号 Cases: {', '.join(map(str, done.numbers))}{more}"
