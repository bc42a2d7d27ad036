from datetime import date
from pathlib import Path

import pytest

from tests.process.loans import PARAMETERS_TOML, parameters
from xueji.process.parameters import ParameterError, ParameterMissingError, parse_parameters, read_parameters


def test_a_value_holds_from_its_day_until_the_next() -> None:
    assert parameters().value("loan_days", on=date(2019, 12, 31)) == 10
    assert parameters().value("loan_days", on=date(2020, 1, 1)) == 20


def test_every_value_says_its_unit_source_and_tag() -> None:
    described = {item.name: item for item in parameters().describe()}
    assert described["loan_days"].unit == "working_days"
    assert [(value.source, value.tag) for value in described["loan_days"].values] == [
        ("house rule 5", "OURS"),
        ("house rule 5, revised", "OURS"),
    ]


def test_a_day_before_the_first_value_has_none() -> None:
    with pytest.raises(ParameterMissingError, match="1999-12-31"):
        parameters().value("loan_days", on=date(1999, 12, 31))


def test_a_name_no_file_declares_is_refused() -> None:
    with pytest.raises(ParameterMissingError, match="fine_days"):
        parameters().value("fine_days", on=date(2015, 9, 1))


def test_a_word_is_not_a_number_of_days() -> None:
    with pytest.raises(ParameterError, match="city_step"):
        parameters().days("city_step", on=date(2015, 9, 1))


def test_a_later_folder_lies_over_an_earlier_one(tmp_path: Path) -> None:
    for folder, days in (("base", "10"), ("own", "7")):
        (tmp_path / folder).mkdir()
        text = PARAMETERS_TOML.replace("value = 10", f"value = {days}")
        (tmp_path / folder / "numbers.toml").write_text(text, encoding="utf-8")
    read = read_parameters(tmp_path / "base", tmp_path / "own")
    assert read.value("loan_days", on=date(2015, 9, 1)) == 7


def test_one_folder_does_not_declare_a_parameter_twice(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(PARAMETERS_TOML, encoding="utf-8")
    with pytest.raises(ParameterError, match="twice"):
        read_parameters(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('unit = "working_days"', ""),
        ('title.en = "Loan"', ""),
        ("from = 2020-01-01\nvalue = 20", "from = 1990-01-01\nvalue = 20"),
        ("value = 10", "value = 10.5"),
        ('source = "house rule 5"\n', ""),
        ("[loan_days]", "[loan_days"),
        ("from = 2000-01-01\nvalue = 10", "from = 2000-01-01T08:00:00\nvalue = 10"),
    ],
)
def test_a_faulty_file_is_refused_with_a_sentence(old: str, new: str) -> None:
    assert old in PARAMETERS_TOML
    with pytest.raises(ParameterError):
        parse_parameters(PARAMETERS_TOML.replace(old, new, 1))


def test_a_parameter_that_is_no_table_is_refused() -> None:
    with pytest.raises(ParameterError, match="table"):
        parse_parameters("loan_days = 10")
