"""The platform's front: a small WSGI application that takes one province's messages and gives out its answers.

Bad input is answered with 400–413 and a sentence, a store that is down with 503; no input leads to 500.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import orjson

from xueji.exchange.adapters.batch_2015.stores import CourierStore
from xueji.exchange.adapters.unified_2017 import signing
from xueji.exchange.adapters.wording.bodies import to_wire
from xueji.exchange.adapters.wording.letters import LONGEST_NAME, LONGEST_TEXT, Letter, carriable
from xueji.exchange.adapters.wording.tables import wording_of
from xueji.exchange.port import ExchangeDownError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_LARGEST_PLACE = 10**18 - 1


def wire_app(store: CourierStore) -> WSGIApplication:
    """Make the application for the province of `store`. One process may serve it: used numbers are kept in memory."""
    return _Front(store).answer


class _RefusedError(Exception):
    """A request that is refused, with its status and why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class _Request:
    """What is asked: `query` holds the first value of each name."""

    query: Mapping[str, str]
    body: bytes


@dataclass
class _Front:
    store: CourierStore
    used: signing.UsedNumbers = field(default_factory=signing.UsedNumbers)

    def answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request, signed."""
        try:
            status, content = HTTPStatus.OK, self._answered(environ)
        except _RefusedError as refused:
            status, content = refused.status, {"error": str(refused)}
        except ExchangeDownError:
            status, content = HTTPStatus.SERVICE_UNAVAILABLE, {"error": "the platform's store is down"}
        body = orjson.dumps(content)
        signature = signing.answer_signature(self.store.key, _header(environ, signing.NONCE), status.value, body)
        start_response(
            f"{status.value} {status.phrase}",
            [
                ("Content-Type", "application/json"),
                ("Content-Length", str(len(body))),
                (signing.SIGNATURE, signature),
            ],
        )
        return [body]

    def _answered(self, environ: WSGIEnvironment) -> dict[str, Any]:
        body = _body(environ)
        self._believe(environ, body)
        way = (environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""))
        home = f"/v1/provinces/{self.store.province}"
        ways: dict[tuple[str, str], Callable[[_Request], dict[str, Any]]] = {
            ("POST", f"{home}/messages"): self._messages,
            ("GET", f"{home}/answers"): self._answers,
            ("POST", f"{home}/confirmed"): self._confirmed,
            ("GET", f"{home}/students"): self._students,
        }
        if way not in ways:
            known = any(path == way[1] for _, path in ways)
            raise _RefusedError(HTTPStatus.METHOD_NOT_ALLOWED if known else HTTPStatus.NOT_FOUND, "no such resource")
        query = {name: found[0] for name, found in parse_qs(environ.get("QUERY_STRING", "")).items()}
        return ways[way](_Request(query, body))

    def _believe(self, environ: WSGIEnvironment, body: bytes) -> None:
        """Refuse a request that is not signed with the province's key, too old or too new, or seen before."""
        moment, nonce = _header(environ, signing.MOMENT), _header(environ, signing.NONCE)
        query = environ.get("QUERY_STRING", "")
        address = environ.get("PATH_INFO", "") + (f"?{query}" if query else "")
        method = environ["REQUEST_METHOD"]
        expected = signing.request_signature(self.store.key, method, address, moment, nonce, body)
        now = time.time()
        if (
            _header(environ, signing.KEY_NAME) != self.store.province
            or not signing.fits(_header(environ, signing.SIGNATURE), expected)
            or not _NUMBER.fullmatch(moment)
            or abs(now - int(moment)) > signing.WINDOW_SECONDS
        ):
            raise _RefusedError(HTTPStatus.UNAUTHORIZED, "the request is not signed as agreed, or its moment is past")
        if not nonce or not self.used.first_use(nonce, now):
            raise _RefusedError(HTTPStatus.UNAUTHORIZED, "the request has been seen before")

    def _messages(self, request: _Request) -> dict[str, Any]:
        messages = _object(request.body).get("messages")
        if not isinstance(messages, list) or len(messages) > signing.LONGEST_PAGE:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "“messages” must be a list within the bounds")
        self.store.write([_letter(each) for each in messages])
        return {"accepted": len(messages)}

    def _answers(self, request: _Request) -> dict[str, Any]:
        answers = []
        size = 0
        for raw in self.store.read(after=_place(request.query.get("after")), limit=_limit(request.query)):
            at = raw.written_at.isoformat()
            answers.append({"sequence": raw.sequence, "number": raw.number, "text": raw.text, "at": at})
            size += len(raw.text.encode())
            if size > signing.LARGEST_BODY:
                break
        return {"answers": answers}

    def _confirmed(self, request: _Request) -> dict[str, Any]:
        place = _object(request.body).get("upTo")
        if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place <= _LARGEST_PLACE:
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "“upTo” must be a place")
        self.store.confirm(place)
        return {}

    def _students(self, request: _Request) -> dict[str, Any]:
        after = request.query.get("after", "")
        if not carriable(Letter(after, "", "", "")):
            raise _RefusedError(HTTPStatus.BAD_REQUEST, "“after” must be a national number")
        wording = wording_of(__package__)
        page = self.store.pupils.page(after=after, limit=_limit(request.query))
        return {"students": [to_wire(wording, "pupil", pupil) for pupil in page]}


def _letter(message: object) -> Letter:
    """Keep a message as it came. Whether it says anything is for the nation's end to judge, which answers it."""
    names = wording_of(__package__).bodies["message"].by_ours
    found = message if isinstance(message, dict) else {}
    head = [found.get(names[each].wire) for each in ("number", "kind", "about")]
    if not all(isinstance(each, str) and len(each) <= LONGEST_NAME for each in head) or not head[0]:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "each message must bear its number, kind and business")
    try:
        content = orjson.dumps(message).decode()
    except orjson.JSONEncodeError:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "a message is nested too deeply") from None
    number, kind, about = map(str, head)
    letter = Letter(number, kind, about, content)
    if len(content) > LONGEST_TEXT or not carriable(letter):
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "a message is too long or holds a character that cannot be kept")
    return letter


def _body(environ: WSGIEnvironment) -> bytes:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not _NUMBER.fullmatch(length):
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "the length of the body must be given")
    if int(length) > signing.LARGEST_BODY:
        raise _RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large")
    return bytes(environ["wsgi.input"].read(int(length)))


def _header(environ: WSGIEnvironment, name: str) -> str:
    return str(environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""))


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "the body is not JSON") from None
    if not isinstance(found, dict):
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "the body is not an object")
    return found


def _limit(query: Mapping[str, str]) -> int:
    return min(_place(query.get("limit")), signing.LONGEST_PAGE)


def _place(text: str | None) -> int:
    if text is None or not _NUMBER.fullmatch(text):
        raise _RefusedError(HTTPStatus.BAD_REQUEST, "“after” and “limit” must be whole numbers")
    return int(text)
