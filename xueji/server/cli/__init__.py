"""The command line `xueji`: one file a command, loaded when it is asked for."""

from __future__ import annotations

import sys

import click

from xueji.server.cli.frame.failures import told
from xueji.server.cli.frame.group import COMMANDS, LazyGroup
from xueji.server.cli.frame.signals import end_on_signals


def main() -> None:
    """Run the command line: failures that can be foreseen end in two sentences and an exit code, not in a traceback."""
    end_on_signals()
    try:
        code = xueji.main(prog_name="xueji", standalone_mode=False)
    except Exception as error:
        known = told(error)
        if known is None:
            raise
        sys.exit(known)
    sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=LazyGroup, members=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="xueji", prog_name="xueji")
def xueji() -> None:
    """学籍：一座城市的学籍管理系统。 A student registry for a whole city."""
