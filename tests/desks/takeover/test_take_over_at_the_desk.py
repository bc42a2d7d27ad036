"""The city's desk: a register is uploaded, judged, looked at, confirmed and reconciled."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from python_calamine import load_workbook

from tests.desks.district.people import browser, page
from tests.exchange.takeover.registers import Register, record
from xueji.exchange.models import TakeOver
from xueji.exchange.takeover.keeping import judge_upload
from xueji.exchange.takeover.landing.landing import land
from xueji.parties.models import JournalEntry
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from django.test import Client

    from tests.small_city import SmallCity


@pytest.fixture
def town(db: None) -> SmallCity:
    from tests.small_city import small_city  # noqa: PLC0415

    return small_city()


def uploaded(client: Client, register: Register, folder: Path) -> TakeOver:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        for path in register.write(folder).iterdir():
            package.write(path, path.name)
    answer = client.post("/takeovers/new", {"file": SimpleUploadedFile("原系统.zip", content.getvalue())})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return TakeOver.objects.latest("pk")


def test_from_upload_to_reconciliation(town: SmallCity, tmp_path: Path) -> None:
    client = browser(town.city_officer())
    register = Register()
    register.tables["学籍"].append(record(8))
    takeover = uploaded(client, register, tmp_path)
    assert "排队等待核对" in page(client, f"/takeovers/{takeover.pk}")
    assert "hx-get" in page(client, f"/takeovers/{takeover.pk}/progress")
    judge_upload(takeover.pk)
    assert client.get(f"/takeovers/{takeover.pk}/progress")["HX-Redirect"] == f"/takeovers/{takeover.pk}"
    shown = page(client, f"/takeovers/{takeover.pk}")
    assert "确认接管9行" in shown
    assert "在籍但没有在读 1" in shown
    assert "将按在籍人数补足 3 个" in shown
    rows = page(client, f"/takeovers/{takeover.pk}/records?verdict=refuse")
    assert "在籍学生在“在读”表中没有对应的行" in rows
    assert register.tables["学籍"][3]["身份证件号"] not in rows
    for _twice in range(2):
        assert client.post(f"/takeovers/{takeover.pk}/confirm").status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="xueji.exchange.takeover.jobs.land_takeover").count() == 1
    assert "正在写入学籍" in page(client, f"/takeovers/{takeover.pk}")
    land(takeover.pk)
    done = page(client, f"/takeovers/{takeover.pk}")
    assert "写入完成" in done
    assert "3/3" in done
    answer: Any = client.get(f"/takeovers/{takeover.pk}/result")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert book.sheet_names == ["学校", "人员", "班级", "学籍", "在读", "对账"]
    assert book.get_sheet_by_name("学籍").to_python()[1][0] == "已写入"
    assert JournalEntry.objects.filter(act="take_over_register", subject=f"takeover:{takeover.pk}").count() >= 2
    assert "原系统.zip" in page(client, "/takeovers")
    assert TakeOver.objects.get(pk=takeover.pk).content == b""


def test_a_broken_off_job_is_told_and_begun_again(town: SmallCity, tmp_path: Path) -> None:
    client = browser(town.city_officer())
    takeover = uploaded(client, Register(), tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert "接管中断了" in page(client, f"/takeovers/{takeover.pk}")
    assert client.post(f"/takeovers/{takeover.pk}/retry").status_code == 302
    assert client.post(f"/takeovers/{takeover.pk}/retry").status_code == 302
    assert ProcrastinateJob.objects.filter(status="todo").count() == 1


def test_only_the_city_and_its_administrator_may(town: SmallCity) -> None:
    for actor in (town.city_officer(), town.actor(Role.ADMINISTRATOR, town.city)):
        assert "还没有接管记录" in page(browser(actor), "/takeovers")
        assert "接管学籍" in page(browser(actor), "/takeovers/new")
    for actor in (town.actor(), town.district_officer()):
        page(browser(actor), "/takeovers", 403)
        page(browser(actor), "/takeovers/new", 403)


def test_nothing_to_write_is_greyed_and_refused(town: SmallCity, tmp_path: Path) -> None:
    client = browser(town.city_officer())
    register = Register()
    register.tables = {"学籍": [record(1)], "在读": []}
    takeover = uploaded(client, register, tmp_path)
    judge_upload(takeover.pk)
    assert "没有可以写入的行" in page(client, f"/takeovers/{takeover.pk}")
    assert client.post(f"/takeovers/{takeover.pk}/confirm").status_code == 422
