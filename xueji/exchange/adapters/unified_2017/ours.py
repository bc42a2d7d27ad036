"""Our end of the wire of 2017: signed requests to the platform, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import cast
from urllib.parse import urlencode

import orjson

from xueji.exchange.adapters.batch_2015.stores import write_all
from xueji.exchange.adapters.unified_2017.asking import Platform
from xueji.exchange.adapters.unified_2017.signing import LARGEST_BODY, LONGEST_PAGE
from xueji.exchange.adapters.wording.bodies import from_wire
from xueji.exchange.adapters.wording.letters import Letter, Scribe
from xueji.exchange.adapters.wording.tables import wording_of
from xueji.exchange.adapters.wording.values import MisfitError
from xueji.exchange.port import ExchangeDownError, RawMessage, UnreadableError
from xueji.vocabulary.border.messages import Dispatch, Pupil, Tidings
from xueji.vocabulary.text import Text


class UnifiedSystem:
    """Our end, at the platform's `base_url`; `key` is shared by the province and the nation."""

    name = "unified_2017"

    def __init__(self, base_url: str, *, province: str, key: bytes) -> None:
        self._scribe = Scribe(wording_of(__package__), province, key)
        self._platform = Platform(base_url, province, key)

    def hand_over(self, dispatches: Sequence[Dispatch]) -> dict[str, Text]:
        """Send the messages, in order; each request is one signed batch, and a cut leaves the later ones unsaid."""
        letters, unsayable = write_all(dispatches, self._scribe.write_dispatch)
        for request in _requests(letters):
            self._platform.ask("POST", "messages", {"messages": [orjson.Fragment(each.content) for each in request]})
        return unsayable

    def collect(self, *, after: int, limit: int) -> list[RawMessage]:
        """Read what has come with a sequence above `after`, lowest first, page by page."""
        found: list[RawMessage] = []
        while len(found) < limit:
            place = found[-1].sequence if found else after
            query = urlencode({"after": place, "limit": min(limit - len(found), LONGEST_PAGE)})
            page = _page(self._platform.ask("GET", f"answers?{query}"), place)
            if not page:
                break
            found.extend(page)
        return found

    def confirm(self, *, upto: int) -> None:
        """Tell the platform how far everything is kept on our side."""
        self._platform.ask("POST", "confirmed", {"upTo": upto})

    def understand(self, raw: RawMessage) -> Tidings:
        """Translate one message by the tables of this package. Raises UnreadableError."""
        return self._scribe.read_tidings(raw.number, raw.text)

    def holdings(self) -> Iterator[Pupil]:
        """What the platform shows of our children, by ascending national number, page by page."""
        after = ""
        while True:
            query = urlencode({"after": after, "limit": LONGEST_PAGE})
            page = self._platform.ask("GET", f"students?{query}").get("students")
            pupils = [self._pupil(each) for each in page or []]
            if not pupils:
                return
            yield from pupils
            last = pupils[-1]["national_number"]
            if last <= after:
                raise ExchangeDownError("the platform repeats itself")
            after = last

    def _pupil(self, shown: object) -> Pupil:
        try:
            return cast("Pupil", from_wire(self._scribe.wording, "pupil", shown))
        except MisfitError as error:
            raise UnreadableError(error.says) from None


def _requests(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Part the letters into requests that the platform's bounds allow."""
    request: list[Letter] = []
    size = 0
    for letter in letters:
        weight = len(letter.content.encode()) + 1
        if request and (len(request) == LONGEST_PAGE or size + weight > LARGEST_BODY // 2):
            yield request
            request, size = [], 0
        request.append(letter)
        size += weight
    if request:
        yield request


def _page(answer: dict[str, object], after: int) -> list[RawMessage]:
    """Read a page of answers; one that does not lead on would be asked for without end."""
    try:
        page = [
            RawMessage(
                int(each["sequence"]), str(each["number"]), str(each["text"]), datetime.fromisoformat(each["at"])
            )
            for each in cast("list[dict[str, str]]", answer["answers"])
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise ExchangeDownError("the platform's answer is not as agreed") from error
    places = [after, *(each.sequence for each in page)]
    if any(later <= earlier for earlier, later in pairwise(places)):
        raise ExchangeDownError("the platform repeats itself")
    return page
