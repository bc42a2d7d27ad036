"""When the work behind the page breaks off: nobody watches a bar for ever, and nothing has to be sent twice."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from python_calamine import load_workbook

from tests.desks.district.people import browser, page, take
from tests.desks.intake.test_bring_in_a_list import sheet, upload
from xueji.desks.intake.waiting import Progress, waiting_of
from xueji.exchange.landing.landing import land_batch
from xueji.exchange.landing.staging import judge_batch
from xueji.exchange.models import ImportBatch
from xueji.parties.models import JournalEntry
from xueji.parties.scope import scope
from xueji.records.models import Entrant

if TYPE_CHECKING:
    from django.test import Client

    from tests.small_city import SmallCity


@pytest.fixture
def client(town: SmallCity) -> Client:
    return browser(town.actor())


@pytest.fixture
def batch(town: SmallCity, client: Client) -> ImportBatch:
    return upload(client, sheet(town))


def jobs(batch: ImportBatch) -> int:
    return ProcrastinateJob.objects.filter(args__batch_id=batch.pk).count()


def job_stands(batch: ImportBatch, status: str, *, heartbeat: int | None = None) -> None:
    """Put the job into a state, taken by a worker whose last sign came so many seconds ago."""
    with connection.cursor() as cursor:
        worker = None
        if heartbeat is not None:
            seen = timezone.now() - timedelta(seconds=heartbeat)
            cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [seen])
            (worker,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status, worker_id = %s"
            " WHERE (args->>'batch_id')::bigint = %s",
            [status, worker, batch.pk],
        )


def test_a_living_worker_is_waited_for(client: Client, batch: ImportBatch) -> None:
    assert "排队等待核对" in page(client, f"/imports/{batch.pk}")
    job_stands(batch, "doing", heartbeat=5)
    assert waiting_of(batch, timezone.now()).progress is Progress.WORKING
    assert "hx-get" in page(client, f"/imports/{batch.pk}/progress")
    client.post(f"/imports/{batch.pk}/retry")
    assert jobs(batch) == 1


@pytest.mark.parametrize(("status", "heartbeat"), [("failed", None), ("doing", None), ("doing", 300)])
def test_a_lost_job_is_told_and_can_be_begun_again(
    client: Client, batch: ImportBatch, status: str, heartbeat: int | None
) -> None:
    job_stands(batch, status, heartbeat=heartbeat)
    shown = page(client, f"/imports/{batch.pk}/progress")
    assert "核对中断了" in shown
    assert "不需要重新上传" in shown
    assert "hx-get" not in shown
    for _again in range(2):
        assert client.post(f"/imports/{batch.pk}/retry").status_code == 302
    assert jobs(batch) == 2
    assert "排队等待核对" in page(client, f"/imports/{batch.pk}")


def test_a_queue_that_nobody_serves_is_told(client: Client, batch: ImportBatch) -> None:
    later = waiting_of(batch, timezone.now() + timedelta(minutes=5))
    assert later.unattended
    assert not later.may_retry
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '5 minutes'")
    assert "后台服务可能没有运行" in page(client, f"/imports/{batch.pk}")


def test_a_reading_of_unusual_length_may_be_begun_again(client: Client, batch: ImportBatch) -> None:
    job_stands(batch, "doing", heartbeat=5)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '15 minutes'")
    shown = page(client, f"/imports/{batch.pk}")
    assert "用时比平常长" in shown
    assert f"/imports/{batch.pk}/retry" in shown


def test_a_failure_of_ours_is_retried_with_the_file_that_was_kept(client: Client, batch: ImportBatch) -> None:
    ImportBatch.objects.update(status="failed")
    shown = page(client, f"/imports/{batch.pk}")
    assert "重试时不需要重新上传" in shown
    assert client.post(f"/imports/{batch.pk}/retry").status_code == 302
    judge_batch(batch.pk)
    assert "确认导入3行" in page(client, f"/imports/{batch.pk}")


def test_a_broken_off_landing_goes_on(client: Client, batch: ImportBatch) -> None:
    judge_batch(batch.pk)
    client.post(f"/imports/{batch.pk}/confirm")
    job_stands(batch, "failed")
    assert "导入中断了" in page(client, f"/imports/{batch.pk}")
    client.post(f"/imports/{batch.pk}/retry")
    assert ProcrastinateJob.objects.filter(status="todo", task_name="xueji.exchange.tasks.land").count() == 1
    land_batch(batch.pk)
    assert "导入完成" in page(client, f"/imports/{batch.pk}")


def test_a_list_without_a_good_row_is_never_landed(town: SmallCity) -> None:
    other = browser(town.actor(at=town.schools[1]))
    batch = upload(other, sheet(town))
    judge_batch(batch.pk)
    other.post(f"/imports/{batch.pk}/confirm")
    batch.refresh_from_db()
    assert batch.status == "judged"


def test_undo_is_greyed_with_its_reason_once_somebody_has_acted(
    town: SmallCity, client: Client, batch: ImportBatch
) -> None:
    judge_batch(batch.pk)
    client.post(f"/imports/{batch.pk}/confirm")
    land_batch(batch.pk)
    shown = page(client, f"/imports/{batch.pk}")
    assert f"/imports/{batch.pk}/undo" in shown
    assert "/entrants?state=unclaimed" in shown
    officer = town.city_officer()
    with scope(officer):
        entrants = list(Entrant.objects.filter(name="刘然宇"))
    take(town.actor(), entrants, "claim")
    shown = page(client, f"/imports/{batch.pk}")
    assert f"/imports/{batch.pk}/undo" not in shown
    assert "本批已有1名新生办理过手续" in shown


def test_a_reason_that_is_missing_is_told_at_its_field(client: Client, batch: ImportBatch) -> None:
    judge_batch(batch.pk)
    client.post(f"/imports/{batch.pk}/confirm")
    land_batch(batch.pk)
    answer = client.post(f"/imports/{batch.pk}/undo", {"reason": " "})
    assert answer.status_code == 422
    assert 'id="f-reason-wrong"' in answer.content.decode()


def test_the_workbook_says_so_when_the_import_was_taken_back_and_every_copy_is_journaled(
    client: Client, batch: ImportBatch
) -> None:
    judge_batch(batch.pk)
    client.post(f"/imports/{batch.pk}/confirm")
    land_batch(batch.pk)
    client.post(f"/imports/{batch.pk}/undo", {"reason": "名单有误"})
    answer = client.get(f"/imports/{batch.pk}/result.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][-1] == "导入结果"
    assert "随整批撤销" in rows[1][-1]
    assert JournalEntry.objects.filter(act="export_list", subject=f"import:{batch.pk}").count() == 1


def test_the_training_city_offers_its_sample_list_and_the_columns_are_explained(
    client: Client, batch: ImportBatch
) -> None:
    assert "/imports/sample.xlsx" in page(client, "/imports/new")
    answer = client.get("/imports/sample.xlsx")
    rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert "登记编号" in rows[2]
    judge_batch(batch.pk)
    assert "各列是怎样识别的" in page(client, f"/imports/{batch.pk}")


def test_a_city_that_is_no_training_city_has_no_sample(town: SmallCity, client: Client) -> None:
    town.city.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE parties_city SET training_date = NULL")
    assert client.get("/imports/sample.xlsx").status_code == 404
