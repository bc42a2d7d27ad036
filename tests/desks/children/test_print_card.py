"""The record card: a paper of its own, with full numbers only for a reason."""

from __future__ import annotations

import io

from pypdf import PdfReader

from tests.desks.classes.pupils import NAMES, browser, pupils
from tests.small_city import SmallCity
from xueji.parties.models import JournalEntry
from xueji.vocabulary.parties import Role


def text_of(answer: object) -> str:
    pdf = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert pdf.startswith(b"%PDF")
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\n", "").replace(" ", "")


def test_the_card_tells_the_child_in_words_and_masks_the_number(city: SmallCity) -> None:
    group = city.class_group()
    child = pupils(city, group, NAMES[2:3], ethnicity="05")[0]
    answer = browser(city.actor()).get(f"/children/{child.pk}/record-card.pdf")
    text = text_of(answer)
    for said in (
        "学籍卡片",
        "阿依古丽·买买提",
        "维吾尔族",
        "居民身份证",
        "本市户籍",
        "在学",
        "新生入学",
        "注册分班",
        "S5第十四条",
    ):
        assert said in text, said
    assert child.document_number not in text
    assert answer.headers["Content-Type"] == "application/pdf"
    entry = JournalEntry.objects.get(act="print_record_card")
    assert (entry.subject, entry.school_id) == (f"student:{child.pk}", city.school.pk)


def test_the_whole_number_is_printed_for_a_reason_only(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    client, address = browser(city.actor()), f"/children/{child.pk}/record-card/whole.pdf"
    assert client.post(address, {"reason": ""}).status_code == 409
    assert not JournalEntry.objects.filter(act="print_record_card").exists()
    assert child.document_number in text_of(client.post(address, {"reason": "归档"}))
    acts = JournalEntry.objects.filter(subject=f"student:{child.pk}").values_list("act", "reason")
    assert set(acts) == {("reveal_number", "归档"), ("print_record_card", "归档")}
    assert client.get(address).status_code == 405


def test_a_post_that_may_not_print_is_told_who_may(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[:1])[0]
    answer = browser(city.actor(Role.CITY_OFFICER, city.city)).get(f"/children/{child.pk}/record-card.pdf")
    assert answer.status_code == 409
    assert "学籍管理员" in answer.content.decode()


def test_the_printed_card_stands_in_the_childs_life(city: SmallCity) -> None:
    child = pupils(city, city.class_group(), NAMES[3:4])[0]
    client = browser(city.actor())
    text = text_of(client.get(f"/children/{child.pk}/record-card.pdf"))
    assert "王𬍛" in text
    assert "打印学籍卡片</p>" in client.get(f"/children/{child.pk}").content.decode()
