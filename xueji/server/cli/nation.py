"""`xueji nation`: a pretend national system, and everything that can be done to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xueji.server.cli.frame.house import data_option, open_folder
from xueji.server.database import HouseError, running
from xueji.server.nation.keys import DEMO_PROVINCE, NATION_FILE
from xueji.vocabulary.border.verbs import Business
from xueji.vocabulary.text import Text

if TYPE_CHECKING:
    from xueji.exchange.simulator.store.work import Work


@click.group()
def command() -> None:
    """运行、操纵虚构的全国系统。 Run and steer a pretend national system."""


@command.command()
@data_option
@click.option(
    "--province",
    "provinces",
    multiple=True,
    metavar="CODE[=DIR]",
    help="接入的省份及其数据目录，可多次给出。 A connected province and its data folder; may be repeated.",
)
@click.option("--port", type=int, default=None, help="操纵页的端口。 Port of the steering page.")
def run(data: Path | None, provinces: tuple[str, ...], port: int | None) -> None:
    """运行全国系统及其操纵页，按 Ctrl-C 结束。 Run the nation and its page until Ctrl-C."""
    from xueji.server.nation.child import nation
    from xueji.server.serving import doorway, supervise

    folder = open_folder(data)
    connected = dict(_placed(each, folder) for each in provinces or (DEMO_PROVINCE,))

    from xueji.server.nation.founding import found_nation

    # The page steers without a password: it listens on this machine alone.
    with running(folder) as urls, doorway("127.0.0.1", port) as door:
        found_nation(folder, urls, connected)
        click.echo(door.address)
        supervise([nation(folder, door)])


def _placed(text: str, folder: Path) -> tuple[str, Path]:
    code, _, named = text.partition("=")
    if not (code.isascii() and code.isdigit() and len(code) == 6):  # noqa: PLR2004 - GB/T 2260
        raise click.BadParameter(f"{text}: CODE[=DIR], 例如 e.g. 110000=/srv/xueji")
    place = Path(named).expanduser().absolute() if named else folder
    if not place.is_dir():
        raise click.BadParameter(f"{place}: 没有这一目录 no such folder")
    return code, place


def _steer(data: Path | None, deed: Callable[[Work], Any]) -> Any:
    """Do something to the nation of a data folder, running or not; a running one goes on from there."""
    from xueji.exchange.simulator.steering import NoSuchThing
    from xueji.exchange.simulator.store.work import Store

    folder = open_folder(data)
    if not (folder / NATION_FILE).exists():
        raise HouseError(
            Text("数据目录 {data} 中没有全国系统。", "There is no nation in {data}.").format(data=folder),
            Text("请先执行 xueji nation run 或 xueji demo。", "Run xueji nation run or xueji demo first."),
        )
    from xueji.server.nation.founding import found_nation

    with running(folder) as urls:
        store = Store(found_nation(folder, urls, {}).address)
        try:
            with store.work(datetime.now(UTC)) as work:
                return deed(work)
        except NoSuchThing as error:
            raise click.ClickException(str(error)) from None
        finally:
            store.close()


@command.command()
@data_option
def status(data: Path | None) -> None:
    """显示日期、省份和在办申请。 Show the date, the provinces, the open applications."""
    from xueji.exchange.simulator.page.showing import shown

    found = _steer(data, lambda work: shown(work, before=None))
    click.echo(f"{found['today']}   {found['nation']['seconds_per_day']:g} s/天 day")
    for each in found["provinces"]:
        wire = each["connected"] and ("断开 cut" if each["cut"] else each["trouble"] or "接通 connected")
        click.echo(f"{each['code']} {each['name'].zh} {each['children']}人 {wire or ''}".rstrip())
    for each in found["applications"]:
        click.echo(
            f"{each['about']} {each['from'].zh} → {each['to'].zh} {each['state'].label.zh} {each['held']}".rstrip()
        )


@command.command()
@data_option
@click.argument("days", type=float, default=1)
def day(data: Path | None, days: float) -> None:
    """日期前进若干天。 Move the nation's date on by so many days."""
    from xueji.exchange.simulator import steering

    _steer(data, lambda work: steering.pass_days(work, days))


@command.command()
@data_option
@click.argument("seconds", type=float)
def speed(data: Path | None, seconds: float) -> None:
    """每天几秒；0 为停止。 Let a day last so many seconds; 0 stops the clock."""
    from xueji.exchange.simulator import steering

    _steer(data, lambda work: steering.set_pace(work, seconds))


@command.command("issue-numbers")
@data_option
def issue_numbers(data: Path | None) -> None:
    """春季下发正式学籍号。 Issue formal numbers, as every spring."""
    from xueji.exchange.simulator.engine.registering import issue_formal_numbers

    click.echo(_steer(data, issue_formal_numbers))


@command.command()
@data_option
def term(data: Path | None) -> None:
    """学期调整：结束全部未校验申请。 Adjust terms: end every unchecked application."""
    from xueji.exchange.simulator.engine.calendar import adjust_term

    click.echo(_steer(data, adjust_term))


@command.command()
@data_option
def scan(data: Path | None) -> None:
    """全国查重。 Scan the nation for duplicates."""
    from xueji.exchange.simulator.engine.problems import scan as look

    click.echo(_steer(data, look))


@command.command()
@data_option
@click.argument("number")
@click.option("--province", default=DEMO_PROVINCE, show_default=True, help="学生所在省。 Where the child is.")
@click.option("--to", "receiving", default="", help="申请的外省，默认任意。 The province that applies.")
@click.option("--name", default="", help="未上报学生的姓名。 Name of a child that was never reported.")
@click.option("--continuation", is_flag=True, help="毕业后跨省就学。 After leaving a stage.")
def apply(data: Path | None, number: str, province: str, receiving: str, name: str, *, continuation: bool) -> None:
    """外省为我方学生提出申请。 Let another province apply for one of our children."""
    from xueji.exchange.simulator import steering

    business = Business.CONTINUATION if continuation else Business.TRANSFER
    click.echo(_steer(data, lambda work: steering.ask_for(work, province, number, business, receiving, name)))


@command.command()
@data_option
@click.argument("about")
def hold(data: Path | None, about: str) -> None:
    """搁置一件申请，不再回音。 Let an application hear nothing any more."""
    from xueji.exchange.simulator import steering

    _steer(data, lambda work: steering.hold(work, about))


@command.command()
@data_option
@click.argument("about")
def release(data: Path | None, about: str) -> None:
    """恢复一件被搁置的申请。 Let a held application go on."""
    from xueji.exchange.simulator import steering

    _steer(data, lambda work: steering.release(work, about))


@command.command()
@data_option
@click.argument("about")
@click.argument("order")
def answer(data: Path | None, about: str, order: str) -> None:
    """决定下一步：pass、fail:错误、approve、refuse[:理由]、go、abort。 Decide the next step of an application."""
    from xueji.exchange.simulator import steering

    if order == "abort":
        _steer(data, lambda work: steering.end_abnormally(work, about))
    else:
        _steer(data, lambda work: steering.answer(work, about, order))
