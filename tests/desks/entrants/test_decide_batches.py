"""Many at once: one result a row, nothing done twice, only rows of one's own desk."""

from datetime import date
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.desks.entrants.clerks import PAPER, case_of, clerk, district_officer, page, pick, registrar, today
from tests.small_city import SmallCity, everything
from xueji.cases.models import Decision, Evidence
from xueji.vocabulary.parties import Role


def test_a_step_that_asks_nothing_is_taken_at_once_with_a_line_for_each_row(city: SmallCity) -> None:
    client = registrar(city)
    entrants = city.entrants(3)
    answer = pick(client, entrants, "claim", "state=unclaimed")
    text = page(answer)
    assert answer.redirect_chain[-1][0].endswith("/result")
    assert "3 名已办理“获取”" in text
    assert all(entrant.name in text for entrant in entrants)
    assert [case_of(entrant).state for entrant in entrants] == ["claimed"] * 3


def test_refused_rows_say_rule_source_and_remedy_and_the_rest_is_kept(city: SmallCity) -> None:
    client = registrar(city)
    local, foreign = city.entrants(2), city.entrants(1, residency="foreign", nationality="KOR")
    pick(client, [*local, *foreign], "claim", "state=unclaimed")
    text = page(pick(client, [*local, *foreign], "register", "state=claimed"))
    assert "2 名已办理" in text
    assert "1 名没有办理" in text
    assert "本校没有接收外籍学生资质。（S4; S9）" in text
    assert "改派" in text
    assert case_of(foreign[0]).state == "claimed"
    assert case_of(local[0]).state == "registered"


def test_all_rows_of_the_filter_are_confirmed_first(city: SmallCity) -> None:
    client = registrar(city)
    city.entrants(60)
    answer = client.post(
        "/entrants/batches", {"deed": "claim", "everything": "1", "filters": "state=unclaimed"}, follow=True
    )
    assert "将为选中的 60 名新生一起办理" in page(answer)
    with everything():
        assert not Decision.objects.filter(event="claim").exists()
    done = client.post(answer.redirect_chain[-1][0], follow=True)
    assert "60 名已办理" in page(done)
    assert "共 60 条" in page(done)
    with everything():
        assert Decision.objects.filter(event="claim").count() == 60


def test_a_step_that_asks_is_asked_once_for_all(city: SmallCity) -> None:
    client = registrar(city)
    entrants = city.entrants(2)
    pick(client, entrants, "claim", "state=unclaimed")
    asked = pick(client, entrants, "defer", "state=claimed")
    address = asked.redirect_chain[-1][0]
    assert "延期至" in page(asked)
    assert client.post(address, {"cause": "illness"}).status_code == 422
    given = {"deferred_until": "2015-09-20", "cause": "illness", "reason": "集体隔离"}
    done = client.post(address, {**given, "deferral_proof": SimpleUploadedFile("a.pdf", PAPER)}, follow=True)
    assert "2 名已办理" in page(done)
    assert [case_of(entrant).state for entrant in entrants] == ["deferred"] * 2
    with everything():
        assert Evidence.objects.count() == 2


def test_the_same_page_sent_twice_and_a_reloaded_result_decide_nothing_again(city: SmallCity) -> None:
    client = registrar(city)
    entrants = city.entrants(2)
    key = str(uuid4())
    first = pick(client, entrants, "claim", "state=unclaimed", batch=key)
    again = pick(client, entrants, "claim", "state=unclaimed", batch=key)
    assert page(first) == page(again)
    assert page(client.get(first.redirect_chain[-1][0])) == page(first)
    with everything():
        assert Decision.objects.filter(event="claim").count() == 2
    assert client.get(f"/entrants/batches/{key}").status_code == 302


def test_rows_of_another_school_are_left_alone(city: SmallCity) -> None:
    mine, theirs = city.entrants(1), city.entrants(1, city.schools[1])
    pick(registrar(city), [*mine, *theirs], "claim", "state=unclaimed")
    assert case_of(mine[0]).state == "claimed"
    assert case_of(theirs[0]).state == "unclaimed"


def test_a_result_belongs_to_the_session_that_made_it(city: SmallCity) -> None:
    done = pick(registrar(city), city.entrants(1), "claim", "state=unclaimed")
    assert registrar(city).get(done.redirect_chain[-1][0]).status_code == 404


def test_nothing_picked_does_nothing_and_says_so(city: SmallCity) -> None:
    client = registrar(city)
    city.entrants(1)
    answer = client.post("/entrants/batches", {"deed": "claim", "filters": "state=unclaimed"}, follow=True)
    assert "没有选中新生" in page(answer)
    assert "state=unclaimed" in answer.redirect_chain[-1][0]


def test_a_district_confirms_what_schools_brought_whatever_its_state(city: SmallCity) -> None:
    brought = city.entrants(2, source="school", confirmed_on=None)
    pick(registrar(city), brought[:1], "claim", "state=unclaimed")
    officer = district_officer(city)
    assert "共 2 名" in page(officer.get("/entrants?confirmed=no"))
    text = page(pick(officer, brought, "confirm_admission", "confirmed=no"))
    assert "2 名已办理“确认录取”" in text
    assert "没有符合条件的新生" in page(officer.get("/entrants?confirmed=no"))


def test_a_city_post_has_no_steps_of_its_own_in_the_list(city: SmallCity) -> None:
    city.entrants(1)
    assert (
        "data-batch" not in clerk(city, Role.CITY_OFFICER, city.city).get("/entrants?state=unclaimed").content.decode()
    )


def test_a_large_batch_after_the_deadline_keeps_each_reason_once(city: SmallCity) -> None:
    client = registrar(city)
    city.entrants(120)
    today(date(2015, 9, 17))
    asked = client.post(
        "/entrants/batches", {"deed": "claim", "everything": "1", "filters": "state=unclaimed"}, follow=True
    )
    done = client.post(asked.redirect_chain[-1][0], follow=True)
    assert "120 名没有办理" in page(done)
    assert "本页 100 条，共 120 条" in page(done)
    (batch,) = client.session["batches"].values()
    assert len(batch["refused"]) == 1
