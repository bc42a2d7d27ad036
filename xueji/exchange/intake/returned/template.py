"""The empty list to be filled in: headings, text columns, drop-down lists, and a page that explains every column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from xueji.exchange.intake.columns.fields import Field, Need, entry_fields
from xueji.exchange.intake.columns.layout import column_letter
from xueji.exchange.intake.returned.sheet import Target, new_workbook, text_format
from xueji.exchange.intake.verdicts.city import CityKnowledge, KnownSchool
from xueji.exchange.intake.verdicts.rules.persons import may_be_guardian
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

_LIST, _HELP, _CHOICES = "录取名单", "填写说明", "选项"
_ROWS = 20_000
_WIDTHS = {"document_number": 24, "present_address": 36, "guardian_phone": 18, "school_name": 24}
_USUAL_WIDTH = 16
_ON_THE_FORM = frozenset({"1", "2"})

_NEEDS = {
    Need.ALWAYS: Text("必填", "required"),
    Need.FEED: Text("必填；学校导入本校名单时可不填", "required; a school's own list may omit it"),
    Need.LATER: Text("可暂缺，建立学籍前补填", "may wait until the record is established"),
    Need.NEVER: Text("户籍类别为“按本市户籍对待”时必填", "required if the child is treated as local"),
}
_REMARKS = {
    "registration_number": Text("一人一号；文本格式。", "One number for every child, as text."),
    "name": Text(
        "与居民户口簿一致；少数民族姓名用间隔号“·”。", "As in the hukou booklet; ethnic names with the dot “·”."
    ),
    "birth_date": Text("8位数字，如20090102；与身份证号一致。", "8 digits such as 20090102, as in the resident ID."),
    "document_type": Text("学生可用的证件类型见下拉列表。", "See the list for the types a pupil may have."),
    "document_number": Text(
        "文本格式，否则 Excel 会丢失末几位；类型为“其他”时可不填，学校须备在读证明。",
        "As text, or Excel loses the last digits; may be empty for type 其他, then proof of attendance is owed.",
    ),
    "residency": Text(
        "外籍仅指外国国籍；港澳台学生不是外籍。", "外籍 is foreign nationality only, never Hong Kong, Macao or Taiwan."
    ),
    "guardian_kinship": Text("监护人是学生的什么人。", "What the guardian is to the pupil."),
    "guardian_phone": Text("11位手机号，或带区号的固定电话。", "A mobile number, or a fixed line with its area code."),
    "school_code": Text("10位数字，文本格式。", "10 digits, as text."),
    "grade": Text("只填起始年级。", "Entry grades only."),
}


def write_template(target: Target, city: CityKnowledge, *, on: date) -> None:
    """Write the template for a city; its lists hold what is in force on that day."""
    workbook = new_workbook(target, constant_memory=False)
    fields = tuple(entry_fields().values())
    listing = workbook.add_worksheet(_LIST)
    explaining = workbook.add_worksheet(_HELP)
    choosing = workbook.add_worksheet(_CHOICES)
    # Hidden, so that nobody takes it for a list when the file comes back.
    choosing.hide()
    text, bold = text_format(workbook), workbook.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    for place, field in enumerate(fields):
        listing.write_string(0, place, field.heading, bold)
        listing.set_column(place, place, _WIDTHS.get(field.key, _USUAL_WIDTH), text)
        _offer(listing, choosing, place, field, _choices(field, city, on))
    listing.freeze_panes(1, 2)
    _explain(workbook, explaining, fields)
    workbook.close()


def _offer(listing: Worksheet, choosing: Worksheet, place: int, field: Field, choices: Sequence[str]) -> None:
    if not choices:
        return
    choosing.write_string(0, place, field.heading)
    for row, choice in enumerate(choices, 1):
        choosing.write_string(row, place, choice)
    letter = column_letter(place)
    listing.data_validation(
        1,
        place,
        _ROWS,
        place,
        {
            "validate": "list",
            "source": f"='{_CHOICES}'!${letter}$2:${letter}${len(choices) + 1}",
            "error_type": "warning",
            "error_title": field.heading,
            "error_message": "不在下拉列表中。",
        },
    )


def _choices(field: Field, city: CityKnowledge, on: date) -> Sequence[str]:
    """List what a column may hold; an empty list means anything."""
    lists: dict[str, Sequence[str]] = {
        "sex": _labels("sex", on, _ON_THE_FORM.__contains__),
        "document_type": [kind.label.zh for kind in DocumentType if kind.student_allowed],
        "ethnicity": _labels("ethnicity", on),
        "nationality": _labels("nationality", on),
        "residency": [residency.label.zh for residency in Residency],
        "as_local_category": [category.label.zh for category in city.as_local if category.in_force(on)],
        "guardian_kinship": _labels("kinship", on, may_be_guardian),
        "school_code": [school.code for school in _schools(city)],
        "school_name": [school.name for school in _schools(city)],
        "grade": [grade.label.zh for grade in Grade if grade in city.grades],
        "admission_mode": _labels("admission_mode", on),
        "attendance_mode": _labels("attendance_mode", on, _ON_THE_FORM.__contains__),
    }
    return lists.get(field.key, ())


def _labels(table_name: str, on: date, may: Callable[[str], bool] | None = None) -> list[str]:
    return [entry.zh for entry in code_table(table_name).entries_on(on) if may is None or may(entry.code)]


def _schools(city: CityKnowledge) -> list[KnownSchool]:
    shown = (school for school in city.schools.values() if city.own_school in (None, school.code))
    return sorted((school for school in shown if not school.closed), key=lambda school: school.code)


def _explain(workbook: xlsxwriter.Workbook, sheet: Worksheet, fields: Sequence[Field]) -> None:
    bold, wrapped = workbook.add_format({"bold": True}), workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 2, 60)
    lines = [
        ("列名", "要求", "Requirement"),
        *((field.heading, *_explained(field)) for field in fields),
        (
            "",
            "列的先后不限，可以另加列（原样保存）；表头可在前20行的任一行。",
            "Columns in any order; further columns are kept.",
        ),
        (
            "",
            "导入前会显示每一行的结果和原因，只导入没有问题的行。",
            "Every row's verdict is shown before anything is imported.",
        ),
    ]
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(row, column, cell, wrapped if row else bold)


def _explained(field: Field) -> tuple[str, str]:
    need, remark = _NEEDS[field.need], _REMARKS.get(field.key, Text("", ""))
    return f"{need.zh}。{remark.zh}", f"{need.en.capitalize()}. {remark.en}".strip()
