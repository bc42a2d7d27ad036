"""The empty sheets to be filled in, with a page that explains every column."""

from __future__ import annotations

import csv
from pathlib import Path

from xueji.exchange.intake.returned.sheet import Target, new_workbook, text_format
from xueji.exchange.models.takeover import TakenSheet
from xueji.exchange.takeover.sheets import columns

WORKBOOK = "接管模板.xlsx"
_HELP = "填写说明"
_NEEDS = {True: ("必填", "required"), False: ("可空", "may be empty")}
_WIDTH = 16


def write_workbook(target: Target) -> None:
    """Write one workbook with the five sheets and the explanations."""
    workbook = new_workbook(target, constant_memory=False)
    text = text_format(workbook)
    bold = workbook.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    for sheet in TakenSheet:
        page = workbook.add_worksheet(sheet.label)
        for place, column in enumerate(columns(sheet).values()):
            page.write_string(0, place, column.heading, bold)
            page.set_column(place, place, _WIDTH, text)
        page.freeze_panes(1, 0)
    page = workbook.add_worksheet(_HELP)
    page.set_column(0, 2, _WIDTH)
    page.set_column(3, 4, 4 * _WIDTH)
    for row, line in enumerate(_explained()):
        for place, cell in enumerate(line):
            page.write_string(row, place, cell, bold if not row else text)
    workbook.close()


def write_folder(folder: Path) -> list[Path]:
    """Write the workbook and the five empty CSV tables into a folder; answer what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / WORKBOOK]
    write_workbook(written[0])
    for number, sheet in enumerate(TakenSheet, 1):
        written.append(folder / f"{number}_{sheet.label}.csv")
        # With the mark at its head, Excel takes the file for UTF-8.
        with written[-1].open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerow(column.heading for column in columns(sheet).values())
    return written


def _explained() -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = [("表", "列", "要求", "说明", "Explanation")]
    for sheet in TakenSheet:
        for column in columns(sheet).values():
            zh, en = _NEEDS[column.must]
            lines.append((sheet.label, column.heading, zh, column.help.zh, f"{en.capitalize()}. {column.help.en}"))
    return lines
