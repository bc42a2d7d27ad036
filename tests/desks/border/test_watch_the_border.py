"""The border cockpit: every figure leads to exactly so many rows, acts tell what became of each row."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.test import override_settings

from tests.desks.border.watchers import arrived, crossing, message, page, service_team, sitting, unlike
from tests.desks.entrants.clerks import counted, today
from tests.pupils import Schools
from tests.small_city import SmallCity, everything
from xueji.cases.models import Case
from xueji.exchange.models import Difference, IncomingMessage, OutgoingMessage, WireState
from xueji.exchange.models.messages import ArrivedState, MessageState
from xueji.parties.clock import city_now
from xueji.vocabulary.border.error_help import error_catalog, help_for

FIGURE = re.compile(r'<a href="(/(?:border|problem-records)[^"]*)">\s*<span class="xj-figure-value">(\d+)</span>')


def figures(client: Any) -> dict[str, int]:
    """Every figure of the cockpit with the list it leads to."""
    return {unescape(url): int(value) for url, value in FIGURE.findall(client.get("/border").content.decode())}


def rows(client: Any, address: str) -> int:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return int(answer.content.decode().count("<tr data-row"))


def ours(pk: int) -> OutgoingMessage:
    with everything():
        return OutgoingMessage.objects.get(pk=pk)


def test_every_figure_leads_to_exactly_so_many_rows(city: SmallCity, schools: Schools) -> None:
    case = crossing(city, schools)
    for state in (*[MessageState.SILENT] * 2, MessageState.REJECTED, MessageState.ACKNOWLEDGED):
        message(case, state)
    for state in (ArrivedState.UNREADABLE, ArrivedState.LATE, ArrivedState.LATE):
        arrived(state)
    unlike()
    for client in (sitting(city, city.city), service_team(city)):
        found = figures(client)
        assert found["/border/outgoing?state=silent"] == 2
        assert found["/border/incoming?state=late"] == 2
        for address, count in found.items():
            assert rows(client, address) == count, address


def test_silent_ones_stand_first(city: SmallCity, schools: Schools) -> None:
    case = crossing(city, schools)
    message(case, MessageState.REJECTED, answer_text="签名不对")
    message(case, MessageState.SILENT)
    shown = page(sitting(city, city.city).get("/border/outgoing"))
    listed = shown[shown.index("全国系统返回") :]
    assert listed.index("逾期无回音") < listed.index("签名不对")


def test_filters_narrow_and_stand_in_the_address(city: SmallCity, schools: Schools) -> None:
    case = crossing(city, schools)
    message(case)
    message(case, verb="withdraw", other_province="140000", handed_over_at=city_now() - timedelta(days=1))
    today(date(2015, 9, 9))
    client = sitting(city, city.city)
    for asked, count in (
        ("", 2),
        ("verb=apply", 1),
        ("province=140000", 1),
        (f"school={schools.far_primary.pk}", 2),
        (f"school={schools.primary.pk}", 0),
        ("days=7", 2),
        ("days=30", 0),
        ("state=nonsense", 2),
    ):
        assert rows(client, f"/border/outgoing?{asked}") == count, asked


def test_resending_tells_what_became_of_each_row(city: SmallCity, schools: Schools) -> None:
    case = crossing(city, schools)
    silent, answered = message(case), message(case, MessageState.ACKNOWLEDGED)
    client = service_team(city)
    sent = {"deed": "resend", "pick": [silent.pk, answered.pk], "reason": "线路恢复", "batch": "0" * 32}
    answer = client.post("/border/outgoing/act", sent, follow=True)
    text = page(answer)
    assert "1 条已办理" in text
    assert "已有回音" in text
    assert ours(silent.pk).replaced_by_id is not None
    with everything():
        count = OutgoingMessage.objects.count()
    again = client.post("/border/outgoing/act", sent, follow=True)
    assert page(again) == text
    with everything():
        assert OutgoingMessage.objects.count() == count


def test_nothing_is_done_without_a_reason(city: SmallCity, schools: Schools) -> None:
    silent = message(crossing(city, schools))
    answer = service_team(city).post("/border/outgoing/act", {"deed": "resend", "pick": [silent.pk]}, follow=True)
    assert "请勾选消息，并填写理由" in page(answer)
    assert ours(silent.pk).replaced_by_id is None


def test_a_stuck_case_is_given_back_to_its_school(city: SmallCity, schools: Schools) -> None:
    case = crossing(city, schools)
    stuck, caseless = message(case), message(case, case=None)
    told = {"deed": "send_back", "pick": [stuck.pk, caseless.pk], "reason": "附件错误"}
    text = page(sitting(city, city.city).post("/border/outgoing/act", told, follow=True))
    assert "1 条已办理" in text
    assert "不属于任何一项业务" in text
    with everything():
        assert Case.objects.get(pk=case.pk).state == "sent_back_when_stuck"


def test_a_message_is_shown_with_its_answer_word_for_word_and_without_numbers(
    city: SmallCity, schools: Schools
) -> None:
    rejected = message(crossing(city, schools), MessageState.REJECTED, answer_text="学籍号在转出省不存在!")
    shown = sitting(city, city.city).get(f"/border/outgoing/{rejected.pk}")
    assert "学籍号在转出省不存在!" in page(shown)
    assert "转出省选错" in page(shown)
    assert "130706200903042451" not in shown.content.decode()


def test_raw_text_is_text_and_hides_numbers(city: SmallCity) -> None:
    raw = arrived()
    shown = service_team(city).get(f"/border/incoming/{raw.pk}").content.decode()
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    assert "13070620090304••••" in shown
    assert "签名不对。" in shown


@pytest.mark.parametrize(("deed", "state"), [("retry", ArrivedState.STORED), ("settled", ArrivedState.SETTLED)])
def test_what_came_is_heard_again_or_put_aside(city: SmallCity, deed: str, state: str) -> None:
    raw = arrived()
    client = service_team(city)
    answer = client.post("/border/incoming/act", {"deed": deed, "pick": [raw.pk], "reason": "已核对"}, follow=True)
    assert "1 条已办理" in page(answer)
    with everything():
        assert IncomingMessage.objects.get(pk=raw.pk).state == state
    assert rows(client, "/border/incoming") == 0


def test_a_difference_is_settled_with_its_reason(city: SmallCity) -> None:
    found = unlike()
    client = sitting(city, city.city)
    assert rows(client, "/border/differences") == 1
    answer = client.post("/border/differences/act", {"pick": [found.pk], "reason": "已告知河北"}, follow=True)
    assert "1 条已办理" in page(answer)
    with everything():
        assert Difference.objects.get(pk=found.pk).settled_on is not None
    assert (rows(client, "/border/differences"), rows(client, "/border/differences?shown=settled")) == (0, 1)


def test_the_wire_says_how_it_is(city: SmallCity) -> None:
    client = sitting(city, city.city)
    with override_settings(EXCHANGE_URL=""):
        assert "交换未开通" in page(client.get("/border"))
    with override_settings(EXCHANGE_URL="file:///nowhere"):
        assert "线路正常" in page(client.get("/border"))
        WireState.objects.update(down_since=city_now(), last_error="timed out")
        text = page(client.get("/border"))
    assert "线路中断" in text
    assert "timed out" in text


def test_figures_by_province_and_school_leave_as_a_workbook(city: SmallCity, schools: Schools) -> None:
    case = crossing(city, schools)
    sent = message(case, MessageState.REJECTED, answer_text="学籍号在转出省不存在!")
    message(case)
    with everything():
        OutgoingMessage.objects.filter(pk=sent.pk).update(answered_at=sent.handed_over_at + timedelta(days=3))
    client = sitting(city, city.city)
    text = page(client.get("/border/statistics"))
    assert "河北省 1 2 1 3.0 1 学籍号在转出省不存在！" in text
    assert "中关村第三小学" in page(client.get("/border/statistics?by=school"))
    answer = client.get("/border/statistics.xlsx?by=province")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    cells = [[cell.value for cell in line] for line in book.active.iter_rows()]
    assert ["河北省", 1, 2, 1, 3, 1] in cells


def test_schools_and_districts_are_sent_to_their_own_cases(city: SmallCity, schools: Schools) -> None:
    case = crossing(city, schools)
    message(case)
    for place in (schools.far_primary, city.districts[1]):
        client = sitting(city, place)
        for address in ("/border", "/border/outgoing", "/border/incoming", "/border/differences", "/border/statistics"):
            assert client.get(address).status_code == 403, address
        assert "发往全国系统：跨省申请" in page(client.get(f"/cases/{case.pk}"))
    assert sitting(city, schools.primary).get(f"/cases/{case.pk}").status_code == 404


def test_silence_is_told_on_the_page_of_the_case(city: SmallCity, schools: Schools) -> None:
    case = crossing(city, schools)
    message(case)
    text = page(sitting(city, schools.far_primary).get(f"/cases/{case.pk}"))
    assert "全国系统不返回错误" in text
    assert "由谁处理 市级或服务团队" in text


def test_the_service_team_begins_at_the_border_and_sees_its_work(city: SmallCity, schools: Schools) -> None:
    client = service_team(city)
    answer = client.get("/", follow=True)
    assert answer.request["PATH_INFO"] == "/border"
    for address in ("/cases", "/cases?tab=open", "/problem-records", "/notices", "/children", "/border/errors"):
        assert client.get(address).status_code == 200, address
    # What only the city's own posts do is not theirs.
    for address in ("/city", "/district"):
        assert client.get(address).status_code in {403, 404}, address


def test_every_error_has_its_words_its_mender_and_its_source() -> None:
    for entry in error_catalog():
        assert entry.plain.zh
        assert entry.plain.en
        assert entry.remedy.zh
        assert entry.remedy.en
        assert entry.source
    assert len({entry.key for entry in error_catalog()}) == len(error_catalog()) == 11


@pytest.mark.parametrize(
    ("code", "text", "key"),
    [
        ("", "学籍号在转出省不存在!", "absent"),
        ("", "学籍号在毕业省存在，但学籍号和姓名不匹配!", "name_differs"),
        ("2003", "", "problem_record"),
        ("2001", "提交转学申请时学生信息有误", "wrong_data"),
        ("", "校验不通过：该学生的学籍状态是非毕业生！", "not_graduate"),
    ],
)
def test_an_error_is_known_by_its_words_or_its_code(code: str, text: str, key: str) -> None:
    found = help_for(code, text)
    assert found is not None
    assert found.key == key


def test_an_unknown_error_is_not_explained_away() -> None:
    assert help_for("", "前所未闻的错误") is None
    assert help_for("", "") is None


def test_the_catalog_is_searched(city: SmallCity, schools: Schools) -> None:
    client = sitting(city, schools.primary)
    assert "2001" in page(client.get("/border/errors"))
    text = page(client.get("/border/errors?q=非毕业生"))
    assert "该学生的学籍状态是非毕业生" in text
    assert "2001" not in text
    assert "没有找到" in page(client.get("/border/errors?q=nothing"))


def test_long_lists_ask_no_more_than_short_ones(city: SmallCity, schools: Schools) -> None:
    case, client = crossing(city, schools), sitting(city, city.city)

    def asked() -> list[int]:
        addresses = ("/border", "/border/outgoing", "/border/incoming", "/border/differences", "/border/statistics")
        return [len(counted(client, address)) for address in addresses]

    def more() -> None:
        message(case)
        arrived(ArrivedState.LATE, case=case)
        unlike()

    more()
    # The very first look writes the one row of the wire.
    client.get("/border")
    short = asked()
    for _ in range(3):
        more()
    assert asked() == short
    assert max(short) <= 10
