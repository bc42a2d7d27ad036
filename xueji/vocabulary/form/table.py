"""The 72 items of the form, read from their table."""

from __future__ import annotations

from dataclasses import dataclass

from xueji.vocabulary.tables import read_table
from xueji.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class FormItem:
    """One item of the form.

    `required` is yes, no or conditional; `kind` one of text, date, month, code, phone, number, photo, yes_no, region,
    document; `table` the code table of a code; `allowed` the codes the form takes (empty: all of the table); `format`
    a finer form of a text (name, pinyin, validity, grade, postal_code, email, city_student_number); `max_length` in
    characters (0: none); `national` the field of the national template; `note` how sure the row is.
    """

    number: int
    key: str
    national: str
    section: Text
    label: Text
    required: str
    kind: str
    table: str
    allowed: frozenset[str]
    format: str
    max_length: int
    note: str


FORM_ITEMS: tuple[FormItem, ...] = tuple(
    FormItem(
        number=int(row["number"]),
        key=row["key"],
        national=row["national"],
        section=Text(row["section_zh"], row["section_en"]),
        label=Text(row["label_zh"], row["label_en"]),
        required=row["required"],
        kind=row["kind"],
        table=row["table"],
        allowed=frozenset(filter(None, row["allowed"].split("|"))),
        format=row["format"],
        max_length=int(row["max_length"] or 0),
        note=row["note"],
    )
    for row in read_table("xueji.vocabulary.form", "items.csv")
)

ITEM_OF_KEY: dict[str, FormItem] = {item.key: item for item in FORM_ITEMS}
