"""`xueji exchange`: the exchange with the national system by hand, outside its schedule."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xueji.server.cli.frame.house import data_option, open_house
from xueji.server.database import HouseError
from xueji.vocabulary.text import Text

if TYPE_CHECKING:
    from xueji.exchange.port import NationalSystem


@click.group()
def command() -> None:
    """与全国系统交换：收发、查看、对账、上报基线。 Exchange with the nation: sync, status, reconcile, baseline."""


@command.command("sync")
@data_option
def sync_(data: Path | None) -> None:
    """立即收发一次。 Say what is queued and hear what has come, now."""
    with open_house(data):
        from xueji.exchange.border.connecting import sync

        carried, collected = sync(_wire())
        click.echo(f"送出 handed over: {carried.handed_over}  不能传送 unsayable: {carried.unsayable}")
        click.echo(f"收到 came: {collected.stored}  已办理 applied: {collected.applied}")
        _must_be_up(down=carried.down or collected.down)


@command.command()
@data_option
def status(data: Path | None) -> None:
    """查看线路和各状态的消息数。 Show the wire and how many messages stand in each state."""
    with open_house(data):
        from xueji.exchange.border.connecting import border_is_open
        from xueji.exchange.border.lanes import wire_state
        from xueji.exchange.border.queries import arrivals_by_state, counts_by_state
        from xueji.parties.actors import system_actor
        from xueji.parties.scope import scope
        from xueji.vocabulary.parties import Party

        with scope(system_actor(Party.CITY)) as actor:
            wire, ours, theirs = wire_state(), counts_by_state(actor), arrivals_by_state(actor)
        click.echo("线路已配置 configured" if border_is_open() else "未配置交换库 border closed")
        click.echo(f"最近收发 last sync: {wire.last_sync_at or '–'}  对账 reconciled: {wire.reconciled_at or '–'}")
        if wire.down_since:
            click.echo(f"断开 down since: {wire.down_since}  {wire.last_error}")
        for title, counts in (("发出 said", ours), ("收到 heard", theirs)):
            click.echo(f"{title}: " + ("  ".join(f"{state} {count}" for state, count in sorted(counts.items())) or "0"))


@command.command()
@data_option
def reconcile(data: Path | None) -> None:
    """立即对账。 Compare our children with the exchange's, now."""
    with open_house(data):
        from xueji.exchange.border.reconcile import reconcile as compare

        done = compare(_wire())
        click.echo(f"新差异 found: {done.found}  已一致 settled: {done.settled}")
        _must_be_up(down=done.down)


@command.command()
@data_option
@click.option("--dry-run", is_flag=True, help="只计数，不排队。 Count only.")
def baseline(data: Path | None, *, dry_run: bool) -> None:
    """将从未上报的学生全部排队上报；可中断，再次执行即继续。 Queue a report of every child never reported; resumable."""
    with open_house(data):
        from xueji.exchange.border.baseline import queue_baseline, unreported

        due = unreported()
        if dry_run:
            click.echo(f"待上报 would queue: {due}")
            return
        with click.progressbar(length=due, label="排队 queueing", file=sys.stderr) as bar:
            queued = queue_baseline(bar.update)
        click.echo(f"已排队 queued: {queued}")


def _wire() -> NationalSystem:
    from xueji.exchange.border.connecting import our_wire

    wire = our_wire()
    if wire is None:
        raise HouseError(
            Text("没有配置与全国系统的交换。", "No exchange with the national system is configured."),
            Text(
                "请设置 XUEJI_EXCHANGE_URL、XUEJI_EXCHANGE_KEY 和 XUEJI_EXCHANGE_PROVINCE，或数据目录中的 exchange.json。",
                "Set XUEJI_EXCHANGE_URL, _KEY and _PROVINCE, or write exchange.json into the data folder.",
            ),
        )
    return wire


def _must_be_up(*, down: bool) -> None:
    if down:
        raise HouseError(
            Text("与交换库的线路断开。", "The wire to the exchange is cut."),
            Text("消息都已保留，恢复后会自动继续。", "Nothing is lost; it goes on by itself once the wire is back."),
        )
