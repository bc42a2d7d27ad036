"""The nation's process: it reads where its databases are from its data folder, and lives until it is told to end."""

from __future__ import annotations

import contextlib
import signal
import socket
from pathlib import Path

import click

from xueji.exchange.adapters.choosing import nation_end
from xueji.exchange.simulator.running import run
from xueji.server.nation.keys import keys_in
from xueji.server.serving.parent import end_with_parent


@click.command()
@click.option("--data", type=click.Path(path_type=Path, exists=True, file_okay=False), required=True)
@click.option("--socket", "socket_number", type=int, required=True)
def main(data: Path, socket_number: int) -> None:
    """Be the nation until told to end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    end_with_parent()
    keys = keys_in(data)
    wires = {code: wire for code, wire in keys.wires.items() if wire.address}
    ends = [nation_end(wire.address, province=code, key=bytes.fromhex(wire.key)) for code, wire in wires.items()]
    with contextlib.suppress(KeyboardInterrupt):
        run(keys.address, ends, socket.socket(fileno=socket_number))


if __name__ == "__main__":
    main()
