"""Admissions lists for measuring: invented children, the admission's columns and most of the 72 items."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from xueji.exchange.intake.columns.fields import form_fields
from xueji.exchange.seeding.invention.answers import admissions_row, filled_in
from xueji.exchange.seeding.invention.children import Child, Family, Home
from xueji.exchange.seeding.invention.dice import Dice
from xueji.exchange.seeding.invention.numbers import Serials
from xueji.parties.models import School
from xueji.records.models import Student
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.form.items import form_item
from xueji.vocabulary.schooling.grades import Grade

SEED = 29
YEAR = 2015


def entrants_to_come(schools: Sequence[School], count: int) -> list[tuple[School, Child]]:
    """Invent first-graders, dealt out to the schools in turn, whose IDs nobody in the city has."""
    taken = set(Student.objects.exclude(document_number="").values_list("document_number", flat=True))
    family = Family(Dice(SEED, "list"), Serials(Dice(SEED, "serials"), taken))
    coming = []
    for number in range(count):
        school = schools[number % len(schools)]
        home = Home(school.district.region_code, school.district.name)
        coming.append((school, family.child(home, Grade.P1, YEAR)))
    return coming


def write_list(path: Path, coming: Sequence[tuple[School, Child]]) -> int:
    """Write the children as an xlsx list with a header row; answer how many columns it has."""
    dice = Dice(SEED, "form")
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("录取名单")
        columns: list[str] = []
        for number, (school, child) in enumerate(coming, 1):
            row = admissions_row(child, Grade.P1, (school.code, school.name), f"BM{YEAR}{number:08d}")
            row |= _items(filled_in(child, dice))
            if not columns:
                columns = list(row)
                sheet.write_row(0, 0, columns)
            sheet.write_row(number, 0, [row[heading] for heading in columns])
    return len(columns)


def _items(answers: dict[str, str]) -> dict[str, str]:
    """Items of the form by their headings, codes as the words that lists have."""
    fields = form_fields()
    return {fields[key].heading: _word(key, answer) for key, answer in answers.items() if key in fields}


def _word(key: str, answer: str) -> str:
    item = form_item(key)
    return code_table(item.table).by_code[answer].label.zh if item.table else answer
