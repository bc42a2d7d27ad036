"""Names in pinyin: surnames have readings of their own."""

from __future__ import annotations

import pytest

from xueji.vocabulary.people.pinyin import initials, pinyin, syllables
from xueji.vocabulary.tables import read_table


@pytest.mark.parametrize(
    ("name", "reading", "first"),
    [
        ("单雨怡", "shanyuyi", "syy"), ("曾国", "zengguo", "zg"), ("仇英", "qiuying", "qy"), ("解缙", "xiejin", "xj"),
        ("查良镛", "zhaliangyong", "zly"), ("盖叫天", "gejiaotian", "gjt"), ("区乐", "oule", "ol"),
        ("朴树", "piaoshu", "ps"), ("任我行", "renwoxing", "rwx"), ("华佗", "huatuo", "ht"), ("翟让", "zhairang", "zr"),
        ("尉迟恭", "yuchigong", "ycg"), ("万俟卨", "moqixie", "mqx"), ("长孙无忌", "zhangsunwuji", "zswj"),
        ("尉迟", "weichi", "wc"), ("吕布", "lvbu", "lb"), ("陈涵阳", "chenhanyang", "chy"),
        ("诸葛亮", "zhugeliang", "zgl"), ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
        ("John A. Smith", "johnasmith", "jas"), ("", "", ""),
    ],
)  # fmt: skip
def test_it_reads_a_name(name: str, reading: str, first: str) -> None:
    assert pinyin(name) == reading
    assert initials(name) == first


def test_an_untidy_name_reads_like_the_tidy_one() -> None:
    assert pinyin(" 单\u200b雨　怡 ") == "shanyuyi"


def test_a_surname_is_read_as_one_only_at_the_head_of_the_name() -> None:
    assert syllables("张单")[1] == "dan"


def test_every_surname_of_the_table_has_as_many_syllables_as_characters() -> None:
    rows = read_table("xueji.vocabulary.people", "surnames.csv")
    assert len({row["surname"] for row in rows}) == len(rows)
    for row in rows:
        assert len(row["reading"].split()) == len(row["surname"]), row
        assert row["reading"].replace(" ", "").isascii()
