"""Who may enter an exception, what its form says of faults, and what it opens while it is in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desks.district.people import browser, page, stand_on, take
from tests.small_city import everything
from xueji.cases.acts.office.exceptions import grant_exception
from xueji.cases.models import Case, GrantedException
from xueji.parties.scope import scope
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity
    from xueji.parties.models import School
    from xueji.records.models import Entrant

PAPER = "京教学〔2015〕88号"


def form(**changes: object) -> dict[str, object]:
    filled: dict[str, object] = {
        "kind": ExceptionKind.LATE_ENTRY_REGISTRATION.value,
        "paper_number": PAPER,
        "reason": "随父母迁入",
        "starts_on": "2015-09-01",
        "ends_on": "2015-09-30",
    }
    return {**filled, **changes}


def granted(
    town: SmallCity,
    entrants: list[Entrant] | None = None,
    schools: list[School] | None = None,
    ends_on: date = date(2015, 9, 30),
) -> GrantedException:
    officer = town.city_officer()
    with scope(officer):
        made: GrantedException = grant_exception(
            actor=officer,
            reason="随父母迁入",
            kind=ExceptionKind.LATE_ENTRY_REGISTRATION,
            paper_number=PAPER,
            starts_on=date(2015, 9, 1),
            ends_on=ends_on,
            entrants=entrants or (),
            schools=schools or (),
        )
    return made


def test_every_fault_stands_at_its_field_and_what_was_typed_is_kept(town: SmallCity) -> None:
    client = browser(town.city_officer())
    sent = form(paper_number="", ends_on="九月底", numbers="DJ-没有", schools="0000000000")
    answer = client.post("/exceptions/new", sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    for name in ("paper_number", "ends_on", "numbers", "schools"):
        assert f'href="#f-{name}"' in shown, name
    for kept in ("随父母迁入", "九月底", "DJ-没有", "0000000000"):
        assert kept in shown, kept
    with everything():
        assert not GrantedException.objects.exists()


def test_a_paper_that_names_nobody_or_ends_before_it_begins_is_refused(town: SmallCity) -> None:
    client = browser(town.city_officer())
    nobody = client.post("/exceptions/new", form())
    assert nobody.status_code == 422
    assert 'id="f-subjects"' in nobody.content.decode()
    backwards = form(schools=town.school.code, starts_on="2015-09-20", ends_on="2015-09-10")
    assert 'href="#f-ends_on"' in client.post("/exceptions/new", backwards).content.decode()
    with everything():
        assert not GrantedException.objects.exists()


def test_only_kinds_that_the_rulebook_gives_this_office_are_offered(db: None) -> None:
    from tests.small_city import small_city  # noqa: PLC0415 - models are there only once Django is set up

    lanting = small_city(jurisdiction="lanting")
    client = browser(lanting.city_officer())
    shown = page(client, "/exceptions/new")
    assert 'value="late_entry_registration"' in shown
    assert 'value="senior_non_local"' not in shown
    sent = form(kind="senior_non_local", schools=lanting.school.code)
    assert client.post("/exceptions/new", sent).status_code == 422
    with everything():
        assert not GrantedException.objects.exists()


def test_those_who_only_read_can_neither_enter_nor_end(town: SmallCity) -> None:
    made = granted(town, entrants=town.entrants(1))
    for reader in (town.actor(), town.district_officer()):
        client = browser(reader)
        assert "/exceptions/new" not in page(client, "/exceptions")
        assert "/end" not in page(client, f"/exceptions/{made.pk}")
        page(client, "/exceptions/new", 403)
        assert client.post("/exceptions/new", form(schools=town.school.code)).status_code == 403
        assert client.post(f"/exceptions/{made.pk}/end", {"reason": "不再需要"}).status_code == 403
    with everything():
        made.refresh_from_db()
        assert made.ended_on is None
        assert GrantedException.objects.count() == 1


def test_the_menu_leads_there_for_posts_that_decide(town: SmallCity) -> None:
    for reader in (town.actor(), town.district_officer(), town.city_officer()):
        assert 'href="/exceptions"' in page(browser(reader), "/exceptions")
    teacher = browser(town.actor(Role.HOMEROOM_TEACHER))
    assert 'href="/exceptions"' not in page(teacher, "/children")
    page(teacher, "/exceptions", 403)


def test_an_exception_reopens_the_step_and_ending_it_closes_the_step_again(town: SmallCity) -> None:
    first, second = town.entrants(2)
    stand_on(date(2015, 9, 17))
    made = granted(town, entrants=[first, second])
    registrar = town.actor()
    take(registrar, [first], "claim")
    client = browser(town.city_officer())
    silent = client.post(f"/exceptions/{made.pk}/end", {"reason": ""})
    assert silent.status_code == 422
    assert 'href="#f-reason"' in silent.content.decode()
    assert client.post(f"/exceptions/{made.pk}/end", {"reason": "已全部办结"}).status_code == 302
    with everything():
        made.refresh_from_db()
    assert made.ended_on == date(2015, 9, 17)
    assert "已提前结束" in page(client, f"/exceptions/{made.pk}")
    with scope(registrar):
        case = Case.objects.get(entrant=second)
    late: Any = browser(registrar).post(
        f"/entrants/{second.pk}/step", {"event": "claim", "version": case.version}, follow=True
    )
    with scope(registrar):
        assert Case.objects.get(entrant=second).state == case.state, late.content.decode()[:500]
        assert Case.objects.get(entrant=first).state == "claimed"


def test_lists_show_those_in_force_and_others_on_demand(town: SmallCity) -> None:
    entrant = town.entrants(1)
    granted(town, entrants=entrant, ends_on=date(2015, 9, 10))
    client = browser(town.city_officer())
    assert PAPER in page(client, "/exceptions")
    stand_on(date(2015, 9, 11))
    assert PAPER not in page(client, "/exceptions")
    assert PAPER in page(client, "/exceptions?state=over")
    assert PAPER in page(client, "/exceptions?state=all")


def test_a_list_names_the_readers_own_and_the_days_left(town: SmallCity) -> None:
    here, there = town.entrants(1, name="王小明")[0], town.entrants(1, school=town.schools[2], name="李小红")[0]
    granted(town, entrants=[here, there], ends_on=date(2015, 9, 2))
    everything = page(browser(town.city_officer()), "/exceptions")
    assert "王小明、李小红" in everything
    assert "还剩 1 个工作日" in everything
    own = page(browser(town.actor()), "/exceptions")
    assert "王小明" in own
    assert "李小红" not in own


def test_its_page_tells_where_each_child_stands_and_leads_there(town: SmallCity) -> None:
    first, second = town.entrants(2)
    made = granted(town, entrants=[first, second], schools=[town.schools[0]])
    take(town.actor(), [first], "claim")
    for reader in (town.city_officer(), town.district_officer(), town.actor()):
        shown = page(browser(reader), f"/exceptions/{made.pk}")
        for entrant, state in ((first, "已获取"), (second, "未获取")):
            row = shown[shown.index(f'href="/entrants/{entrant.pk}"') :]
            assert state in row[: row.index("</tr>")]
        assert f'href="/entrants?state=claimed&amp;school={town.school.pk}"' in shown


def test_many_exceptions_ask_no_more_of_the_database(town: SmallCity) -> None:
    for entrant in town.entrants(2):
        granted(town, entrants=[entrant])
    client = browser(town.city_officer())
    # The first page of a session also notes that somebody has come.
    page(client, "/exceptions")
    with CaptureQueriesContext(connection) as few:
        page(client, "/exceptions")
    for entrant in town.entrants(8):
        granted(town, entrants=[entrant])
    with CaptureQueriesContext(connection) as many:
        page(client, "/exceptions")
    assert len(many) == len(few)
