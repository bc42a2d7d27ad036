"""What each role may do in an exchange database, in one object each: the courier's side and the nation's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from xueji.exchange.adapters.batch_2015.line import Line
from xueji.exchange.adapters.batch_2015.pupils import Pupils
from xueji.exchange.adapters.batch_2015.rows import Rows
from xueji.exchange.adapters.wording.letters import Letter, Scribe
from xueji.exchange.port import RawMessage, UnreadableError, UnsayableError
from xueji.vocabulary.border.messages import Dispatch, Pupil, Tidings
from xueji.vocabulary.border.verbs import FromNation
from xueji.vocabulary.text import Text


class CourierStore:
    """The exchange as the courier's role sees it: it writes what goes up and reads what comes down."""

    def __init__(self, url: str, *, province: str, key: bytes) -> None:
        self.province = province
        self.key = key
        self._line = Line(url)
        self._up = Rows(self._line, "upload", province=province, key=key)
        self._down = Rows(self._line, "download", province=province, key=key)
        self.pupils = Pupils(self._line)

    def write(self, letters: Sequence[Letter]) -> None:
        """Write what goes up, as one signed batch; a number already written is left as it is."""
        self._up.write(letters)

    def read(self, *, after: int, limit: int) -> list[RawMessage]:
        """Read what has come down above a place, lowest first."""
        return self._down.read(after=after, limit=limit)

    def confirm(self, upto: int) -> None:
        """Note how far everything is kept; a lower place than noted before changes nothing."""
        with self._line.transaction() as connection:
            connection.execute("UPDATE confirmed SET upto = %s, at = now() WHERE upto < %s", [upto, upto])


class NationStore:
    """The exchange as the nation's role sees it, in the wording of `scribe`: the nation's end of a wire."""

    def __init__(self, url: str, scribe: Scribe) -> None:
        self.province = scribe.province
        self._scribe = scribe
        line = Line(url)
        self._up = Rows(line, "upload", province=scribe.province, key=scribe.key)
        self._down = Rows(line, "download", province=scribe.province, key=scribe.key)
        self._pupils = Pupils(line)

    def take(self, *, after: int, limit: int) -> list[tuple[int, Dispatch]]:
        """Read what the province has written above a place; what cannot be read is answered with REJECTED."""
        taken: list[tuple[int, Dispatch]] = []
        refused: list[Tidings] = []
        for raw in self._up.read(after=after, limit=limit):
            try:
                taken.append((raw.sequence, self._scribe.read_dispatch(raw.number, raw.text)))
            except UnreadableError as error:
                refused.append(_refusal(raw, error.says))
        self.tell(refused)
        return taken

    def tell(self, tidings: Sequence[Tidings]) -> None:
        """Write answers, in order, as one signed batch. Raises UnsayableError, and then writes nothing."""
        self._down.write([self._scribe.write_tidings(each) for each in tidings])

    def tell_raw(self, texts: Sequence[tuple[str, str]]) -> None:
        """Write (number, text) as it is. Raises UnsayableError for what no database can keep."""
        self._down.write([Letter(number, "", "", text) for number, text in texts])

    def show_holdings(self, pupils: Sequence[Pupil], gone: Sequence[str]) -> None:
        """Set what is shown of these children, and take away those of these national numbers."""
        self._pupils.show(pupils, gone)


def write_all(said: Sequence[Dispatch], write: Callable[[Dispatch], Letter]) -> tuple[list[Letter], dict[str, Text]]:
    """Write what can be said, in order; name by its key what cannot, with why."""
    letters: list[Letter] = []
    unsayable: dict[str, Text] = {}
    for each in said:
        try:
            letters.append(write(each))
        except UnsayableError as error:
            unsayable[each.key] = error.says
    return letters, unsayable


def _refusal(raw: RawMessage, why: Text) -> Tidings:
    """The answer to what cannot be read. Its number follows from the place, so that it is given once."""
    body = {"code": "", "text": why.zh}
    return Tidings(f"TH{raw.sequence:012d}", FromNation.REJECTED, "", body, datetime.now(UTC), raw.number)
