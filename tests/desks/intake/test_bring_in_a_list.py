"""A list from its upload to its results, as a clerk goes through it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.desks.district.people import browser, page, take
from tests.small_city import resident_id
from xueji.exchange.intake.columns.fields import entry_fields
from xueji.exchange.landing.landing import land_batch
from xueji.exchange.landing.staging import judge_batch
from xueji.exchange.models import ImportBatch
from xueji.parties.scope import scope
from xueji.records.models import EnrollmentQuota, Entrant
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from django.test import Client

    from tests.small_city import SmallCity

CHILDREN = (("陈浩佑", 501), ("刘然宇", 502), ("单雨怡", 503))


def sheet(town: SmallCity, *, broken: bool = True) -> bytes:
    """A csv list of three children for the first school, and one whose ID number is wrong."""
    fields = list(entry_fields().values())
    lines = [",".join(field.heading for field in fields)]
    rows = [(name, resident_id(number)) for name, number in CHILDREN]
    rows += [("马晓燕", resident_id(504)[:-1] + ("1" if resident_id(504)[-1] != "1" else "2"))] if broken else []
    for place, (name, document) in enumerate(rows):
        values = {
            "registration_number": f"DJ20159{place:05d}",
            "name": name,
            "sex": "男",
            "birth_date": document[6:14],
            "document_type": "居民身份证",
            "document_number": document,
            "ethnicity": "汉族",
            "nationality": "中国",
            "residency": "本市户籍",
            "hukou_place": "北京市延庆县",
            "present_address": "延庆县妫水北街18号",
            "guardian_name": "陈建军",
            "guardian_kinship": "父亲",
            "guardian_phone": "13800138000",
            "school_code": town.school.code,
            "school_name": town.school.name,
            "grade": "小学一年级",
            "admission_mode": "就近入学",
            "attendance_mode": "走读",
        }
        lines.append(",".join(values.get(field.key, "") for field in fields))
    return "\n".join(lines).encode("utf-8-sig")


def upload(client: Client, content: bytes, name: str = "名单.csv") -> ImportBatch:
    answer = client.post("/imports/new", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return ImportBatch.objects.latest("pk")


@pytest.fixture
def judged(town: SmallCity) -> ImportBatch:
    batch = upload(browser(town.city_officer()), sheet(town))
    judge_batch(batch.pk)
    batch.refresh_from_db()
    return batch


@pytest.fixture
def landed(town: SmallCity, judged: ImportBatch) -> ImportBatch:
    browser(town.city_officer()).post(f"/imports/{judged.pk}/confirm")
    land_batch(judged.pk)
    judged.refresh_from_db()
    return judged


def test_while_it_is_read_the_page_renews_itself_and_then_shows_the_verdicts(town: SmallCity) -> None:
    client = browser(town.city_officer())
    batch = upload(client, sheet(town))
    shown = page(client, f"/imports/{batch.pk}")
    assert "排队等待核对" in shown
    assert 'http-equiv="refresh"' in shown
    assert "HX-Redirect" not in client.get(f"/imports/{batch.pk}/progress").headers
    judge_batch(batch.pk)
    assert client.get(f"/imports/{batch.pk}/progress").headers["HX-Redirect"] == f"/imports/{batch.pk}"


def test_every_row_has_its_verdict_and_nothing_is_written_yet(town: SmallCity, judged: ImportBatch) -> None:
    officer = town.city_officer()
    client = browser(officer)
    shown = page(client, f"/imports/{judged.pk}")
    assert judged.counts == {"rows": 4, "accept": 3, "problem": 0, "reject": 1}
    assert "确认导入3行" in shown
    assert "xj-bad" in shown
    assert resident_id(501) not in shown
    only_rejected = page(client, f"/imports/{judged.pk}?verdict=reject")
    assert "马晓燕" in only_rejected
    assert "陈浩佑" not in only_rejected
    with scope(officer):
        assert not Entrant.objects.exists()


def test_more_entrants_than_places_is_a_warning_at_the_head(town: SmallCity) -> None:
    EnrollmentQuota.objects.filter(school=town.school, grade="P1").update(granted=1)
    client = browser(town.city_officer())
    batch = upload(client, sheet(town))
    judge_batch(batch.pk)
    shown = page(client, f"/imports/{batch.pk}")
    assert "超过学籍总量1个" in shown
    assert "确认导入3行" in shown


def test_the_confirmed_rows_are_written_once(town: SmallCity, judged: ImportBatch) -> None:
    officer = town.city_officer()
    client = browser(officer)
    for _again in range(2):
        assert client.post(f"/imports/{judged.pk}/confirm").status_code == 302
    assert "正在导入" in page(client, f"/imports/{judged.pk}")
    land_batch(judged.pk)
    shown = page(client, f"/imports/{judged.pk}")
    assert "新增" in shown
    assert "未导入" in shown
    with scope(officer):
        assert Entrant.objects.count() == 3


def test_the_same_workbook_comes_back_with_a_result_column(town: SmallCity, landed: ImportBatch) -> None:
    answer = browser(town.city_officer()).get(f"/imports/{landed.pk}/result.xlsx")
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True))
    assert rows[0][-1] == "导入结果"
    assert rows[0][:2] == ("登记编号", "姓名")
    results = {row[1]: row[len(rows[0]) - 1] for row in rows[1:]}
    assert "已写入（新增）" in results["陈浩佑"]
    assert results["马晓燕"].startswith("不能导入")


def test_importing_the_same_file_again_says_so_and_makes_no_doubles(town: SmallCity, landed: ImportBatch) -> None:
    officer = town.city_officer()
    client = browser(officer)
    again = upload(client, sheet(town))
    judge_batch(again.pk)
    assert "同一个文件已于" in page(client, f"/imports/{again.pk}")
    client.post(f"/imports/{again.pk}/confirm")
    land_batch(again.pk)
    assert "此前已导入，未变" in page(client, f"/imports/{again.pk}?outcome=same")
    with scope(officer):
        assert Entrant.objects.count() == 3


def test_it_is_undone_as_a_whole_with_a_reason(town: SmallCity, landed: ImportBatch) -> None:
    client = browser(town.city_officer())
    assert client.post(f"/imports/{landed.pk}/undo", {"reason": ""}).status_code == 422
    assert client.post(f"/imports/{landed.pk}/undo", {"reason": "名单有误"}).status_code == 302
    assert "整批撤销" in page(client, f"/imports/{landed.pk}")
    landed.refresh_from_db()
    assert landed.status == "undone"


def test_rows_acted_on_stand_in_the_way_and_are_named(town: SmallCity, landed: ImportBatch) -> None:
    with scope(town.city_officer()):
        entrants = list(Entrant.objects.filter(name="刘然宇"))
    take(town.actor(), entrants, "claim")
    answer = browser(town.city_officer()).post(f"/imports/{landed.pk}/undo", {"reason": "名单有误"})
    assert answer.status_code == 422
    assert "第3行的新生已办理" in answer.content.decode()
    landed.refresh_from_db()
    assert landed.status == "done"


def test_a_file_that_is_no_list_is_refused_with_a_remedy(town: SmallCity) -> None:
    client = browser(town.city_officer())
    batch = upload(client, b"%PDF-1.4 not a list", "名单.xlsx")
    judge_batch(batch.pk)
    shown = page(client, f"/imports/{batch.pk}")
    assert "没有写入任何数据" in shown
    assert "重新上传" in shown
    assert batch.file_name in page(client, "/imports?status=refused")


def test_a_form_without_a_file_is_told_at_the_field(town: SmallCity) -> None:
    answer = browser(town.city_officer()).post("/imports/new", {})
    assert answer.status_code == 422
    assert "没有选择文件" in answer.content.decode()


def test_a_school_brings_its_own_list_only(town: SmallCity) -> None:
    client = browser(town.actor(at=town.schools[1]))
    assert "只能导入长城路小学的新生" in page(client, "/imports/new")
    batch = upload(client, sheet(town))
    judge_batch(batch.pk)
    batch.refresh_from_db()
    assert batch.counts["accept"] == 0
    assert "没有可以导入的行" in page(client, f"/imports/{batch.pk}")


def test_anothers_import_does_not_exist(town: SmallCity, judged: ImportBatch) -> None:
    client = browser(town.actor())
    assert judged.file_name not in page(client, "/imports")
    for address in ("", "/progress", "/result.xlsx"):
        page(client, f"/imports/{judged.pk}{address}", 404)
    for deed in ("confirm", "undo"):
        assert client.post(f"/imports/{judged.pk}/{deed}", {"reason": "x"}).status_code == 404


def test_posts_without_lists_have_no_such_page(town: SmallCity) -> None:
    for actor in (
        town.district_officer(),
        town.actor(Role.HOMEROOM_TEACHER),
        town.actor(Role.ADMINISTRATOR, town.city),
    ):
        client = browser(actor)
        page(client, "/imports", 403)
        page(client, "/imports/new", 403)


def test_the_template_holds_every_column_and_the_own_school_alone(town: SmallCity) -> None:
    answer = browser(town.actor()).get("/imports/template.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    headings = [cell.value for cell in book.worksheets[0][1]]
    assert headings == [field.heading for field in entry_fields().values()]
    codes = {row[headings.index("录取学校标识码")] for row in book.worksheets[2].iter_rows(min_row=2, values_only=True)}
    assert codes - {None} == {town.school.code}
