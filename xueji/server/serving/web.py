"""The web server process: gunicorn with threads, on a socket that its parent has opened."""

from __future__ import annotations

import os

import click
from gunicorn.app.base import BaseApplication

from xueji.server.serving.parent import end_with_parent

_TIMEOUT_SECONDS = 60
# A worker is renewed after so many requests, so that no slow leak grows for a whole term.
_REQUESTS_A_WORKER = 20_000


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn, told by arguments instead of by files."""

    def __init__(self, options: dict[str, object]) -> None:
        """Keep the options for `load_config`, which the base class calls."""
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options over."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        """Load the application in each worker."""
        from xueji.server.wsgi import application  # noqa: PLC0415 (each worker loads Django for itself)

        return application


@click.command()
@click.option("--socket", "socket_number", type=int, required=True)
@click.option("--processes", type=int, default=2)
@click.option("--threads", type=int, default=8)
def main(socket_number: int, processes: int, threads: int) -> None:
    """Serve until told to end."""
    end_with_parent()
    WebServer(
        {
            "bind": f"fd://{socket_number}",
            "worker_class": "gthread",
            "workers": processes,
            "threads": threads,
            "timeout": _TIMEOUT_SECONDS,
            "max_requests": _REQUESTS_A_WORKER,
            "max_requests_jitter": _REQUESTS_A_WORKER // 10,
            "loglevel": os.environ.get("XUEJI_LOG", "warning").lower(),
            "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,  # noqa: S108 (heartbeats, in memory)
            "control_socket_disable": True,
        }
    ).run()


if __name__ == "__main__":
    main()
