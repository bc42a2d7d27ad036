"""The page of the nation: what it shows, what its buttons do, and whom it refuses."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import pytest

from tests.exchange.simulator.conftest import NOW, Country
from xueji.exchange.simulator.knowledge.reading import check_errors
from xueji.exchange.simulator.page.deeds import DEEDS
from xueji.exchange.simulator.page.serving import Page
from xueji.vocabulary.border.verbs import FromNation


class Visit:
    """A browser of one page."""

    def __init__(self, country: Country) -> None:
        self.page = Page(country.url, clock=lambda: NOW)

    def get(self, path: str = "/", **environ: str) -> str:
        path, _, query = path.partition("?")
        return self._ask({"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, **environ})

    def press(self, deed: str, *, environ: dict[str, str] | None = None, **fields: str) -> str:
        token = re.search(r'name="token" value="([^"]+)"', self.get())
        assert token
        body = urlencode({"token": token[1], "deed": deed, **fields}).encode()
        return self._ask(
            {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": "/do",
                "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": io.BytesIO(body),
                **(environ or {}),
            }
        )

    def _ask(self, environ: dict[str, Any]) -> str:
        setup_testing_defaults(environ)

        def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            self.status, self.headers = status, dict(headers)

        return b"".join(self.page(environ, start_response)).decode()


@pytest.fixture
def visit(country: Country) -> Visit:
    return Visit(country)


def test_the_page_allows_nothing_inline_and_nothing_from_elsewhere(visit: Visit) -> None:
    page = visit.get()
    assert visit.status == "200 OK"
    assert visit.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
    assert visit.headers["X-Frame-Options"] == "DENY"
    assert visit.headers["Cache-Control"] == "no-store"
    assert "<script" not in page
    assert "style=" not in page
    assert visit.get("/page.css").startswith(":root")


class _Fields(HTMLParser):
    """Collects the names of all deeds, and form controls that no label holds."""

    def __init__(self) -> None:
        super().__init__()
        self.labels, self.bare, self.deeds = 0, [], set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.labels += tag == "label"
        if tag in ("input", "select") and given.get("type") != "hidden" and not self.labels:
            self.bare.append(given.get("name"))
        if given.get("name") == "deed":
            self.deeds.add(given["value"])

    def handle_endtag(self, tag: str) -> None:
        self.labels -= tag == "label"


def test_every_field_has_its_label_and_every_button_its_deed(country: Country, visit: Visit) -> None:
    country.apply(country.child())
    country.run()
    fields = _Fields()
    fields.feed(visit.get())
    assert fields.bare == []
    assert fields.deeds <= set(DEEDS)
    assert {"pass", "fail", "hold", "abort", "early", "again", "day", "pace", "scan", "term", "issue"} <= fields.deeds


def test_a_button_moves_the_day(country: Country, visit: Visit) -> None:
    visit.press("day", days="31")
    assert (visit.status, visit.headers["Location"]) == ("303 See Other", "/")
    assert "2015-10-02" in visit.get()


@pytest.mark.parametrize("error", check_errors())
def test_a_check_is_failed_with_the_error_that_was_chosen(country: Country, visit: Visit, error: str) -> None:
    country.apply(country.child(), business="continuation")
    country.run()
    visit.press("fail", about="case:1", error=error)
    country.run()
    assert country.wires["110000"].last(FromNation.CHECK_FAILED).body["text"] == check_errors()[error].says.zh


@pytest.mark.parametrize(
    "environ",
    [{"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_HOST": "evil.example"}, {"HTTP_HOST": "evil.example:8016"}],
)
def test_another_site_or_another_name_cannot_press_a_button(visit: Visit, environ: dict[str, str]) -> None:
    visit.press("day", days="31", environ=environ)
    assert visit.status == "403 Forbidden"
    assert "2015-09-01" in visit.get()


def test_without_the_token_of_the_page_nothing_happens(visit: Visit) -> None:
    visit.press("day", days="31", token="guessed")
    assert visit.status == "403 Forbidden"
    assert "2015-09-01" in visit.get()


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("day", {"days": "soon"}),
        ("day", {"days": "-1"}),
        ("day", {}),
        ("pace", {"seconds": "nan"}),
        ("hold", {"about": "absent"}),
        ("ask", {"province": "110000", "number": "G0", "business": "moving"}),
        ("ask", {"province": "110000", "number": "G0", "business": "transfer"}),
    ],
)
def test_what_cannot_be_done_is_said_on_the_page(visit: Visit, deed: str, fields: dict[str, str]) -> None:
    page = visit.press(deed, **fields)
    assert visit.status == "409 Conflict"
    assert 'role="alert"' in page


def test_names_are_shown_as_text(country: Country, visit: Visit) -> None:
    country.apply(country.child(), name="<b>张</b>")
    country.run()
    assert "&lt;b&gt;张" in visit.get()


def test_the_log_is_read_page_by_page(country: Country, visit: Visit) -> None:
    country.sql(
        "INSERT INTO log OVERRIDING SYSTEM VALUE SELECT n, 1, now(), '', '', '事', 'thing' FROM generate_series(100, 145) n"
    )
    older = re.search(r'href="/(\?before=\d+)#log"', visit.get())
    assert older
    assert 'href="/#log"' in visit.get("/" + older[1])


def test_unknown_addresses_and_deeds_are_not_there(visit: Visit) -> None:
    visit.get("/admin")
    assert visit.status == "404 Not Found"
    visit.press("drop")
    assert visit.status == "404 Not Found"
    visit.get("/", QUERY_STRING="before=%27")
    assert visit.status == "200 OK"
