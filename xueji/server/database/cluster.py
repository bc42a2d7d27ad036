"""One private PostgreSQL server: its files are made once, it is started, found again and stopped."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xueji.server.database.account import Account
from xueji.server.database.errors import HouseError
from xueji.server.database.folder import CLUSTER
from xueji.server.database.postmaster import Postmaster, is_alive, read_postmaster
from xueji.server.database.programs import Programs
from xueji.vocabulary.text import Text

SUPERUSER = "postgres"
_FIRST_PORT = 25_432
_PORTS = 200
_LOG_LIMIT = 10 * 1024 * 1024
# Recovery after a crash replays the log before the server is ready; beyond this something else is wrong.
_PATIENCE_SECONDS = 120.0
_POLL_SECONDS = 0.02
_TRIES_AFTER_CRASH = 40

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "shared_buffers": "256MB",
    # Web threads, jobs and a command beside them; tests of contention open a hundred at once.
    "max_connections": "200",
    # A statement or its details in the server's log could show a child's number in clear.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}
_FOR_TESTS_ONLY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(slots=True)
class Cluster:
    """The server whose files are in `place`/postgresql, run by `account`. With `durable` off a power cut loses it."""

    place: Path
    account: Account
    durable: bool = True
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def files(self) -> Path:
        """The folder of the database files."""
        return self.place / CLUSTER

    @property
    def log(self) -> Path:
        """Where the server writes its complaints."""
        return self.place / "postgresql.log"

    def major(self) -> int | None:
        """Return the main version that made the files, or None when there are none yet."""
        version = self.files / "PG_VERSION"
        return int(version.read_text()) if version.exists() else None

    def make(self, programs: Programs, superuser_password: str) -> bool:
        """Make the files with `programs`; False when they fail. A half-made cluster is never left in place."""
        fresh = self.files.with_name(CLUSTER + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(0o700)
        self.account.take(fresh)
        self._cut_log()
        with self._password_file(superuser_password) as file:
            for locale in ("C.UTF-8", "C"):
                if self._initdb(programs, fresh, file, locale):
                    fresh.rename(self.files)
                    return True
        shutil.rmtree(fresh, ignore_errors=True)
        return False

    def running(self) -> Postmaster | None:
        """Return the live server of these files, waiting for one that is just starting or recovering."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while (found := read_postmaster(self.files)) and not found.ready and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        return found

    def start(self, programs: Programs) -> int:
        """Start the server on the next free port of 127.0.0.1 and return the port. Raises HouseError."""
        ports = _free_ports()
        port = next(ports, 0)
        for _ in range(_TRIES_AFTER_CRASH):
            complaint = self._start_once(programs, port)
            if complaint is None:
                return port
            if "Address already in use" in complaint:
                port = next(ports, 0)
            elif "shared memory block" in complaint:
                # Sessions of a server that was killed are still ending.
                time.sleep(0.25)
            else:
                break
        raise self._did_not_start(complaint or "")

    def stop(self) -> None:
        """End every session and stop the server; what was committed is on disk when this returns."""
        server = read_postmaster(self.files)
        if server is None:
            return
        for how, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(server.pid, how)
            if self._ended(server.pid, seconds):
                return

    def _ended(self, pid: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._child and self._child.pid == pid:
                self._child.poll()
            if not is_alive(pid):
                return True
            time.sleep(_POLL_SECONDS)
        return False

    def _initdb(self, programs: Programs, folder: Path, password_file: Path, locale: str) -> bool:
        command = [
            str(programs.folder / "initdb"), "--pgdata", str(folder), "--encoding=UTF8", f"--locale={locale}",
            f"--username={SUPERUSER}", f"--pwfile={password_file}", "--auth-host=scram-sha-256", "--auth-local=reject",
            *([] if self.durable else ["--no-sync"]),
        ]  # fmt: skip
        with self.log.open("ab") as log:
            done = subprocess.run(
                command, check=False, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self._options()
            )
        return done.returncode == 0

    def _start_once(self, programs: Programs, port: int) -> str | None:
        """Return None when the server is ready, else what it said before it ended."""
        settings = {**_SETTINGS, **({} if self.durable else _FOR_TESTS_ONLY)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(programs.folder / "postgres"), "-D", str(self.files), "-p", str(port), *options]
        self._cut_log()
        with self.log.open("ab") as log:
            began = log.tell()
            # A session of its own: Ctrl-C in the terminal must reach the program first, and the server through it.
            self._child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **self._options()
            )
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while self._child.poll() is None and time.monotonic() < deadline:
            server = read_postmaster(self.files)
            if server and server.pid == self._child.pid and server.ready:
                return None
            time.sleep(_POLL_SECONDS)
        with self.log.open("rb") as log:
            log.seek(began)
            return log.read().decode(errors="replace")

    def _options(self) -> dict[str, Any]:
        kept = {"PATH": os.defpath, "LC_ALL": "C"}
        return {"cwd": "/", "env": kept, **self.account.popen_options()}

    def _cut_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.old"))
        os.close(os.open(self.log, os.O_CREAT | os.O_WRONLY, 0o600))

    @contextlib.contextmanager
    def _password_file(self, password: str) -> Iterator[Path]:
        file = self.place / "superuser.new"
        file.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
                handle.write(password)
            self.account.take(file)
            yield file
        finally:
            file.unlink(missing_ok=True)

    def _did_not_start(self, complaint: str) -> HouseError:
        fatal = [line for line in complaint.splitlines() if "FATAL" in line] or complaint.splitlines()[-1:] or ["?"]
        return HouseError(
            Text("数据库未能启动：{why}", "The database did not start: {why}").format(why=fatal[-1].strip()),
            Text("详情见 {log}；也可执行 xueji doctor。", "See {log}, or run xueji doctor.").format(log=self.log),
        )


def _free_ports() -> Iterator[int]:
    for port in range(_FIRST_PORT, _FIRST_PORT + _PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        yield port
