"""A zip of tables is unpacked by a child process with little memory: bombs are stopped by what they really inflate to.

Run as `python -m xueji.exchange.takeover.unpacking ARCHIVE FOLDER BYTES FILES SECONDS`; it prints one rule, or "done".
"""

from __future__ import annotations

import resource
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from xueji.exchange.intake.limits import Limits
from xueji.exchange.intake.refusals import FileRefused, refusal
from xueji.exchange.intake.workbook.reader import ReadingFailedError
from xueji.parties.confined.starting import (
    ChildTooLargeError,
    ChildTooSlowError,
    end_confined,
    start_confined,
    why_silent,
)
from xueji.vocabulary.text import Text

MOST_ENTRIES = 200
TABLES = (".csv", ".txt", ".tsv")
_CHUNK = 1 << 20
_MEMORY = 256 << 20
_ENCRYPTED = 0x1
_SECONDS = 120
_DONE = "done"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)


def unpacked(archive: Path, folder: Path, limits: Limits) -> None:
    """Unpack the tables of `archive` into `folder`, whatever folders they lie in. Raises FileRefused."""
    arguments = [str(archive.resolve()), str(folder.resolve()), str(limits.inflated_bytes), str(_SECONDS)]
    child = start_confined("xueji.exchange.takeover.unpacking", arguments)
    try:
        answer, _ = child.communicate(timeout=2 * _SECONDS)
    except subprocess.TimeoutExpired as late:
        raise refusal("reading_too_long", seconds=2 * _SECONDS) from late
    finally:
        end_confined(child)
    said = answer.decode().strip()
    if said == _DONE:
        return
    if said in _REFUSALS:
        refused = _REFUSALS[said]()
        raise refused
    silent = why_silent(child)
    if isinstance(silent, ChildTooSlowError):
        raise refusal("reading_too_long", seconds=_SECONDS)
    if isinstance(silent, ChildTooLargeError):
        raise refusal("reading_too_much_memory")
    raise ReadingFailedError(str(silent))


def _unpack(archive: Path, folder: Path, budget: int) -> str:
    with zipfile.ZipFile(archive) as package:
        entries = package.infolist()
        if len(entries) > MOST_ENTRIES:
            return "zip_too_many"
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            return "file_encrypted"
        written: set[str] = set()
        for entry in entries:
            # Only the last part of the name is used, so that no entry can climb out of the folder.
            name = PurePosixPath(entry.filename.replace("\\", "/")).name
            if entry.is_dir() or not name.lower().endswith(TABLES) or name.startswith("."):
                continue
            if name in written:
                return "zip_twice"
            written.add(name)
            with package.open(entry) as part, (folder / name).open("wb") as file:
                while chunk := part.read(_CHUNK):
                    budget -= len(chunk)
                    if budget < 0:
                        return "file_inflates_too_much"
                    file.write(chunk)
    return _DONE


def main() -> None:
    """Confine this very process, then unpack."""
    archive, folder, budget, seconds = sys.argv[1:]
    for what, bound in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_FSIZE, int(budget) + _CHUNK),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (bound, bound))
    try:
        said = _unpack(Path(archive), Path(folder), int(budget))
    except _BROKEN:
        said = "file_damaged"
    except (MemoryError, OSError):
        said = "file_inflates_too_much"
    sys.stdout.write(said + "\n")


def _too_many() -> FileRefused:
    return FileRefused(
        "zip_too_many",
        Text(f"压缩包中的文件超过{MOST_ENTRIES}个。", f"The archive holds more than {MOST_ENTRIES} files."),
        Text("请只放入五张表。", "Put in the five sheets only."),
    )


def _twice() -> FileRefused:
    return FileRefused(
        "zip_twice",
        Text("压缩包中有同名的表。", "The archive holds two tables of one name."),
        Text("每张表只留一个文件。", "Keep one file for each sheet."),
    )


_REFUSALS = {
    "file_damaged": lambda: refusal("file_damaged"),
    "file_encrypted": lambda: refusal("file_encrypted"),
    "file_inflates_too_much": lambda: refusal("file_inflates_too_much"),
    "zip_too_many": _too_many,
    "zip_twice": _twice,
}

if __name__ == "__main__":
    main()
