"""The list as a workbook: just its rows, numbers masked, and the taking of it recorded."""

from io import BytesIO
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from tests.desks.entrants.clerks import clerk, registrar, step
from tests.small_city import SmallCity
from xueji.parties.models import JournalEntry
from xueji.vocabulary.parties import Role


def cells(client: Client, address: str) -> list[list[Any]]:
    answer = client.get(address)
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_it_has_the_rows_of_the_filter_with_masked_numbers_and_is_recorded(city: SmallCity) -> None:
    client = registrar(city)
    claimed, other = city.entrants(2)
    city.entrants(1, city.schools[1])
    step(client, claimed, "claim")
    rows = cells(client, "/entrants/export.xlsx?state=claimed")
    assert [row[0] for row in rows[2:]] == [claimed.registration_number]
    text = str(rows).replace(" ", "")
    assert "已获取（待注册）" in text
    assert claimed.document_number not in text
    assert other.registration_number not in text
    kept = JournalEntry.objects.get(act="export_list")
    assert (kept.detail["rows"], kept.detail["asked"]) == (1, {"state": "claimed"})


def test_a_number_searched_for_does_not_reach_the_journal(city: SmallCity) -> None:
    client = registrar(city)
    (entrant,) = city.entrants(1)
    assert len(cells(client, f"/entrants/export.xlsx?q={entrant.document_number}")) == 3
    assert entrant.document_number not in str(JournalEntry.objects.get(act="export_list").detail)


def test_a_homeroom_teacher_takes_nothing(city: SmallCity) -> None:
    city.entrants(1)
    assert clerk(city, Role.HOMEROOM_TEACHER).get("/entrants/export.xlsx").status_code == 403
