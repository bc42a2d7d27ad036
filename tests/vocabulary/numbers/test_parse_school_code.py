"""School codes and education IDs: shapes of digits."""

from __future__ import annotations

import pytest

from xueji.vocabulary.numbers.education_id import BadEducationId, EducationId
from xueji.vocabulary.numbers.school_code import BadSchoolCode, SchoolCode


def test_it_reads_a_school_code() -> None:
    code = SchoolCode.parse("2111000301")
    assert (code.number, code.category, code.province, str(code)) == ("2111000301", "2", "11", "2111000301")
    assert SchoolCode.parse(" 2111000301 ") == code


@pytest.mark.parametrize("raw", ["", "211100030", "21110003011", "211100030X", "2111000301.0", "２１１１０００３０１"])
def test_it_refuses_what_is_no_school_code(raw: str) -> None:
    with pytest.raises(BadSchoolCode) as caught:
        SchoolCode.parse(raw)
    assert caught.value.rule == "school_code_shape"
    assert raw in caught.value.says.zh


def test_it_reads_an_education_id() -> None:
    assert str(EducationId.parse(" 20154321")) == "20154321"


@pytest.mark.parametrize("raw", ["", "2015432", "201543211", "2015432a"])
def test_it_refuses_what_is_no_education_id(raw: str) -> None:
    with pytest.raises(BadEducationId) as caught:
        EducationId.parse(raw)
    assert caught.value.rule == "education_id_shape"
    assert caught.value.fault.mend.en
