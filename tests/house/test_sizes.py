"""Small files, short functions, few files in a folder: what a stranger can hold in mind."""

from __future__ import annotations

from collections import Counter
from statistics import median

from tests.house.source import HOME, PACKAGE, functions, modules, shown

_LINES_OF_A_FILE = 400
_MEDIAN_LINES = 80
_LINES_OF_A_FUNCTION = 40
_MODULES_OF_A_FOLDER = 12
_CHARACTERS_OF_A_LINE = 125
_BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "base", "core", "lib"}


def _lines(file_text: str) -> int:
    return len(file_text.splitlines())


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {shown(file): lines for file in modules() if (lines := _lines(file.read_text())) > _LINES_OF_A_FILE}
    assert not long


def test_half_of_the_files_have_eighty_lines_or_fewer() -> None:
    written = [lines for file in modules() if (lines := _lines(file.read_text()))]
    assert median(written) <= _MEDIAN_LINES


def test_no_function_is_longer_than_forty_lines() -> None:
    long = {
        f"{shown(file)}:{function.lineno} {function.name}": lines
        for file in modules()
        for function in functions(file)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > _LINES_OF_A_FUNCTION
    }
    assert not long


def test_no_folder_holds_more_than_twelve_modules() -> None:
    counted = Counter(file.parent for file in modules() if file.name != "__init__.py")
    free = {folder for folder in counted if folder.name == "procedures" and (PACKAGE / "rulebooks") in folder.parents}
    full = {shown(folder): count for folder, count in counted.items() if count > _MODULES_OF_A_FOLDER}
    assert not {folder: count for folder, count in full.items() if HOME / folder not in free}


def test_no_line_has_more_than_a_hundred_and_twenty_five_characters() -> None:
    files = [*modules(), *sorted((HOME / "tests").rglob("*.py"))]
    long = [
        f"{shown(file)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text().splitlines(), start=1)
        if len(line) > _CHARACTERS_OF_A_LINE
    ]
    assert not long


def test_no_module_or_folder_is_named_for_leftovers() -> None:
    named = {part for file in modules() for part in file.relative_to(PACKAGE).with_suffix("").parts}
    assert not named & _BANNED_NAMES
