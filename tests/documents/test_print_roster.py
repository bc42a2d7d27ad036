"""The roster on paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from xueji.documents.papers.render import Printed
from xueji.documents.papers.roster import Roster, RosterRow, roster_pdf

PRINTED = Printed(
    by="刘敏",
    office="北京市延庆县妫川第一小学",
    at=datetime(2015, 9, 16, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai")),
    city_date=date(2015, 9, 16),
)
EXTENSION_I = "\U0002ebf0"


def row(seat: int, name: str, sex: str = "男") -> RosterRow:
    return RosterRow(seat, name, sex, date(2008, 11, 17), f"L1102292008111706{seat:02}", "本市户籍")


def roster(*names: str) -> Roster:
    rows = [row(seat, name) for seat, name in enumerate(names, start=1)]
    return Roster("北京市延庆县妫川第一小学", "一年级（1）班", "赵丽华", "2015-2016 学年第一学期", rows, PRINTED)


def pages(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize("name", ["王𬍛", "阿依古丽·买买提", "买买提明·阿卜杜热合曼·玉苏普江·吐尔逊", "欧阳司徒震南"])
def test_it_prints_rare_and_long_names_so_that_they_can_be_searched(name: str) -> None:
    (page,) = pages(roster_pdf(roster(name)))
    assert name in page


def test_it_names_school_class_teacher_term_and_who_printed_it_when() -> None:
    (page,) = pages(roster_pdf(roster("陈浩佑")))
    for expected in (
        "妫川第一小学",
        "一年级（1）班",
        "班主任：赵丽华",
        "2015-2016学年第一学期",
        "刘敏",
        "2015-09-1610:05",
    ):
        assert expected in page
    assert "业务日期2015-09-16" in page
    assert "第1页，共1页" in page


def test_it_counts_boys_and_girls() -> None:
    counted = replace(roster(), rows=[row(1, "陈浩佑", "女"), row(2, "刘然宇"), row(3, "马诺清")])
    assert "共3人（男2人，女1人）" in pages(roster_pdf(counted))[0]


def test_it_repeats_the_head_of_the_table_on_every_page() -> None:
    several = pages(roster_pdf(roster(*["陈浩佑"] * 120)))
    assert len(several) >= 3
    assert all("班内学号" in page and "户籍类别" in page for page in several)
    assert f"第2页，共{len(several)}页" in several[1]


def test_it_fits_a_class_of_forty_on_one_page() -> None:
    assert len(pages(roster_pdf(roster(*["陈浩佑"] * 40)))) == 1


def test_it_says_on_every_page_that_a_training_city_has_no_force() -> None:
    trained = replace(roster(*["陈浩佑"] * 60), printed=replace(PRINTED, training=True))
    assert all("不具有效力" in page for page in pages(roster_pdf(trained)))
    assert "不具有效力" not in pages(roster_pdf(roster("陈浩佑")))[0]


def test_it_prints_source_text_as_text() -> None:
    hostile = '#panic("x") $ \\ *b* [link] "'
    (page,) = pages(roster_pdf(roster(hostile)))
    assert "".join(hostile.split()) in page


def test_it_lists_characters_that_the_font_cannot_draw() -> None:
    (page,) = pages(roster_pdf(roster(f"李{EXTENSION_I}", "王𬍛")))
    assert "李〓" in page
    assert "依次为U+2EBF0" in page
    assert "〓" not in pages(roster_pdf(roster("王𬍛")))[0]


def test_it_leaves_a_seat_free_that_has_not_been_given() -> None:
    unseated = replace(roster(), rows=[RosterRow(None, "陈浩佑", "女", date(2008, 11, 17), "", "本市户籍")])
    assert "None" not in pages(roster_pdf(unseated))[0]


def test_equal_rosters_give_equal_papers() -> None:
    assert roster_pdf(roster("陈浩佑")) == roster_pdf(roster("陈浩佑"))


def test_it_is_a_tagged_archive_file_with_its_font_inside() -> None:
    reader = PdfReader(io.BytesIO(roster_pdf(roster("陈浩佑"))))
    assert b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata
    assert reader.metadata.title == "北京市延庆县妫川第一小学一年级（1）班学生名册"


def test_it_refuses_a_moment_of_printing_without_a_time_zone() -> None:
    nowhere = replace(PRINTED, at=PRINTED.at.replace(tzinfo=None))
    with pytest.raises(ValueError, match="time zone"):
        roster_pdf(replace(roster("陈浩佑"), printed=nowhere))
