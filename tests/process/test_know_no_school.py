"""The grammar is generic: another jurisdiction, or a library, must be able to use it as it stands."""

import re
from pathlib import Path

import xueji.process

FILES = sorted(Path(xueji.process.__file__).parent.rglob("*.py"))
FORBIDDEN = re.compile(
    r"beijing|北京|京籍|市教委|lanting|新生|学籍|入学|开学|term_start|xueji\.vocabulary\.(?!text|parties)"
)


def test_it_names_no_place_no_pupil_and_no_facts() -> None:
    assert FILES
    found = [(file.name, match.group()) for file in FILES for match in FORBIDDEN.finditer(file.read_text("utf-8"))]
    assert found == []


def test_it_reads_no_clock() -> None:
    found = [
        file.name for file in FILES if re.search(r"\.(today|now)\(|import time\b|timezone", file.read_text("utf-8"))
    ]
    assert found == []
