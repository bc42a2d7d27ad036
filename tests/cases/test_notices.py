"""Nothing passes by silence: holders are told before and after the last day, and the level above when it stays late."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desks.district.people import stand_on, take
from tests.small_city import SmallCity, small_city
from xueji.cases.acts.office.training import move_training_clock
from xueji.cases.models import Case, CaseParty, Notice, NoticeKind
from xueji.cases.notices import first_day_behind, last_day_within, mark_mailed, notices_of, remind
from xueji.parties.calendar import city_calendar
from xueji.parties.models import CalendarDay
from xueji.parties.scope import scope
from xueji.vocabulary.calendar.working_days import national_calendar

# 2015-09-16, a Wednesday, is the tenth working day of the small city's term.
DUE = date(2015, 9, 16)


def told(city: SmallCity) -> list[tuple[str, str, date]]:
    """Kind, place and day of every notice, in the order in which they were written."""
    with scope(city.city_officer()):
        return [
            (notice.kind, str(notice.school or notice.office), notice.city_date)
            for notice in Notice.objects.select_related("school", "office").order_by("pk")
        ]


def live(city: SmallCity, day: date) -> None:
    clerk = city.city_officer()
    with scope(clerk):
        move_training_clock(actor=clerk, to=day)


def test_the_last_days_are_counted_in_working_days() -> None:
    calendar = national_calendar()
    assert last_day_within(calendar, date(2015, 9, 14), 2) == DUE
    assert last_day_within(calendar, date(2015, 9, 10), 2) == date(2015, 9, 14)
    assert last_day_within(calendar, date(2015, 9, 10), 1) == date(2015, 9, 13)
    assert first_day_behind(calendar, date(2015, 9, 17), 1) == DUE
    assert first_day_behind(calendar, date(2015, 9, 21), 3) == DUE
    for days in range(1, 6):
        due = first_day_behind(calendar, date(2015, 9, 21), days)
        assert -calendar.working_days_left(date(2015, 9, 21), due) >= days
        assert calendar.working_days_left(due, date(2015, 9, 21)) == days


def test_a_case_that_is_left_lying_is_told_of_three_times(city: SmallCity) -> None:
    registrar, entrants = city.actor(), city.entrants(1)
    take(registrar, entrants, "claim")
    live(city, date(2015, 10, 9))
    school, district = "妫川第一小学", "延庆县"
    assert told(city) == [
        (NoticeKind.DUE_SOON.value, school, date(2015, 9, 14)),
        (NoticeKind.OVERDUE.value, school, date(2015, 9, 17)),
        (NoticeKind.ESCALATED.value, district, date(2015, 9, 21)),
    ]


def test_a_district_that_is_late_is_told_to_the_city(city: SmallCity) -> None:
    take(city.actor(), city.entrants(1), "give_back", cause="other")
    live(city, date(2015, 9, 30))
    assert [(kind, place) for kind, place, _day in told(city)] == [
        (NoticeKind.DUE_SOON.value, "延庆县"),
        (NoticeKind.OVERDUE.value, "延庆县"),
        (NoticeKind.ESCALATED.value, "北京市教委"),
    ]


def test_a_timer_speaks_for_the_school_that_did_nothing(city: SmallCity) -> None:
    """Unclaimed on the last day, the child is the district's from the next: its time begins anew."""
    city.entrants(1)
    live(city, date(2015, 9, 21))
    assert [(kind, place) for kind, place, _day in told(city)] == [(NoticeKind.DUE_SOON.value, "妫川第一小学")]


def unread(city: SmallCity) -> list[str]:
    with scope(city.city_officer()):
        return list(Notice.objects.filter(seen_at__isnull=True).order_by("pk").values_list("kind", flat=True))


def test_what_has_been_overtaken_counts_as_read(city: SmallCity) -> None:
    registrar, entrants = city.actor(), city.entrants(2)
    take(registrar, entrants, "claim")
    live(city, DUE)
    assert unread(city) == [NoticeKind.DUE_SOON.value] * 2
    take(registrar, entrants[:1], "give_back", cause="other")
    live(city, date(2015, 9, 21))
    assert unread(city) == [NoticeKind.OVERDUE.value, NoticeKind.ESCALATED.value]
    take(city.district_officer(), entrants, "withdraw_entrant")
    live(city, date(2015, 9, 22))
    assert unread(city) == []


def test_a_repeat_writes_nothing_and_a_missed_day_is_made_up_for(city: SmallCity) -> None:
    take(city.actor(), city.entrants(3), "claim")
    stand_on(date(2015, 9, 22))
    assert remind(date(2015, 9, 22)) == 6
    assert remind(date(2015, 9, 22)) == 0
    assert remind(date(2015, 9, 23)) == 0


def test_days_off_that_the_city_has_decided_move_the_reminder(city: SmallCity) -> None:
    for day in (11, 14):
        CalendarDay.objects.create(day=date(2015, 9, day), working=False, reason="校舍检修")
    take(city.actor(), city.entrants(1), "claim")
    with scope(city.city_officer()):
        due = Case.objects.get().due_on
        assert due is not None
        assert remind(city_calendar().after(date(2015, 9, 1), 7)) == 0
        assert remind(city_calendar().after(date(2015, 9, 1), 8)) == 1


def test_many_are_told_in_as_many_statements_as_one(city: SmallCity) -> None:
    counted = []
    for more in (1, 20):
        take(city.actor(), city.entrants(more), "claim")
        with CaptureQueriesContext(connection) as asked:
            remind(date(2015, 9, 14))
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_parties_of_steps_are_told_in_one_statement_and_once(city: SmallCity) -> None:
    city.entrants(5)
    with scope(city.city_officer()):
        cases = list(Case.objects.order_by("pk"))
        parties = {case.pk: list(CaseParty.objects.filter(case=case)) for case in cases[:4]}
        kinds = dict.fromkeys(parties, NoticeKind.CLOSED)
        with CaptureQueriesContext(connection) as asked:
            notices_of(cases, kinds, parties)
        inserts = [query for query in asked if "INSERT" in query["sql"]]
        assert len(inserts) == 1
        notices_of(cases, kinds, parties)
        assert Notice.objects.count() == 8
        with CaptureQueriesContext(connection) as none:
            notices_of(cases, {}, {})
        assert not [query for query in none if "cases_notice" in query["sql"]]


def test_what_was_mailed_keeps_its_hour_and_later_ones_wait(city: SmallCity) -> None:
    take(city.actor(), city.entrants(2), "claim")
    remind(date(2015, 9, 14))
    with scope(city.city_officer()):
        first, second = Notice.objects.order_by("pk").values_list("pk", flat=True)
        assert mark_mailed([city.school.pk], [], first) == 1
        hour = Notice.objects.get(pk=first).mailed_at
        assert mark_mailed([city.school.pk], [], first) == 0
        assert mark_mailed([], [city.districts[0].pk], second) == 0
        assert [notice.mailed_at for notice in Notice.objects.order_by("pk")] == [hour, None]


def test_a_province_without_a_city_level_is_told_level_by_level(db: None) -> None:
    lanting = small_city(jurisdiction="lanting")
    take(lanting.actor(), lanting.entrants(1), "claim")
    live(lanting, date(2015, 10, 20))
    kinds = [kind for kind, _place, _day in told(lanting)]
    assert kinds == [NoticeKind.DUE_SOON.value, NoticeKind.OVERDUE.value, NoticeKind.ESCALATED.value]
