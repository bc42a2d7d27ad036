"""A further province is made ready in a process of its own, for Django serves one database: the environment names it.

Run with `python -m`; nobody imports it.
"""

from __future__ import annotations

import os
from datetime import datetime

import click
import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueji.server.settings")
# Models are there only once Django is set up.
django.setup()

from xueji.server.demo.making import live_until, make  # noqa: E402


@click.command()
@click.option("--jurisdiction", required=True)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True)
def main(jurisdiction: str, until: datetime) -> None:
    """Make the demo's place unless it stands, let it live until a day, and say which day it has then."""
    make(jurisdiction)
    click.echo(live_until(until.date()).isoformat())


if __name__ == "__main__":
    main()
