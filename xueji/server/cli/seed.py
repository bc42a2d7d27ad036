"""`xueji seed`: an invented city of any size, the same for the same number."""

from __future__ import annotations

import time
from pathlib import Path

import click
import psycopg

from xueji.server.cli.frame.house import data_option, open_house


@click.command()
@data_option
@click.option("--students", type=click.IntRange(min=1), required=True, help="学生人数。 How many children.")
@click.option(
    "--seed", "number", type=int, default=2015, show_default=True, help="种子。 Number that fixes the result."
)
def command(data: Path | None, students: int, number: int) -> None:
    """生成一座虚构的城市，或在训练城市中增加学校。 Invent a city of any size, or add schools to a training city."""
    with open_house(data) as house:
        from xueji.exchange.seeding import seed

        began = time.monotonic()
        with click.progressbar(length=students, label="生成学生 Inventing children") as bar:
            seed(students=students, seed=number, told=lambda written: bar.update(written - bar.pos))
        if house.urls.owner:
            # Hundreds of thousands of rows came at once: the planner must know of them before the first page asks.
            with psycopg.connect(house.urls.owner, autocommit=True) as owner:
                owner.execute("ANALYZE")
        click.echo(f"{students} 人，{time.monotonic() - began:.0f} 秒。 {students} children, done.")
