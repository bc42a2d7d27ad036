"""The record card on paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from pypdf import PdfReader

from xueji.documents.papers.record_card import (
    CardItem,
    CardNumber,
    CardSection,
    Change,
    FamilyMember,
    RecordCard,
    Spell,
    record_card_pdf,
)
from xueji.documents.papers.render import Printed
from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.form.items import FORM_ITEMS

SCHOOL = "北京市延庆县妫川第一小学"
AT = datetime(2015, 9, 16, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


def picture(kind: str = "PNG", size: tuple[int, int] = (480, 640)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#9bc1e6").save(out, kind)
    return out.getvalue()


@pytest.fixture
def card() -> RecordCard:
    """A card with every one of the 72 items of the national form filled in."""
    items = [CardItem(one.label.zh, f"填写{one.number}", wide="址" in one.label.zh) for one in FORM_ITEMS]
    return RecordCard(
        name="阿依古丽·买买提",
        school=SCHOOL,
        school_code="2111000301",
        standing="在读",
        identity=[CardItem("姓名", "阿依古丽·买买提"), *items[1:12]],
        numbers=[
            CardNumber("临时学籍号", "L110229200811170608", date(2015, 9, 16), date(2015, 10, 8)),
            CardNumber("全国学籍号", "G110229200811170608", date(2015, 10, 8)),
        ],
        sections=[
            CardSection("个人辅助信息", items[13:19]),
            CardSection("学籍基本信息", items[19:27]),
            CardSection("联系信息", items[27:34]),
            CardSection("扩展信息", items[34:48]),
        ],
        family=[
            FamilyMember(
                "买买提·吐尔逊", "父亲", "13981733095", "延庆县医院", "香水园街道湖南西路 94 号院", guardian=True
            ),
            FamilyMember("古丽娜尔·阿不都热依木", "母亲"),
        ],
        spells=[Spell(date(2015, 9, 16), None, SCHOOL, "小学一年级", "（1）班", "新生入学")],
        changes=[Change(date(2015, 9, 16), "建立学籍", "入学注册", "S5")],
        printed=Printed("刘敏", SCHOOL, AT, date(2015, 9, 16)),
        photo=picture(),
    )


def text(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_it_is_one_sheet_of_two_pages_with_the_whole_form_on_it(card: RecordCard) -> None:
    pdf = record_card_pdf(card)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    shown = text(pdf)
    assert [n for n in (*range(2, 13), *range(14, 49)) if f"填写{n}" not in shown] == []


def test_it_shows_numbers_family_and_history(card: RecordCard) -> None:
    shown = text(record_card_pdf(card))
    for expected in (
        "G1102292008111706082015-10-08",
        "古丽娜尔·阿不都热依木",
        "延庆县医院；香水园街道湖南西路94号院",
        "2015-09-16至今",
        "建立学籍",
        "第2页，共2页",
    ):
        assert expected in shown, expected


def test_it_leaves_free_what_is_not_known_yet(card: RecordCard) -> None:
    bare = replace(card, photo=None, family=[], changes=[], identity=[CardItem("姓名", "王𬍛"), CardItem("民族", "")])
    shown = text(record_card_pdf(bare))
    assert "王𬍛" in shown
    assert "照片" in shown
    assert "None" not in shown


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_it_draws_the_photo_small(card: RecordCard, kind: str) -> None:
    pdf = record_card_pdf(replace(card, photo=picture(kind, (3000, 4000))))
    (image,) = [image for page in PdfReader(io.BytesIO(pdf)).pages for image in page.images]
    assert image.image
    assert image.image.size == (331, 441)


@pytest.mark.parametrize(
    "photo",
    [b"", b"<script>", picture()[:60], picture("GIF"), picture("PNG", (9000, 10))],
    ids=["empty", "text", "cut", "another kind", "too wide"],
)
def test_it_refuses_a_photo_that_is_none_and_says_what_to_do(card: RecordCard, photo: bytes) -> None:
    with pytest.raises(BadValueError) as refused:
        record_card_pdf(replace(card, photo=photo))
    assert refused.value.rule == "photo_unreadable"
    assert "重新上传" in refused.value.mend.zh
    assert "Upload" in refused.value.mend.en
