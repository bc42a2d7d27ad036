"""What was sent: a workbook, a folder of CSV files, or a zip of them; read through limited child processes only."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from xueji.exchange.intake.limits import Limits
from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.intake.workbook.cells import Row
from xueji.exchange.intake.workbook.reader import open_file
from xueji.exchange.models.takeover import TakenSheet
from xueji.exchange.takeover.sheets import Found, find_sheets
from xueji.exchange.takeover.unpacking import unpacked
from xueji.vocabulary.text import Text

_MIB = 1 << 20
LIMITS = Limits(file_bytes=4096 * _MIB, rows=6_000_000, inflated_bytes=2048 * _MIB)
"""A whole city's register: larger than any list, but the child's memory is bounded as ever."""

UPLOAD_LIMITS = replace(LIMITS, file_bytes=512 * _MIB)
TABLES = {".xlsx", ".csv", ".txt", ".tsv"}
MOST_FILES = 50


@dataclass(frozen=True)
class Bundle:
    """What was sent, its sheets found."""

    sheets: dict[TakenSheet, Found]
    limits: Limits

    def rows(self, sheet: TakenSheet) -> Iterator[Row]:
        """The rows below the header of one sheet. Raises FileRefused or ReadingFailedError."""
        found = self.sheets[sheet]
        with open_file(found.path, name=found.file_name, limits=self.limits) as file:
            for number, cells in file.rows(found.index):
                if number > found.header_row:
                    yield number, cells


@contextmanager
def open_bundle(path: Path, *, name: str | None = None, limits: Limits = LIMITS) -> Iterator[Bundle]:
    """Open a workbook, a folder or a zip and find its sheets. Raises FileRefused or ReadingFailedError."""
    with ExitStack() as stack:
        files = [(path, name or path.name)]
        if path.is_dir():
            files = _tables_in(path)
        elif (name or path.name).lower().endswith(".zip"):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            unpacked(path, folder, limits)
            files = _tables_in(folder)
        heads = []
        for each, file_name in files:
            with open_file(each, name=file_name, limits=limits) as file:
                heads.append((each, file_name, file.sheets))
        yield Bundle(find_sheets(heads), limits)


def digest(path: Path) -> str:
    """SHA-256 over the content of the file, or of all tables of a folder in the order of their names."""
    summed = hashlib.sha256()
    for each, _ in _tables_in(path) if path.is_dir() else [(path, path.name)]:
        with each.open("rb") as file:
            while chunk := file.read(_MIB):
                summed.update(chunk)
    return summed.hexdigest()


def _tables_in(folder: Path) -> list[tuple[Path, str]]:
    # The lock file of an open workbook and hidden files are nobody's tables.
    files = [each for each in sorted(folder.iterdir()) if each.is_file() and each.suffix.lower() in TABLES]
    files = [each for each in files if not each.name.startswith((".", "~"))]
    if not files or len(files) > MOST_FILES:
        raise FileRefused(
            "takeover_no_table",
            Text(
                "文件夹或压缩包中没有 CSV 或 xlsx 表格（或文件过多）。", "There is no CSV or xlsx table (or too many)."
            ),
            Text("请放入五张表，每张一个 CSV 文件。", "Put in the five sheets, one CSV file each."),
        )
    return [(each, each.name) for each in files]
