"""The children that an exchange shows, for the nightly comparison: set by the nation, read by us."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from psycopg import sql

from xueji.exchange.adapters.batch_2015.line import Line
from xueji.exchange.adapters.wording.bodies import from_wire, to_wire
from xueji.exchange.adapters.wording.tables import wording_of
from xueji.exchange.adapters.wording.values import MisfitError
from xueji.exchange.port import UnreadableError, UnsayableError
from xueji.vocabulary.border.messages import Pupil

_BODY = "pupil"
_KEY = "national_number"


class Pupils:
    """The table `pupil`. Its columns are the fields of that body in the words of 2015."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._wording = wording_of("xueji.exchange.adapters.batch_2015")
        fields = self._wording.bodies[_BODY]
        self._columns = [field.wire for field in fields.fields]
        self._types = [sql.SQL("bigint[]" if field.type == "number" else "text[]") for field in fields.fields]
        self._key = sql.Identifier(fields.by_ours[_KEY].wire)

    def stream(self) -> Iterator[Pupil]:
        """Yield all children by ascending national number, by a cursor of the server."""
        query = sql.SQL("SELECT {} FROM pupil ORDER BY {}").format(self._named(), self._key)
        return map(self._read, self._line.stream(query))

    def page(self, *, after: str, limit: int) -> list[Pupil]:
        """Read at most `limit` children whose national numbers are above `after`, ascending."""
        query = sql.SQL("SELECT {} FROM pupil WHERE {} > %s ORDER BY {} LIMIT %s")
        with self._line.transaction() as connection:
            rows = connection.execute(query.format(self._named(), self._key, self._key), [after, limit]).fetchall()
        return [self._read(row) for row in rows]

    def show(self, pupils: Sequence[Pupil], gone: Sequence[str]) -> None:
        """Set these children and take away those of these national numbers. Raises UnsayableError."""
        try:
            written = [to_wire(self._wording, _BODY, pupil) for pupil in pupils]
        except MisfitError as error:
            raise UnsayableError(error.says) from None
        # The same child twice: the later word stands.
        rows = {row[self._columns[0]]: [row[name] for name in self._columns] for row in written}
        with self._line.transaction() as connection:
            connection.execute(sql.SQL("DELETE FROM pupil WHERE {} = ANY(%s)").format(self._key), [list(gone)])
            if rows:
                connection.execute(self._setting(), [list(column) for column in zip(*rows.values(), strict=True)])

    def _named(self) -> sql.Composed:
        return sql.SQL(", ").join(map(sql.Identifier, self._columns))

    def _setting(self) -> sql.Composed:
        arrays = sql.SQL(", ").join(sql.SQL("%s::{}").format(each) for each in self._types)
        rest = sql.SQL(", ").join(
            sql.SQL("{0} = excluded.{0}").format(sql.Identifier(each)) for each in self._columns[1:]
        )
        query = "INSERT INTO pupil ({}) SELECT * FROM unnest({}) ON CONFLICT ({}) DO UPDATE SET {}"
        return sql.SQL(query).format(self._named(), arrays, self._key, rest)

    def _read(self, row: tuple[Any, ...]) -> Pupil:
        try:
            return cast("Pupil", from_wire(self._wording, _BODY, dict(zip(self._columns, row, strict=True))))
        except MisfitError as error:
            raise UnreadableError(error.says) from None
