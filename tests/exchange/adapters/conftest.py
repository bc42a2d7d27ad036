"""A real exchange database, a real platform before it, and both ends of both wires."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import psycopg
import pytest

from tests.conftest import DATA, RUN
from tests.exchange.adapters.relay import Relay
from tests.house.worker_database import WorkerDatabase
from xueji.exchange.adapters.batch_2015.founding import found_exchange
from xueji.exchange.adapters.batch_2015.stores import CourierStore
from xueji.exchange.adapters.choosing import nation_end, national_system
from xueji.exchange.adapters.unified_2017.serving import wire_app
from xueji.exchange.port import NationalSystem, NationEnd
from xueji.server.database.address import given_urls
from xueji.server.database.cluster import SUPERUSER
from xueji.server.database.passwords import passwords_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

PROVINCE = "110000"
KEY = b"a key that both sides know, for trying"
BATCH, UNIFIED = "xueji.exchange.adapters.batch_2015", "xueji.exchange.adapters.unified_2017"


@dataclass(frozen=True)
class Exchange:
    """A founded exchange: the addresses of its two roles, and of who may do everything there."""

    name: str
    courier: str
    nation: str
    admin: str

    def count(self, table: str) -> int:
        with psycopg.connect(self.admin) as admin:
            return admin.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # type: ignore[index,arg-type] # noqa: S608


@dataclass
class Wire:
    """Both ends of one wire; ours goes by way of `relay`, which can cut it, and so does the nation's by its own."""

    name: str
    package: str
    ours: NationalSystem
    theirs: NationEnd
    relay: Relay
    nation_relay: Relay
    exchange: Exchange


@pytest.fixture(scope="session")
def admin_url(house_database: WorkerDatabase) -> str:
    """Give the address of a role that may make roles and databases."""
    owner = house_database.server.owner or ""
    if given_urls():
        return owner
    parts = urlsplit(owner)
    server = parts.netloc.rpartition("@")[2]
    superuser = passwords_of(DATA, new=False).superuser
    return of_database(parts._replace(netloc=f"{SUPERUSER}:{superuser}@{server}").geturl(), "postgres")


@contextmanager
def founded(admin_url: str, name: str) -> Iterator[Exchange]:
    """Found an exchange for as long as the block lasts."""
    courier, nation = found_exchange(admin_url, name, courier_password="c:/@ 密", nation_password="n")
    try:
        yield Exchange(name, courier, nation, of_database(admin_url, name))
    finally:
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")  # type: ignore[arg-type]
            for role in ("courier", "nation"):
                admin.execute(f"DROP ROLE {name}_{role}")  # type: ignore[arg-type]


def of_database(url: str, name: str) -> str:
    """The same role on the same server, with another database."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def lasting_exchange(admin_url: str, worker_name: str) -> Iterator[Exchange]:
    with founded(admin_url, f"exchange_{RUN}_{worker_name}") as exchange:
        yield exchange


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    return str(getattr(request.config, "workerinput", {}).get("workerid", "only"))


@pytest.fixture
def exchange(lasting_exchange: Exchange) -> Exchange:
    """Give the exchange, empty."""
    with psycopg.connect(lasting_exchange.admin) as admin:
        admin.execute("TRUNCATE upload, upload_batch, download, download_batch, pupil RESTART IDENTITY")
        admin.execute("UPDATE confirmed SET upto = 0, at = NULL")
    return lasting_exchange


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Threads(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A wire that was cut on purpose is no news."""


@contextmanager
def platform(exchange: Exchange) -> Iterator[str]:
    """Serve the platform over an exchange's tables; gives its address."""
    with serving(wire_app(CourierStore(exchange.courier, province=PROVINCE, key=KEY))) as address:
        yield address


@contextmanager
def serving(app: WSGIApplication) -> Iterator[str]:
    """Serve an application; gives its address."""
    with make_server("127.0.0.1", 0, app, server_class=_Threads, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _through(stack: ExitStack, url: str) -> tuple[Relay, str]:
    parts = urlsplit(url)
    assert parts.hostname
    assert parts.port
    relay = stack.enter_context(Relay((parts.hostname, parts.port)).listening())
    before, at, _ = parts.netloc.rpartition("@")
    return relay, parts._replace(netloc=f"{before}{at}127.0.0.1:{relay.port}").geturl()


@pytest.fixture(params=["batch_2015", "unified_2017"])
def wire(request: pytest.FixtureRequest, exchange: Exchange) -> Iterator[Wire]:
    """Give both ends of each wire, one after the other, over the same empty tables."""
    with ExitStack() as stack:
        http = request.param == "unified_2017"
        relay, ours = _through(stack, stack.enter_context(platform(exchange)) if http else exchange.courier)
        nation_relay, theirs = _through(stack, exchange.nation)
        yield Wire(
            request.param,
            f"xueji.exchange.adapters.{request.param}",
            national_system(ours, province=PROVINCE, key=KEY),
            nation_end(f"unified+{theirs}" if http else theirs, province=PROVINCE, key=KEY),
            relay,
            nation_relay,
            exchange,
        )
