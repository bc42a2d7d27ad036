"""Files that are no register, or mean harm, are refused as a whole, with a reason."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.exchange.takeover.registers import Register, judged
from tests.small_city import SmallCity
from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.models import TakenRecord
from xueji.exchange.takeover.sources import LIMITS
from xueji.exchange.takeover.unpacking import unpacked


def zipped(folder: Path, target: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(folder.iterdir()):
            package.write(path, f"{prefix}{path.name}")
    return target


def test_a_zip_of_tables_is_a_register_too(register: Register, tmp_path: Path) -> None:
    sent = zipped(register.write(tmp_path / "tables"), tmp_path / "register.zip", "../../deep/")
    takeover = judged(sent)
    assert takeover.status == "judged", takeover.reasons
    assert takeover.counts["records"]["accepted"] == 3


def test_a_bomb_is_stopped_by_what_it_inflates_to(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("学籍.csv", b"0" * (8 << 20))
    (tmp_path / "out").mkdir()
    with pytest.raises(FileRefused) as refused:
        unpacked(bomb, tmp_path / "out", replace(LIMITS, inflated_bytes=1 << 20))
    assert refused.value.rule == "file_inflates_too_much"
    (tmp_path / "damaged.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(FileRefused) as refused:
        unpacked(tmp_path / "damaged.zip", tmp_path / "out", LIMITS)
    assert refused.value.rule == "file_damaged"


def test_what_holds_no_sheet_is_refused_and_nothing_is_kept(city: SmallCity, tmp_path: Path) -> None:
    del city
    (tmp_path / "notes.csv").write_text("日期,备注\n2015-09-01,无\n", encoding="utf-8")
    takeover = judged(tmp_path)
    assert takeover.status == "refused"
    assert takeover.reasons[0]["rule"] == "takeover_no_sheet"
    assert not TakenRecord.objects.exists()


def test_a_named_sheet_that_lacks_columns_says_which(register: Register, tmp_path: Path) -> None:
    for line in register.tables["学籍"]:
        del line["出生日期"]
    takeover = judged(register.write(tmp_path))
    assert takeover.status == "refused"
    assert "出生日期" in takeover.reasons[0]["says"][0]


def test_two_sheets_of_one_kind_are_refused(register: Register, tmp_path: Path) -> None:
    folder = register.write(tmp_path)
    (folder / "学籍二.csv").write_bytes((folder / "学籍.csv").read_bytes())
    assert judged(folder).reasons[0]["rule"] == "takeover_sheet_twice"
