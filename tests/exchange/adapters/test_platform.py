"""The platform's front refuses what is not signed, too old, seen before or badly built, and never with 500."""

from __future__ import annotations

import http.client
import secrets
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from tests.exchange.adapters.conftest import KEY, PROVINCE, UNIFIED, Exchange, platform, serving
from tests.exchange.adapters.said import dispatches, pupil
from xueji.exchange.adapters.unified_2017 import signing
from xueji.exchange.adapters.unified_2017.ours import UnifiedSystem
from xueji.exchange.adapters.unified_2017.theirs import UnifiedNation
from xueji.exchange.adapters.wording.letters import Scribe
from xueji.exchange.adapters.wording.tables import wording_of
from xueji.exchange.port import ExchangeDownError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

_HOME = f"/v1/provinces/{PROVINCE}"


@pytest.fixture
def address(exchange: Exchange) -> Iterator[str]:
    with platform(exchange) as address:
        yield address


def _ask(address: str, method: str, resource: str, body: bytes = b"", **other: str) -> tuple[int, dict[str, Any]]:
    """Ask with a right signature, but for the headers given otherwise."""
    moment, nonce = other.pop("moment", str(int(time.time()))), other.pop("nonce", secrets.token_hex(8))
    signed = signing.request_signature(KEY, method, resource, moment, nonce, body)
    headers = {
        signing.KEY_NAME: other.pop("key_name", PROVINCE),
        signing.MOMENT: moment,
        signing.NONCE: nonce,
        signing.SIGNATURE: other.pop("signature", signed),
    }
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    connection.request(method, resource, body, {**headers, **other})
    response = connection.getresponse()
    found = response.status, orjson.loads(response.read())
    connection.close()
    return found


@pytest.mark.parametrize(
    "wrong",
    [
        {"signature": "0" * 64},
        {"signature": ""},
        {"key_name": "990000"},
        {"moment": str(int(time.time()) - 3600)},
        {"moment": str(int(time.time()) + 3600)},
        {"moment": "now"},
        {"moment": "9" * 5000},
        {"nonce": ""},
    ],
)
def test_a_request_that_is_not_signed_as_agreed_is_refused(address: str, wrong: dict[str, str]) -> None:
    assert _ask(address, "GET", f"{_HOME}/answers?after=0&limit=1", **wrong)[0] == 401


def test_a_request_is_believed_once(address: str) -> None:
    resource, nonce = f"{_HOME}/answers?after=0&limit=1", secrets.token_hex(8)
    assert _ask(address, "GET", resource, nonce=nonce)[0] == 200
    assert _ask(address, "GET", resource, nonce=nonce)[0] == 401


def test_a_signature_covers_address_and_body(address: str) -> None:
    moment, nonce = str(int(time.time())), "n"
    signed = signing.request_signature(KEY, "POST", f"{_HOME}/confirmed", moment, nonce, b'{"upTo":1}')
    other = {"moment": moment, "nonce": nonce, "signature": signed}
    assert _ask(address, "POST", f"{_HOME}/confirmed", b'{"upTo":9}', **other)[0] == 401
    assert _ask(address, "POST", f"{_HOME}/confirmed", b'{"upTo":1}', **other)[0] == 200


def test_numbers_used_once_are_forgotten_when_their_moment_is_past() -> None:
    used = signing.UsedNumbers()
    assert used.first_use("a", 1_000)
    assert not used.first_use("a", 1_000 + signing.WINDOW_SECONDS)
    assert used.first_use("b", 1_001 + 2 * signing.WINDOW_SECONDS)
    assert used.first_use("a", 1_001 + 2 * signing.WINDOW_SECONDS)


@pytest.mark.parametrize(
    ("method", "resource", "body", "status"),
    [
        ("GET", "/", b"", 404),
        ("GET", "/v1/provinces/990000/answers?after=0&limit=1", b"", 404),
        ("GET", f"{_HOME}/messages", b"", 405),
        ("DELETE", f"{_HOME}/answers", b"", 405),
        ("GET", f"{_HOME}/answers", b"", 400),
        ("GET", f"{_HOME}/answers?after=-1&limit=1", b"", 400),
        ("GET", f"{_HOME}/answers?after=0&limit={'9' * 5000}", b"", 400),
        ("GET", f"{_HOME}/answers?after=0&limit=%D9%A1", b"", 400),
        ("GET", f"{_HOME}/students?after=%00&limit=1", b"", 400),
        ("POST", f"{_HOME}/confirmed", b"", 400),
        ("POST", f"{_HOME}/confirmed", b"[]", 400),
        ("POST", f"{_HOME}/confirmed", b'{"upTo":true}', 400),
        ("POST", f"{_HOME}/confirmed", b'{"upTo":1e30}', 400),
        ("POST", f"{_HOME}/confirmed", b'{"upTo":99999999999999999999}', 400),
        ("POST", f"{_HOME}/messages", b"{", 400),
        ("POST", f"{_HOME}/messages", b"\xff", 400),
        ("POST", f"{_HOME}/messages", b'{"messages":{}}', 400),
        ("POST", f"{_HOME}/messages", b'{"messages":[1]}', 400),
        ("POST", f"{_HOME}/messages", b'{"messages":[{"messageId":"","messageType":"","businessId":""}]}', 400),
        ("POST", f"{_HOME}/messages", b'{"messages":[{"messageId":"\\u0000","messageType":"","businessId":""}]}', 400),
        ("POST", f"{_HOME}/messages", orjson.dumps({"messages": [{}] * 1_001}), 400),
        ("POST", f"{_HOME}/messages", b'{"messages":' + b"[" * 900 + b"]" * 900 + b"}", 400),
    ],
)
def test_bad_input_is_refused_with_a_reason(address: str, method: str, resource: str, body: bytes, status: int) -> None:
    found, answer = _ask(address, method, resource, body)
    assert found == status
    assert answer["error"]


def test_a_body_beyond_the_bound_is_refused_unread(address: str) -> None:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    connection.putrequest("POST", f"{_HOME}/messages")
    connection.putheader("Content-Length", str(signing.LARGEST_BODY + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    messages=some.recursive(
        some.none() | some.booleans() | some.integers() | some.text(max_size=5),
        lambda inner: (
            some.lists(inner, max_size=3)
            | some.dictionaries(
                some.sampled_from(["messageId", "messageType", "businessId", "content"]), inner, max_size=4
            )
        ),
    )
)
@example(messages=[{"messageId": "deep", "messageType": "x", "businessId": "y", "content": "\x01" * 100_000}])
def test_no_content_leads_to_five_hundred_and_whatever_was_kept_is_answered(
    address: str, exchange: Exchange, messages: object
) -> None:
    try:
        body = orjson.dumps({"messages": messages})
    except orjson.JSONEncodeError:
        return
    status, _ = _ask(address, "POST", f"{_HOME}/messages", body)
    assert status in {200, 400}
    assert UnifiedNation(exchange.nation, province=PROVINCE, key=KEY).take(after=0, limit=1_000) == []
    assert exchange.count("download") == exchange.count("upload")


def test_a_province_with_another_key_is_turned_away(address: str) -> None:
    stranger = UnifiedSystem(address, province=PROVINCE, key=b"another key")
    with pytest.raises(ExchangeDownError, match="401"):
        stranger.collect(after=0, limit=1)


def test_an_answer_that_the_platform_did_not_sign_is_not_believed() -> None:
    def impostor(_: object, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", [(signing.SIGNATURE, "0" * 64)])
        return [b'{"answers":[]}']

    with serving(impostor) as address:
        ours = UnifiedSystem(address, province=PROVINCE, key=KEY)
        for call in (lambda: ours.collect(after=0, limit=1), lambda: ours.hand_over(dispatches(1))):
            with pytest.raises(ExchangeDownError, match="not signed"):
                call()


def test_texts_beyond_the_page_come_on_the_next_pages_and_hostile_ones_block_nothing(
    address: str, exchange: Exchange
) -> None:
    texts = [(f"N{number}", "\x01" * 1_000_000) for number in range(12)] + [("last", "x" * 3_000_000)]
    UnifiedNation(exchange.nation, province=PROVINCE, key=KEY).tell_raw(texts)
    found = UnifiedSystem(address, province=PROVINCE, key=KEY).collect(after=0, limit=100)
    assert [raw.number for raw in found] == [number for number, _ in texts]
    assert found[0].text == texts[0][1]
    assert len(found[-1].text) < 1_100_000


def test_large_messages_are_parted_into_requests_within_the_bound(address: str, exchange: Exchange) -> None:
    scribe = Scribe(wording_of(UNIFIED), PROVINCE, KEY)
    first = dispatches(1)[0]
    said = [
        type(first)(f"k{number}", first.verb, first.about, {"event": "字" * 900_000, "pupil": pupil()}, first.at)
        for number in range(5)
    ]
    assert sum(len(scribe.write_dispatch(each).content.encode()) for each in said) > signing.LARGEST_BODY
    assert UnifiedSystem(address, province=PROVINCE, key=KEY).hand_over(said) == {}
    assert [
        each for _, each in UnifiedNation(exchange.nation, province=PROVINCE, key=KEY).take(after=0, limit=9)
    ] == said
