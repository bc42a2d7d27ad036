"""A running database: the server that the environment names, else a private one that lives as long as it is used."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from xueji.server.database.address import Urls, given_urls
from xueji.server.database.cluster import SUPERUSER, Cluster
from xueji.server.database.folder import data_folder, make_folder, place_of_cluster
from xueji.server.database.locks import Users, one_at_a_time
from xueji.server.database.passwords import Passwords, passwords_of
from xueji.server.database.programs import Programs, none_usable, programs_for, usable_programs
from xueji.server.database.roles import APP_ROLE, DATABASE, OWNER_ROLE, make_roles
from xueji.vocabulary.text import Text

Say = Callable[[Text], None]


def say_on_stderr(text: Text) -> None:
    """Tell the person at the terminal; standard output belongs to results."""
    sys.stderr.write(f"{text.zh}\n{text.en}\n")


@contextmanager
def running(data: Path | None = None, *, durable: bool = True, say: Say = say_on_stderr) -> Iterator[Urls]:
    """Give the addresses of a database that answers, for as long as the block lasts.

    With XUEJI_DATABASE_URL set that is the named server, and nothing is started. Otherwise the private server of
    `data` is started, or joined where another process has started it; the last one to leave stops it. A server
    that a killed process left behind is joined like any other. `durable=False` is for tests: a power cut loses data.
    Raises HouseError.
    """
    given = given_urls()
    if given:
        yield given
        return
    folder = make_folder(data_folder(data))
    door = folder / "cluster.lock"
    with one_at_a_time(door):
        users = Users(folder / "cluster.users")
        try:
            cluster, urls = _entered(folder, durable=durable, say=say)
        except BaseException:
            users.leave()
            raise
    process = os.getpid()
    try:
        yield urls
    finally:
        # A forked child that ends here must not take the server away from its parent.
        if os.getpid() == process:
            with one_at_a_time(door):
                if users.leave():
                    cluster.stop()


def _entered(data: Path, *, durable: bool, say: Say) -> tuple[Cluster, Urls]:
    place, account = place_of_cluster(data, say)
    cluster = Cluster(place, account, durable=durable)
    server = cluster.running()
    if server:
        return cluster, _urls(server.port, passwords_of(data, new=False))
    passwords = passwords_of(data, new=cluster.major() is None)
    port = cluster.start(_programs_of(cluster, passwords))
    try:
        make_roles(_url(SUPERUSER, passwords.superuser, port, "postgres"), passwords)
    except BaseException:
        cluster.stop()
        raise
    return cluster, _urls(port, passwords)


def _programs_of(cluster: Cluster, passwords: Passwords) -> Programs:
    """Return the programs that fit the cluster, whose files are made first if there are none."""
    major = cluster.major()
    if major is not None:
        return programs_for(major, cluster.account, cluster.place)
    for programs in usable_programs(cluster.account, cluster.place):
        if cluster.make(programs, passwords.superuser):
            return programs
    raise none_usable()


def _urls(port: int, passwords: Passwords) -> Urls:
    return Urls(_url(APP_ROLE, passwords.app, port, DATABASE), _url(OWNER_ROLE, passwords.owner, port, DATABASE))


def _url(role: str, password: str, port: int, database: str) -> str:
    return f"postgresql://{role}:{password}@127.0.0.1:{port}/{database}"
