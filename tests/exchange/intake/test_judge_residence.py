"""Residency, nationality and the categories treated as local."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.exchange.intake.small_lists import rules_of
from tests.exchange.intake.test_judge_documents import FOREIGN
from xueji.exchange.intake.verdicts.outcome import RowVerdict
from xueji.vocabulary.people.residency import as_local_categories

JudgeRow = Callable[..., RowVerdict]


@pytest.mark.parametrize("residency", ["农村", "京", "local hukou?"])
def test_an_unknown_residency_is_rejected(judge_row: JudgeRow, residency: str) -> None:
    assert rules_of(judge_row(residency=residency)) == ["residency_unknown"]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"nationality": "中国"}, "residency_foreign_but_chinese"),
        ({"nationality": "中国香港"}, "residency_foreign_but_region"),
        ({"nationality": "澳门"}, "residency_foreign_but_region"),
        ({"nationality": "台湾"}, "residency_foreign_but_region"),
        ({"residency": "本市户籍"}, "residency_not_foreign"),
        ({"residency": "非本市户籍"}, "residency_not_foreign"),
    ],
)
def test_foreign_is_foreign_nationality_and_nothing_else(
    judge_row: JudgeRow, changes: dict[str, str], rule: str
) -> None:
    row = judge_row(**FOREIGN | {"ethnicity": "汉族", "hukou_place": "外省"} | changes)
    assert row.verdict == "reject"
    assert rule in rules_of(row)
    assert "school_not_licensed" not in rules_of(row)


def test_a_foreign_pupil_needs_a_licensed_school(judge_row: JudgeRow) -> None:
    row = judge_row(**FOREIGN | {"school_code": "2111000301", "school_name": "妫川第一小学"})
    assert rules_of(row) == ["school_not_licensed"]
    assert "妫川第一小学" in row.reasons[0].says.zh


def test_children_of_hong_kong_macao_and_taiwan_need_no_license(judge_row: JudgeRow) -> None:
    row = judge_row(
        document_type="台胞证",
        document_number="01234567",
        nationality="台湾",
        residency="按本市户籍对待",
        as_local_category="台湾同胞子女",
        hukou_place="无",
    )
    assert row.verdict == "accept"
    assert row.values is not None
    assert row.values["as_local_category"] == "06"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("01", "01"),
        ("2", "02"),
        ("父母一方有本市户籍", "01"),
        ("03在站博士后子女", "03"),
        ("03-在站博士后子女", "03"),
        ("在站博士后", "03"),
        (1.0, "01"),
    ],
)
def test_categories_are_read_by_code_or_label(judge_row: JudgeRow, written: object, code: str) -> None:
    row = judge_row(residency="按本市户籍对待", as_local_category=written)
    assert row.verdict == "accept"
    assert row.values is not None
    assert row.values["as_local_category"] == code


@pytest.mark.parametrize(
    ("residency", "category", "rule", "verdict"),
    [
        ("按本市户籍对待", "", "as_local_category_missing", "reject"),
        ("按本市户籍对待", "无", "as_local_category_missing", "reject"),
        ("按本市户籍对待", "朋友", "as_local_category_unknown", "reject"),
        ("按本市户籍对待", "子女", "as_local_category_unknown", "reject"),
        ("按本市户籍对待", "12", "as_local_category_unknown", "reject"),
        ("本市户籍", "01", "as_local_category_surplus", "accept"),
        ("非本市户籍", "01", "as_local_category_contradicts", "reject"),
    ],
)
def test_a_category_goes_with_its_residency(
    judge_row: JudgeRow, residency: str, category: str, rule: str, verdict: str
) -> None:
    row = judge_row(residency=residency, as_local_category=category, hukou_place="")
    assert rule in rules_of(row)
    assert row.verdict == verdict
    assert next(reason.field for reason in row.reasons if reason.rule == rule) == "按本市户籍对待类别"


def test_a_category_that_has_ended_is_rejected(judge_row: JudgeRow) -> None:
    ended = tuple(replace(category, valid_to=date(2014, 12, 31)) for category in as_local_categories())
    row = judge_row(residency="按本市户籍对待", as_local_category="02", knowledge={"as_local": ended})
    assert rules_of(row) == ["as_local_category_not_in_force"]


@pytest.mark.parametrize(
    ("residency", "place", "rules"),
    [
        ("本市户籍", "外省", ["hukou_place_differs"]),
        ("本市户籍", "延庆县康庄镇", []),
        ("非本市户籍", "北京市延庆县", ["hukou_place_differs"]),
        ("非本市户籍", "河北省怀来县", []),
    ],
)
def test_a_hukou_place_that_says_otherwise_is_noted(
    judge_row: JudgeRow, residency: str, place: str, rules: list[str]
) -> None:
    row = judge_row(residency=residency, hukou_place=place)
    assert (rules_of(row), row.verdict) == (rules, "accept")


def test_places_are_not_compared_in_a_city_that_names_none(judge_row: JudgeRow) -> None:
    assert rules_of(judge_row(hukou_place="外省", knowledge={"home_names": ()})) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ethnicity", "火星族"),
        ("nationality", "火星"),
        ("guardian_kinship", "邻居"),
        ("admission_mode", "走后门"),
        ("attendance_mode", "在家"),
    ],
)
def test_an_unknown_code_is_rejected_in_every_code_column(judge_row: JudgeRow, key: str, value: str) -> None:
    row = judge_row(**{key: value})
    assert rules_of(row) == ["code_unknown"]
    assert value in row.reasons[0].says.zh


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("ethnicity", "汉", "01"),
        ("ethnicity", "11", "11"),
        ("nationality", "CHN", "CHN"),
        ("nationality", "中华人民共和国", "CHN"),
        ("guardian_kinship", "妈妈", "52"),
        ("guardian_kinship", "外公", "63"),
        ("attendance_mode", "寄宿", "2"),
    ],
)
def test_codes_are_read_by_number_label_and_common_name(judge_row: JudgeRow, key: str, value: str, code: str) -> None:
    row = judge_row(**{key: value})
    assert row.values is not None
    assert row.values[key] == code
