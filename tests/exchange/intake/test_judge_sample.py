"""The sample list must give exactly the verdicts that stand beside it."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.exchange.intake.small_lists import TODAY
from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.judging import judge_file

SAMPLES = Path(__file__).parents[2] / "samples"
SAMPLE = SAMPLES / "admissions_2015_primary.xlsx"
FIELDS = {
    38: "入学年级",
    40: "身份证件号",
    54: "身份证件号",
    68: "户籍类别",
    109: "姓名",
    185: "录取学校标识码",
    199: "监护人联系电话",
    229: "按本市户籍对待类别",
    237: "身份证件号",
    240: "出生日期",
    267: "身份证件号",
    290: "性别",
    296: "民族",
    303: "姓名",
    306: "出生日期",
}


def expected() -> dict[int, str]:
    with (SAMPLES / "admissions_2015_primary.expected.csv").open(encoding="utf-8") as file:
        return {int(line["row"]): line["verdict"] for line in csv.DictReader(file)}


def test_the_sample_gives_exactly_the_verdicts_beside_it(city: CityKnowledge) -> None:
    judgement = judge_file(SAMPLE, city, on=TODAY)
    assert judgement.file.verdict == "read"
    assert (judgement.file.sheet, judgement.file.header_row) == ("录取名单", 3)
    assert [row.row for row in judgement.rows] == list(range(4, 334))
    odd = expected()
    assert {row.row: str(row.verdict) for row in judgement.rows} == {n: odd.get(n, "accept") for n in range(4, 334)}


def test_every_odd_row_of_the_sample_is_blamed_on_the_right_column(city: CityKnowledge) -> None:
    rows = {row.row: row for row in judge_file(SAMPLE, city, on=TODAY).rows}
    assert {number: rows[number].reasons[0].field for number in FIELDS} == FIELDS
    assert all(row.reasons for row in rows.values() if row.verdict != "accept")


def test_a_plain_row_of_the_sample_is_accepted_without_a_word(city: CityKnowledge) -> None:
    rows = {row.row: row for row in judge_file(SAMPLE, city, on=TODAY).rows}
    silent = [number for number in rows if number not in expected()]
    assert [number for number in silent if rows[number].reasons] == []


def test_names_of_the_sample_are_kept_tidied_and_rare_characters_whole(city: CityKnowledge) -> None:
    rows = {row.row: row for row in judge_file(SAMPLE, city, on=TODAY).rows}
    assert [rows[number].values["name"] for number in (7, 108, 128, 329)] == [
        "陈涵阳",
        "王𬍛",
        "阿依古丽·买买提",
        "魏可清",
    ]
