"""The second province of the demo: a deployment of its own in a folder below the first one's, under the same nation."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from xueji.server.database import HouseError, Urls, prepare, running
from xueji.server.database.address import APP_VARIABLE, given_urls
from xueji.server.database.folder import DATA_VARIABLE, make_folder
from xueji.server.database.locks import Server, only_server
from xueji.server.nation.founding import found_nation
from xueji.server.nation.keys import settings_in
from xueji.server.serving import Child, Doorway, doorway, web, worker
from xueji.vocabulary.text import Text

JURISDICTION, CODE = "lanting", "990000"
"""Its rules, and its code in the nation. Its data folder, below the first province's, bears the name of its rules."""


@dataclass
class SecondProvince:
    """Its data folder, its running database, and its lock; `open` gives it a door and an exchange."""

    data: Path
    urls: Urls
    lock: Server
    prepared: Future[bool]
    _door: Doorway | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """What a person opens."""
        return self._door.address if self._door else ""

    @contextmanager
    def open(self, host: str, nation: Path, urls: Urls) -> Iterator[None]:
        """Listen on a port of its own; found its exchange with the nation in the first province's folder."""
        found_nation(nation, urls, {CODE: self.data})
        with doorway(host, None) as door:
            self._door = door
            self.lock.announce(door.address)
            yield

    def live_until(self, day: date) -> date:
        """Make it unless it stands and let it live until `day`; answer of the date it shows, which may be later.

        Raises HouseError when that fails; its process has said why.
        """
        self.prepared.result()
        command = [
            sys.executable,
            "-m",
            "xueji.server.demo.process",
            f"--jurisdiction={JURISDICTION}",
            f"--until={day}",
        ]
        done = subprocess.run(
            command, check=False, env={**os.environ, **self._environment()}, stdout=subprocess.PIPE, text=True
        )
        if done.returncode != 0:
            raise HouseError(
                Text("第二个省未能准备好，原因见上。", "The second province could not be made ready; see above."),
                Text("请用 --data 指定一个新目录。", "Name a new folder with --data."),
            )
        return date.fromisoformat(done.stdout.strip())

    def children(self) -> tuple[Child, ...]:
        """Return its web server and its worker, to be kept alive. It must be open."""
        assert self._door is not None
        here = self._environment()
        return tuple(
            replace(child, name=f"{JURISDICTION} {child.name}", environment=here)
            for child in (web(self._door), worker())
        )

    def _environment(self) -> dict[str, str]:
        return {DATA_VARIABLE: str(self.data), APP_VARIABLE: self.urls.app, **settings_in(self.data)}


@contextmanager
def second_province(first: Path) -> Iterator[SecondProvince]:
    """Give the second province below the folder of the first, its database running and about to be migrated.

    To be entered before the first one's house opens. Raises HouseError, also on a server that the environment names:
    one address cannot be the database of two provinces.
    """
    if given_urls():
        raise HouseError(
            Text(
                "数据库服务器由 {name} 指定，不能在其上开办两个省。",
                "The server is named by {name}; two provinces cannot stand on it.",
            ).format(name=APP_VARIABLE),
            Text("请不设置 {name}，由两个省各用自带的数据库。", "Unset {name}: each province brings its own.").format(
                name=APP_VARIABLE
            ),
        )
    data = make_folder(first / JURISDICTION)
    with ExitStack() as stack:
        lock = stack.enter_context(only_server(data, "demo"))
        urls = stack.enter_context(running(data))
        # Its tables are made while the first province's are.
        prepared = stack.enter_context(ThreadPoolExecutor(1)).submit(prepare, urls)
        yield SecondProvince(data, urls, lock, prepared)
