"""Files made to harm are refused with a sentence, in little memory and little time, and the reader lives."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlsxwriter

from tests.exchange.intake.small_lists import TODAY, sound_row
from xueji.exchange.intake.columns.table import read_table
from xueji.exchange.intake.limits import Limits
from xueji.exchange.intake.refusals import FileRefused
from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.judging import judge_file

LONGEST = 10.0
Rows = Callable[..., list[list[object]]]
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def within_ten_seconds() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < LONGEST


def refused(path: Path, **arguments: object) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_table(path, **arguments)
    assert caught.value.says.zh
    assert caught.value.mend.zh
    assert "{" not in caught.value.says.zh + caught.value.says.en + caught.value.mend.zh + caught.value.mend.en
    return caught.value


def with_parts(path: Path, changes: dict[str, bytes], *, target: Path | None = None) -> Path:
    """Copy a workbook with some parts replaced or added."""
    out = target or path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return out


def sheet_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read("xl/worksheets/sheet1.xml")


def sheet_with(rows: bytes) -> bytes:
    opening = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return opening + rows + b"</sheetData></worksheet>"


@pytest.fixture
def sound(write_list: Write, list_rows: Rows) -> Path:
    return write_list({"录取名单": list_rows()})


def test_it_reads_the_sound_list_that_the_others_are_made_of(sound: Path) -> None:
    assert len(read_table(sound).rows) == 3


def test_it_refuses_a_bomb_by_what_its_directory_declares(sound: Path) -> None:
    bomb = with_parts(sound, {"xl/media/image1.bin": bytes(30 << 20)})
    assert bomb.stat().st_size < 1 << 16
    assert refused(bomb).rule == "file_inflates_too_much"


def test_it_refuses_a_bomb_in_the_sheet_itself(sound: Path) -> None:
    bomb = with_parts(sound, {"xl/worksheets/sheet1.xml": sheet_with(b'<row r="1"/>' * (1 << 20))})
    assert refused(bomb).rule == "file_inflates_too_much"


def test_it_refuses_a_part_that_is_longer_than_its_directory_says(sound: Path) -> None:
    content = sound.read_bytes()
    with zipfile.ZipFile(sound) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
    liar = sound.with_name("liar.xlsx")
    liar.write_bytes(content.replace(struct.pack("<I", size), struct.pack("<I", 100)))
    assert refused(liar).rule == "file_damaged"


def test_it_refuses_masses_of_parts(sound: Path) -> None:
    many = with_parts(sound, {f"xl/extra/{number}.xml": b"<a/>" for number in range(2_500)})
    assert refused(many).rule == "file_too_many_parts"


def test_it_never_opens_an_archive_inside_the_archive(sound: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(20 << 20))
    nested = with_parts(sound, {"xl/embeddings/inner.xlsx": inner.getvalue()})
    assert len(read_table(nested).rows) == 3


@pytest.mark.parametrize(
    "part",
    ["xl/sharedStrings.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml", "xl/styles.xml"],
)
def test_it_refuses_a_document_type_in_any_part(sound: Path, part: str) -> None:
    with zipfile.ZipFile(sound) as package:
        xml = package.read(part)
    declared = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
    evil = with_parts(sound, {part: xml[:start] + b" " * 70_000 + declared + xml[start:]})
    assert refused(evil).rule == "file_has_doctype"


def test_it_refuses_a_document_type_hidden_in_another_encoding(sound: Path) -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY e "x">]><sst/>'
    evil = with_parts(sound, {"xl/sharedStrings.xml": xml.encode("utf-16")})
    assert refused(evil).rule == "file_inner_encoding"


def test_it_refuses_masses_of_columns(write_list: Write, list_rows: Rows) -> None:
    rows = list_rows()
    rows[0] += [f"附加{number}" for number in range(250)]
    assert refused(write_list({"名单": rows})).rule == "file_too_many_columns"


def test_it_refuses_a_million_columns(sound: Path) -> None:
    cells = b'<c r="A1"><v>1</v></c>' + b'<c r="XFD1"><v>1</v></c>' * 1_000_000
    wide = with_parts(sound, {"xl/worksheets/sheet1.xml": sheet_with(b'<row r="1">' + cells + b"</row>")})
    # Written so evenly it looks like a bomb; however it is written, its columns betray it.
    assert refused(wide).rule == "file_inflates_too_much"
    assert refused(wide, limits=Limits(ratio=2_000)).rule == "file_too_many_columns"


def test_it_refuses_two_cells_at_the_far_corners_of_the_sheet(sound: Path) -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refused(with_parts(sound, {"xl/worksheets/sheet1.xml": sheet_with(rows)})).rule == "file_too_many_columns"


def test_it_refuses_cells_far_apart_in_the_midst_of_a_long_sheet(sound: Path) -> None:
    head = sheet_of(sound).split(b"<sheetData>")[1].split(b"</sheetData>")[0]
    filler = b"".join(
        b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (row, row, row * 7_919) for row in range(100, 400_000)
    )
    far = b'<row r="400001"><c r="ZZ400001"><v>1</v></c></row>'
    evil = with_parts(sound, {"xl/worksheets/sheet1.xml": sheet_with(head + far + filler)})
    assert refused(evil).rule in {"file_too_many_rows", "file_too_many_columns", "reading_too_much_memory"}


def test_it_refuses_strings_that_swell_when_they_are_shared(sound: Path) -> None:
    long = b"<si><t>" + b"x" * 32_000 + b"</t></si>"
    with zipfile.ZipFile(sound) as package:
        strings = package.read("xl/sharedStrings.xml")
    place = strings.count(b"<si>")
    swollen = {"xl/sharedStrings.xml": strings.replace(b"</sst>", long + b"</sst>")}
    cells = b'<c t="s"><v>%d</v></c>' % place * 40
    rows = b"".join(b'<row r="%d">%s</row>' % (row, cells) for row in range(9, 700))
    swollen["xl/worksheets/sheet1.xml"] = sheet_of(sound).replace(b"</sheetData>", rows + b"</sheetData>")
    assert refused(with_parts(sound, swollen), limits=Limits(ratio=1_000)).rule == "reading_too_much_memory"


def test_it_refuses_more_rows_than_a_list_may_have(write_list: Write, list_rows: Rows) -> None:
    assert refused(write_list({"名单": list_rows(30)}), limits=Limits(rows=20)).rule == "file_too_many_rows"


def test_it_refuses_a_file_that_is_too_large(sound: Path) -> None:
    assert refused(sound, limits=Limits(file_bytes=1_000)).rule == "file_too_large"


def test_it_stops_a_reading_that_takes_too_long(sound: Path) -> None:
    limits = Limits(cpu_seconds=10, wall_seconds=0)
    assert refused(sound, limits=limits).rule == "reading_too_long"


def test_it_stops_a_reading_that_uses_too_much_of_the_processor(sound: Path) -> None:
    rows = b"".join(b'<row r="%d">%s</row>' % (row, b"<c><v>7</v></c>" * 60) for row in range(9, 40_000))
    xml = sheet_of(sound).replace(b"</sheetData>", rows + b"</sheetData>")
    slow = with_parts(sound, {"xl/worksheets/sheet1.xml": xml})
    limits = Limits(cpu_seconds=1, ratio=1_000)
    assert refused(slow, limits=limits).rule == "reading_too_long"


def test_it_refuses_a_truncated_workbook(sound: Path) -> None:
    cut = sound.with_name("cut.xlsx")
    cut.write_bytes(sound.read_bytes()[:-500])
    assert refused(cut).rule == "file_damaged"


def test_it_refuses_a_sheet_that_ends_in_the_midst_of_a_row(sound: Path) -> None:
    xml = sheet_of(sound)
    broken = with_parts(sound, {"xl/worksheets/sheet1.xml": xml[: xml.index(b"</row>", len(xml) // 2)]})
    assert refused(broken).rule == "file_damaged"


def test_it_refuses_a_workbook_of_the_old_kind(tmp_path: Path) -> None:
    old = tmp_path / "list.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000))
    assert refused(old).rule == "file_old_excel"


def test_it_refuses_an_encrypted_workbook(tmp_path: Path) -> None:
    locked = tmp_path / "list.xlsx"
    name = "EncryptedPackage".encode("utf-16-le")
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000) + name + bytes(3_000))
    assert refused(locked).rule == "file_encrypted"


def test_it_refuses_an_archive_with_encrypted_parts(sound: Path) -> None:
    content = bytearray(sound.read_bytes())
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    locked = sound.with_name("locked.xlsx")
    locked.write_bytes(bytes(content))
    assert refused(locked).rule == "file_encrypted"


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("list.xlsx", b"", "file_empty"),
        ("list.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "file_wrong_type"),
        ("list.xlsx", b"\xff\xd8\xff\xe0" + bytes(100), "file_wrong_type"),
        ("list.xlsx", b"%PDF-1.7\n", "file_wrong_type"),
        ("list.csv", b"%PDF-1.7\n", "file_wrong_type"),
        ("list.xlsx", b"\xef\xbb\xbf<html><table></table></html>", "file_wrong_type"),
        ("list.xls", b'<?xml version="1.0"?><Workbook/>', "file_wrong_type"),
        ("list.xlsx", "姓名,性别\n".encode(), "file_name_misleads"),
        ("list.docx", "姓名,性别\n".encode(), "file_wrong_type"),
        ("list.exe", b"MZ" + bytes(100), "file_wrong_type"),
        ("list.xlsx", bytes(range(256)), "file_name_misleads"),
    ],
)
def test_it_refuses_what_is_no_list(tmp_path: Path, name: str, content: bytes, rule: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path).rule == rule


def test_it_refuses_an_image_with_a_workbook_behind_it(tmp_path: Path, sound: Path) -> None:
    polyglot = tmp_path / "photo.xlsx"
    polyglot.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64) + sound.read_bytes())
    assert refused(polyglot).rule == "file_wrong_type"


def test_it_refuses_a_workbook_that_calls_itself_text(sound: Path) -> None:
    assert refused(sound, name="list.csv").rule == "file_name_misleads"


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ({"word/document.xml": b"<a/>"}, "file_wrong_type"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "file_wrong_type"),
        ({"xl/workbook.bin": b"x"}, "file_wrong_type"),
        ({"readme.txt": b"x"}, "file_wrong_type"),
    ],
)
def test_it_refuses_archives_that_are_no_workbooks(tmp_path: Path, parts: dict[str, bytes], rule: str) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert refused(path).rule == rule


def test_it_refuses_macros(sound: Path) -> None:
    assert refused(with_parts(sound, {"xl/vbaProject.bin": b"x"})).rule == "file_has_macros"


def test_it_refuses_two_parts_of_one_name(sound: Path) -> None:
    twice = sound.with_name("twice.xlsx")
    twice.write_bytes(sound.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(twice, "a") as package:
        package.writestr("xl/worksheets/sheet1.xml", sheet_with(b""))
    assert refused(twice).rule == "file_damaged"


def test_it_refuses_a_workbook_whose_sheets_are_all_hidden(write_list: Write, list_rows: Rows) -> None:
    path = write_list({"a": list_rows()})
    with zipfile.ZipFile(path) as package:
        book = package.read("xl/workbook.xml").replace(b'<sheet name="a"', b'<sheet name="a" state="hidden"')
    assert refused(with_parts(path, {"xl/workbook.xml": book})).rule == "file_without_sheet"


def test_it_refuses_a_cell_larger_than_any_sheet_allows(sound: Path) -> None:
    xml = sheet_of(sound)
    huge = b'<c r="V3" t="inlineStr"><is><t>' + "长".encode() * 40_000 + b"</t></is></c></row>"
    place = xml.index(b"</row>", xml.index(b'<row r="3"'))
    path = with_parts(sound, {"xl/worksheets/sheet1.xml": xml[:place] + huge + xml[place + 6 :]})
    assert refused(path).rule == "file_cell_too_large"


def test_formulas_are_never_run_and_never_taken(write_list: Write, list_rows: Rows, city: CityKnowledge) -> None:
    def formulas(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.worksheets()[0]
        sheet.write_formula(1, 1, '=HYPERLINK("http://example.cn","王小一")', None, "王小一")
        sheet.write_string(2, 11, "=cmd|' /C calc'!A0")
        sheet.write_formula(3, 6, "=1/0", None, "#DIV/0!")

    judgement = judge_file(write_list({"名单": list_rows(4)}, more=formulas), city, on=TODAY)
    assert [[reason.rule for reason in row.reasons] for row in judgement.rows] == [
        ["cell_formula"],
        ["text_formula"],
        ["cell_formula"],
        [],
    ]


def test_the_reader_lives_after_all_this(sound: Path) -> None:
    assert [cells[1] for _, cells in read_table(sound).rows] == [sound_row(n)["name"] for n in (1, 2, 3)]
