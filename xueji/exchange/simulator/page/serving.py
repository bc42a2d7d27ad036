"""The page as a WSGI application: read it, press a button, see what has changed. No script, nothing from elsewhere.

It is meant for the machine it runs on. A button needs the token of the page it stands on, which no other site can
read, and a request must name this machine: so neither another site nor another name can press one.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs

import jinja2
import psycopg

from xueji.exchange.simulator.page.deeds import DEEDS
from xueji.exchange.simulator.page.showing import shown
from xueji.exchange.simulator.steering import NoSuchThing
from xueji.exchange.simulator.store.work import Store

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]

_MOST_BYTES = 20_000
_HERE = "xueji.exchange.simulator.page"
_HEADERS = [
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
]
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


class Page:
    """The application; `clock` is the machine's time."""

    def __init__(self, url: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._url = url
        self._clock = clock
        self._token = secrets.token_urlsafe(24)
        source = files(_HERE).joinpath("page.jinja").read_text(encoding="utf-8")
        self._template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(source)
        self._style = files(_HERE).joinpath("page.css").read_bytes()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        status, kind, body, more = self._answer(environ)
        head = [("Content-Type", kind), ("Content-Length", str(len(body))), *_HEADERS, *more]
        start_response(status, head)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _answer(self, environ: Environ) -> tuple[str, str, bytes, list[tuple[str, str]]]:
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/")
        if environ.get("HTTP_HOST", "").rpartition(":")[0] not in _LOCAL and environ.get("HTTP_HOST") not in _LOCAL:
            return _plain("403 Forbidden", "只在本机使用 Of use on this machine alone")
        if method in ("GET", "HEAD") and path == "/page.css":
            return "200 OK", "text/css; charset=utf-8", self._style, []
        if method in ("GET", "HEAD") and path == "/":
            return self._show("200 OK", environ)
        if method == "POST" and path == "/do":
            return self._do(environ)
        return _plain("404 Not Found", "没有这一页 No such page")

    def _do(self, environ: Environ) -> tuple[str, str, bytes, list[tuple[str, str]]]:
        form = _form(environ)
        if environ.get("HTTP_SEC_FETCH_SITE", "same-origin") not in ("same-origin", "none") or not hmac.compare_digest(
            form.get("token", "").encode(), self._token.encode()
        ):
            return _plain("403 Forbidden", "请重新打开本页后再试 Open the page again and try once more")
        deed = DEEDS.get(form.get("deed", ""))
        if deed is None:
            return _plain("404 Not Found", "没有这一操作 No such deed")
        store = Store(self._url)
        try:
            with store.work(self._clock()) as work:
                deed(work, form)
        except (NoSuchThing, KeyError, ValueError, psycopg.DataError) as error:
            said = str(error) if isinstance(error, NoSuchThing) else "内容不全或有误 Something is missing or wrong"
            return self._show("409 Conflict", environ, said)
        finally:
            store.close()
        return "303 See Other", "text/plain; charset=utf-8", b"", [("Location", "/")]

    def _show(self, status: str, environ: Environ, said: str = "") -> tuple[str, str, bytes, list[tuple[str, str]]]:
        before = parse_qs(environ.get("QUERY_STRING", "")).get("before", [""])[0]
        store = Store(self._url)
        try:
            with store.work(self._clock()) as work:
                number = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None  # noqa: PLR2004
                values = shown(work, before=number)
        finally:
            store.close()
        page = self._template.render(values, token=self._token, said=said)
        return status, "text/html; charset=utf-8", page.encode(), []


def _form(environ: Environ) -> dict[str, str]:
    """The fields of a form, the first of each name; one that is too long counts as empty."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return {}
    if not 0 < length <= _MOST_BYTES:
        return {}
    text = environ["wsgi.input"].read(length).decode("utf-8", "replace").replace("\0", "")
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def _plain(status: str, text: str) -> tuple[str, str, bytes, list[tuple[str, str]]]:
    return status, "text/plain; charset=utf-8", text.encode(), []
