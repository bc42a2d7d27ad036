"""The verdict on every row of a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from xueji.exchange.intake.columns.table import Table, read_table
from xueji.exchange.intake.limits import Limits
from xueji.exchange.intake.refusals import FileRefused, refusal
from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.outcome import (
    FileVerdict,
    Judgement,
    Reason,
    RowVerdict,
    Verdict,
    Weight,
    rule,
    verdict_of,
)
from xueji.exchange.intake.verdicts.repeats import Headings, Judged, Repeats
from xueji.exchange.intake.verdicts.rows import RowReader

_BATCH = 1_000
_OTHER_SHEETS = rule("other_sheets_not_read")


def judge_rows(table: Table, city: CityKnowledge, *, on: date) -> Iterator[RowVerdict]:
    """Yield the verdict on each row of data, in the order of the sheet, while the rows come in.

    Blank rows are no rows of data. `on` is today in the city. Raises FileRefused as `table.rows` does, and
    (rows_missing) if there is no row of data at all.
    """
    layout = table.layout
    reader = RowReader(layout, city, on)
    headings = Headings(*(layout.heading_of(key) for key in ("registration_number", "document_number", "name")))
    repeats = Repeats(city, headings)
    rows = (judged for number, cells in table.rows if (judged := reader.judge(number, cells)) is not None)
    empty = True
    while batch := list(islice(rows, _BATCH)):
        empty = False
        repeats.compare(batch)
        yield from map(_verdict, batch)
    if empty:
        raise refusal("rows_missing")


def judge(table: Table, city: CityKnowledge, *, on: date) -> Judgement:
    """Judge a whole list in memory. Raises FileRefused as `judge_rows` does."""
    return Judgement(file_verdict(table), list(judge_rows(table, city, on=on)))


def judge_file(
    path: Path, city: CityKnowledge, *, on: date, name: str | None = None, limits: Limits | None = None
) -> Judgement:
    """Read a file and judge it; a refused file gives the verdict "refused" and no rows."""
    try:
        table = read_table(path, name=name, limits=limits, own_list=city.own_school is not None)
        return judge(table, city, on=on)
    except FileRefused as refused:
        return refused_judgement(refused, name or path.name)


def file_verdict(table: Table) -> FileVerdict:
    """Return the verdict on a file that could be read, with what is to be said about it."""
    layout = table.layout
    reasons: tuple[Reason, ...] = ()
    if layout.other_sheets:
        found = _OTHER_SHEETS.found(sheet=layout.sheet, others="、".join(layout.other_sheets))
        reasons = (Reason("", found.rule, found.weight, found.says, found.mend),)
    return FileVerdict(table.name, layout.sheet, layout.header_row, "read", reasons)


def refused_judgement(refused: FileRefused, name: str) -> Judgement:
    """Return the judgement on a file that was refused as a whole."""
    reason = Reason("", refused.rule, Weight.REJECT, refused.says, refused.mend)
    return Judgement(FileVerdict(name, "", None, "refused", (reason,)), ())


def _verdict(judged: Judged) -> RowVerdict:
    verdict = verdict_of(judged.reasons) if judged.reasons else Verdict.ACCEPT
    values = None if verdict is Verdict.REJECT else judged.values
    return RowVerdict(judged.row, verdict, tuple(judged.reasons), values, judged.cells)
