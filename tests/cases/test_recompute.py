"""A period changed in one line of TOML governs steps entered from its day on; open ones follow when they are told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.test_entry_registration import cases_of
from tests.desks.district.people import stand_on, take
from tests.small_city import SmallCity
from xueji.cases import recomputing
from xueji.cases.acts.office.attention import hand_over
from xueji.cases.acts.office.exceptions import grant_exception
from xueji.cases.attention import handed_to
from xueji.cases.models import Case, Decision
from xueji.cases.notices import remind
from xueji.cases.recomputing import Move, Recomputed, recompute
from xueji.parties.actors import system_actor
from xueji.parties.models import Post
from xueji.parties.scope import scope
from xueji.process import loading
from xueji.process.parameters import Parameters, parse_parameters
from xueji.process.rulebook import Rulebook
from xueji.vocabulary.facts.entry import ExceptionKind
from xueji.vocabulary.parties import Party

ENTRY = "entry_registration"
EDITION = "beijing_2015"
Notice = Callable[..., None]

LATER_VALUE = """
[[{name}.values]]
from = {since}
value = {days}
source = "京教学〔2015〕9号"
tag = "SRC"
"""


def with_one_more_value(name: str, days: int, since: date) -> Parameters:
    """The edition's parameters as they would be read with one more dated value at the end of their table."""
    for room in ("national", EDITION):
        for file in (files("xueji.rulebooks") / room / "parameters").iterdir():
            text = file.read_text(encoding="utf-8")
            head = text.find(f"[{name}]")
            if head < 0:
                continue
            after = text.find("\n\n[", head)
            end = len(text) if after < 0 else after
            line = LATER_VALUE.format(name=name, days=days, since=since.isoformat())
            return parse_parameters(text[:end] + "\n" + line + text[end:])
    raise LookupError(name)


@pytest.fixture
def a_notice_changes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notice]:
    """A notice is issued: one parameter of the edition has one more value from a day on."""
    written = loading._written

    def change(name: str, days: int, since: date) -> None:
        changed = with_one_more_value(name, days, since)

        def read(edition: str) -> Rulebook:
            book = written(edition)
            return replace(book, parameters=changed.over(book.parameters)) if edition == EDITION else book

        monkeypatch.setattr(loading, "_written", read)
        loading.load_rulebook.cache_clear()

    yield change
    monkeypatch.undo()
    loading.load_rulebook.cache_clear()


def moved(*, dry_run: bool = False, reason: str = "京教学〔2015〕9号") -> Recomputed:
    return recompute(ENTRY, actor=system_actor(Party.SERVICE_TEAM), reason=reason, dry_run=dry_run)


def due_dates(city: SmallCity) -> list[date | None]:
    with scope(city.city_officer()):
        return list(Case.objects.order_by("pk").values_list("due_on", flat=True))


def test_a_changed_period_governs_what_is_entered_from_its_day_on(city: SmallCity, a_notice_changes: Notice) -> None:
    registrar = city.actor()
    entrants = city.entrants(3)
    take(registrar, entrants[:1], "give_back", cause="other")
    a_notice_changes("review_days", 15, date(2015, 9, 3))
    stand_on(date(2015, 9, 2))
    take(registrar, entrants[1:2], "give_back", cause="other")
    stand_on(date(2015, 9, 3))
    take(registrar, entrants[2:], "give_back", cause="other")
    # Ten working days from the 1st and the 2nd, fifteen from the 3rd; the 3rd to 5th are off and Sunday the 6th is worked.
    assert due_dates(city) == [date(2015, 9, 16), date(2015, 9, 17), date(2015, 9, 24)]


def test_open_cases_follow_with_a_decision_each_and_a_repeat_moves_nothing(
    city: SmallCity, a_notice_changes: Notice
) -> None:
    take(city.actor(), city.entrants(2), "give_back", cause="other")
    city.entrants(1)
    a_notice_changes("review_days", 15, date(2015, 9, 3))
    stand_on(date(2015, 9, 7))
    preview = moved(dry_run=True)
    assert preview.moves == {Move("given_back", date(2015, 9, 16), date(2015, 9, 23)): 2}
    assert len(preview.numbers) == 2
    assert due_dates(city) == [date(2015, 9, 16)] * 3
    done = moved()
    assert (done.moves, done.looked_at, done.already_over) == (preview.moves, 3, 0)
    assert due_dates(city) == [date(2015, 9, 23)] * 2 + [date(2015, 9, 16)]
    with scope(city.city_officer()):
        case = Case.objects.order_by("pk")[0]
        decision = Decision.objects.get(case=case, number=case.version)
        assert (decision.event, decision.from_state, decision.to_state) == ("recompute", case.state, case.state)
        assert decision.facts == {"from": "2015-09-16", "to": "2015-09-23"}
        assert decision.was_due_on == date(2015, 9, 16)
        assert (decision.reason, decision.source) == ("京教学〔2015〕9号", "京教学〔2015〕9号")
        assert (case.state, case.entered_on, case.version) == ("given_back", date(2015, 9, 1), 3)
    assert moved().moved == 0


def test_a_day_before_the_change_moves_nothing(city: SmallCity, a_notice_changes: Notice) -> None:
    take(city.actor(), city.entrants(1), "give_back", cause="other")
    a_notice_changes("review_days", 15, date(2015, 9, 8))
    stand_on(date(2015, 9, 7))
    assert moved().moved == 0


def test_what_goes_on_from_the_step_before_moves_with_it(city: SmallCity, a_notice_changes: Notice) -> None:
    registrar, entrants = city.actor(), city.entrants(3)
    take(registrar, entrants[1:], "claim")
    take(registrar, entrants[2:], "register")
    a_notice_changes("registration_days", 12, date(2015, 9, 2))
    stand_on(date(2015, 9, 7))
    moved()
    assert due_dates(city) == [date(2015, 9, 18)] * 3


def test_asked_days_and_cases_without_a_clock_are_left_alone(city: SmallCity, a_notice_changes: Notice) -> None:
    registrar, entrants = city.actor(), city.entrants(1)
    take(registrar, entrants, "claim")
    school = city.schools[2]
    elsewhere, waiting = city.actor(at=school), city.entrants(1, school=school, grade="J1")
    for event in ("claim", "register"):
        take(elsewhere, waiting, event)
    with scope(city.city_officer()):
        keys = cases_of(entrants)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET state = 'deferred', due_on = '2015-09-18' WHERE id = ANY(%s)", [keys])
    for name in ("registration_days", "deferral_limit", "late_assignment_days"):
        a_notice_changes(name, 30, date(2015, 9, 2))
        stand_on(date(2015, 9, 7))
        assert moved().moved == 0
    assert due_dates(city) == [date(2015, 9, 18), None]


def test_a_step_taken_by_exception_keeps_the_end_of_the_exception(city: SmallCity, a_notice_changes: Notice) -> None:
    registrar, officer, entrants = city.actor(), city.city_officer(), city.entrants(2)
    stand_on(date(2015, 9, 17))
    with scope(officer):
        grant_exception(
            actor=officer,
            reason="随父母援疆",
            kind=ExceptionKind.LATE_ENTRY_REGISTRATION,
            paper_number="京教学〔2015〕7号",
            starts_on=date(2015, 9, 17),
            ends_on=date(2015, 10, 15),
            entrants=entrants[:1],
        )
    take(registrar, entrants[:1], "claim")
    assert due_dates(city)[0] == date(2015, 10, 15)
    a_notice_changes("registration_days", 20, date(2015, 9, 18))
    stand_on(date(2015, 9, 21))
    moved()
    assert due_dates(city) == [date(2015, 10, 15), date(2015, 9, 30)]


def test_a_shorter_period_may_be_over_already_and_the_preview_says_so(
    city: SmallCity, a_notice_changes: Notice
) -> None:
    registrar = city.actor()
    take(registrar, city.entrants(2), "give_back", cause="other")
    a_notice_changes("review_days", 3, date(2015, 9, 8))
    stand_on(date(2015, 9, 10))
    assert moved(dry_run=True).already_over == 2
    moved()
    assert due_dates(city) == [date(2015, 9, 7)] * 2
    assert remind(date(2015, 9, 10)) == 4


def test_it_goes_through_in_chunks_and_goes_on_where_it_stopped(
    city: SmallCity, a_notice_changes: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recomputing, "CHUNK", 2)
    take(city.actor(), city.entrants(5), "give_back", cause="other")
    a_notice_changes("review_days", 15, date(2015, 9, 3))
    stand_on(date(2015, 9, 7))

    class PowerCutError(RuntimeError):
        pass

    def cut(looked_at: int) -> None:
        if looked_at == 4:
            raise PowerCutError

    actor = system_actor(Party.SERVICE_TEAM)
    with pytest.raises(PowerCutError):
        recompute(ENTRY, actor=actor, reason="改期限", told=cut)
    assert due_dates(city).count(date(2015, 9, 23)) == 4
    assert moved().moved == 1
    with scope(city.city_officer()):
        assert Decision.objects.filter(event="recompute").count() == 5


def test_a_chunk_costs_the_same_for_one_and_for_many(city: SmallCity, a_notice_changes: Notice) -> None:
    counted = []
    for days, more in ((15, 1), (16, 20)):
        take(city.actor(), city.entrants(more), "give_back", cause="other")
        a_notice_changes("review_days", days, date(2015, 9, 1))
        with CaptureQueriesContext(connection) as asked:
            assert moved().moved >= more
        counted.append(len([query for query in asked if "SAVEPOINT" not in query["sql"]]))
    assert counted[0] == counted[1]


def test_a_handover_outlives_the_recomputing_and_no_reason_is_no_move(
    city: SmallCity, a_notice_changes: Notice
) -> None:
    entrants = city.entrants(1)
    take(city.actor(), entrants, "give_back", cause="other")
    giver, taker = city.district_officer(), city.district_officer()
    with scope(giver):
        (key,) = cases_of(entrants)
        hand_over(actor=giver, reason="", case=Case(pk=key), post=Post.objects.get(pk=taker.post_id))
    a_notice_changes("review_days", 15, date(2015, 9, 1))
    with pytest.raises(ValueError, match="reason"):
        moved(reason=" ")
    moved()
    with scope(giver):
        assert handed_to(Case.objects.filter(pk=key)).get().handed_post == taker.post_id
