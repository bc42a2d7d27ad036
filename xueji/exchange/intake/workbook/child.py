"""The child process that reads one file and tells its parent what it holds.

Run as `python -m xueji.exchange.intake.workbook.child`. It limits its own memory and time before it looks at the file,
writes nothing, and speaks lines of JSON: first the heads of all sheets, then, told which sheet, its rows.
"""

from __future__ import annotations

import gc
import json
import sys
import traceback
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from xueji.exchange.intake.limits import Limits
from xueji.exchange.intake.workbook.cells import Formula, encode
from xueji.exchange.intake.workbook.delimited import TextTable
from xueji.exchange.intake.workbook.sniffing import kind_of
from xueji.exchange.intake.workbook.unreadable import UnreadableError
from xueji.exchange.intake.workbook.workbooks import Workbook
from xueji.parties.confined.bounds import confine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xueji.exchange.intake.workbook.cells import Row

_ROWS_A_LINE = 200


def answer(path: Path, name: str, limits: Limits, head_rows: int) -> Iterator[bytes]:
    """Yield the lines for the parent; after the heads the number of a sheet is read from standard input."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        raise UnreadableError("file_too_large", megabytes=size >> 20, limit=limits.file_bytes >> 20)
    kind = kind_of(path, name)
    table = Workbook(path, limits) if kind == "workbook" else TextTable(path, Path(name).stem, limits)
    heads = [b"[%s,%s]" % (encode(sheet), _written(rows, limits)) for sheet, rows in table.heads(head_rows)]
    yield b'{"sheets":[%s]}\n' % b",".join(heads)
    asked = sys.stdin.readline()
    if not asked.strip():
        return
    rows = iter(table.rows(int(asked)))
    while piece := list(islice(rows, _ROWS_A_LINE)):
        yield b'{"rows":%s}\n' % _written(piece, limits)
    yield b'{"done":true}\n'


def _written(rows: list[Row], limits: Limits) -> bytes:
    """Write rows as JSON, refusing those beyond the limits; empty cells at the end of a row are dropped."""
    written = []
    for number, cells in rows:
        while cells and cells[-1] == "":
            cells.pop()
        if len(cells) > limits.columns:
            raise UnreadableError("file_too_many_columns", limit=limits.columns)
        if number > limits.rows:
            raise UnreadableError("file_too_many_rows", limit=limits.rows)
        row = encode((number, cells))
        # Looking at every cell costs more than writing them; only a long row can hold a long cell.
        if len(row) > limits.cell_characters and any(_is_long(cell, limits) for cell in cells):
            raise UnreadableError("file_cell_too_large", row=number, limit=limits.cell_characters)
        written.append(row)
    return b"[%s]" % b",".join(written)


def _is_long(cell: object, limits: Limits) -> bool:
    value = cell.value if isinstance(cell, Formula) else cell
    return isinstance(value, str) and len(value) > limits.cell_characters


def main() -> None:
    """Read the file named on the command line: path, name, limits as JSON, CPU seconds, rows of a head."""
    path, name, limits_json, cpu_seconds, head_rows = sys.argv[1:]
    limits = Limits(**json.loads(limits_json))
    confine(limits.memory_bytes, int(cpu_seconds))
    # A short life without cycles: collecting garbage would only cost a third of the time.
    gc.disable()
    out = sys.stdout.buffer
    try:
        for line in answer(Path(path), name, limits, int(head_rows)):
            out.write(line)
            out.flush()
    except UnreadableError as refused:
        out.write(encode({"refused": refused.rule, "details": refused.details}) + b"\n")
    except MemoryError:
        out.write(encode({"refused": "reading_too_much_memory", "details": {}}) + b"\n")
    except Exception:  # noqa: BLE001  (whatever went wrong is our own fault; the parent must hear of it)
        out.write(encode({"failed": traceback.format_exc(limit=20)}) + b"\n")
    except BaseException as panic:
        # A panic of the parser on a broken file is no Exception.
        if type(panic).__name__ != "PanicException":
            raise
        out.write(encode({"refused": "file_damaged", "details": {}}) + b"\n")
    out.flush()


if __name__ == "__main__":
    main()
