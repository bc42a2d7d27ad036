"""The sample list, from upload to entrants, and back."""

import csv
from pathlib import Path

import pytest

from tests.small_city import SmallCity
from xueji.cases.batch.work import Step
from xueji.cases.door import act
from xueji.cases.models import Case
from xueji.exchange.acts.office.admissions import confirm_import, undo_import, upload_admissions
from xueji.exchange.landing.landing import land_batch
from xueji.exchange.landing.staging import judge_batch
from xueji.exchange.models import ImportBatch, StagedRow
from xueji.parties.models import Campus, School
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.records.models import Entrant, ProblemRecord

SAMPLE = Path(__file__).parents[2] / "samples" / "admissions_2015_primary.xlsx"
EXPECTED = SAMPLE.with_name("admissions_2015_primary.expected.csv")


@pytest.fixture
def sample_city(city: SmallCity) -> SmallCity:
    school = School.objects.create(
        code="2111000303",
        name="八里店中心小学",
        short_name="八里店小学",
        city_code="303",
        category="0",
        district=city.districts[0],
        grades=city.school.grades,
    )
    Campus.objects.create(school=school, number=1, name="本部", main=True)
    return city


def imported(city: SmallCity, content: bytes | None = None) -> ImportBatch:
    actor = city.city_officer()
    with scope(actor):
        batch = upload_admissions(
            actor=actor, file_name=SAMPLE.name, content=content or SAMPLE.read_bytes(), defer=False
        )
        judge_batch(batch.pk)
        batch.refresh_from_db()
        confirm_import(actor=actor, batch=batch, defer=False)
        land_batch(batch.pk)
        batch.refresh_from_db()
    return batch


def test_it_gives_exactly_the_expected_verdicts(sample_city: SmallCity) -> None:
    batch = imported(sample_city)
    expected = {int(row["row"]): row["verdict"] for row in csv.DictReader(EXPECTED.open())}
    found = dict(StagedRow.objects.filter(batch=batch).values_list("row", "verdict"))
    assert set(found) == set(range(4, 334))
    assert {row: verdict for row, verdict in found.items() if verdict != expected.get(row, "accept")} == {}
    assert batch.status == "done"


def test_good_rows_become_unclaimed_entrants_and_the_problem_is_flagged(sample_city: SmallCity) -> None:
    batch = imported(sample_city)
    with scope(sample_city.city_officer()):
        rejected = StagedRow.objects.filter(batch=batch, verdict="reject").count()
        assert Entrant.objects.count() == 330 - rejected
        assert Case.objects.filter(state="unclaimed", version=1).count() == 330 - rejected
        problem = ProblemRecord.objects.get()
        assert (problem.flagged.batch_row, problem.other_entrant.batch_row) == (267, 53)
        assert Entrant.objects.get(batch_row=7).name == "陈涵阳"
        assert Entrant.objects.get(batch_row=329).name == "魏可清"


def test_a_repeat_makes_no_doubles(sample_city: SmallCity) -> None:
    imported(sample_city)
    again = imported(sample_city)
    with scope(sample_city.city_officer()):
        count = Entrant.objects.count()
        assert StagedRow.objects.filter(batch=again, outcome="same").count() == count
        assert Case.objects.count() == count
        assert ProblemRecord.objects.count() == 1


def test_an_untouched_import_is_undone_and_can_come_again(sample_city: SmallCity) -> None:
    batch = imported(sample_city)
    actor = sample_city.city_officer()
    with scope(actor):
        undone = undo_import(actor=actor, reason="名单有误", batch=batch)
        assert undone == batch.total_rows
        assert not Case.objects.filter(closed_on__isnull=True).exists()
    again = imported(sample_city)
    with scope(actor):
        assert StagedRow.objects.filter(batch=again, outcome="new").count() == again.total_rows
        assert Case.objects.filter(closed_on__isnull=True).count() == again.total_rows
        undo_import(actor=actor, reason="再撤一次", batch=again)


def test_an_import_that_was_acted_on_stays(sample_city: SmallCity) -> None:
    batch = imported(sample_city)
    registrar = sample_city.actor()
    with scope(registrar):
        case = Case.objects.filter(school=sample_city.school).first()
        assert act(Step(case.pk, "claim"), actor=registrar).taken
    actor = sample_city.city_officer()
    with scope(actor), pytest.raises(RefusedError) as refused:
        undo_import(actor=actor, reason="名单有误", batch=batch)
    assert refused.value.complaints[0].rule == "import_acted_on"
