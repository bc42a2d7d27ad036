"""The address is certain before the web server starts."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from xueji.server.database import HouseError
from xueji.server.serving import doorway
from xueji.server.serving.doorway import FIRST_PORT


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_without_a_wish_the_next_free_port_is_taken() -> None:
    with ExitStack() as stack:
        doors = [stack.enter_context(doorway("127.0.0.1", None)) for _ in range(3)]
        ports = [door.socket.getsockname()[1] for door in doors]
        assert len(set(ports)) == 3
        assert all(FIRST_PORT <= port < FIRST_PORT + 100 for port in ports)
        for door, port in zip(doors, ports, strict=True):
            assert door.address == f"http://127.0.0.1:{port}/"
            with socket.create_connection(("127.0.0.1", port), timeout=5):
                pass


def test_a_port_that_was_wished_for_and_is_taken_is_refused_in_a_sentence(taken: int) -> None:
    with pytest.raises(HouseError, match=str(taken)) as refused, doorway("127.0.0.1", taken):
        pass
    assert "--port" in refused.value.mend.zh


def test_all_addresses_of_the_machine_are_shown_as_one_that_can_be_opened() -> None:
    with doorway("0.0.0.0", None) as door:  # noqa: S104 (what a person may ask for)
        assert door.address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize(("host", "port"), [("203.0.113.77", None), ("127.0.0.1", 70_000), ("no such host", None)])
def test_a_place_where_nobody_can_listen_is_refused_in_a_sentence(host: str, port: int | None) -> None:
    with pytest.raises(HouseError) as refused, doorway(host, port):
        pass
    assert host in refused.value.says.zh
    assert host in refused.value.says.en
