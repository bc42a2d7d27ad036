# ruff: noqa: S608 - nothing is put into these statements but the words of NoticeKind
"""What offices are told about cases: steps that concern them, and time that runs out. Written in sets, never row by row."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from xueji.cases.batch.sides import parties_told
from xueji.cases.batch.work import Work
from xueji.cases.models import Case, CaseParty, Notice, NoticeKind
from xueji.cases.queries import ENTRY
from xueji.parties.actors import system_actor
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_of
from xueji.parties.scope import scope
from xueji.process.parameters import Parameters
from xueji.vocabulary.calendar.working_days import CalendarYearMissing, WorkingCalendar
from xueji.vocabulary.parties import Party

REMINDER = "reminder_days"
ESCALATION = "escalation_days"
SEND_BACK = "send_back"
_DAY = timedelta(days=1)


def tell_of_steps(works: Sequence[Work]) -> None:
    """Tell what steps just written mean to others: closed to every other party, sent back to the applicant.

    Not of entry registrations: an entrant's school and district work through lists of hundreds, and a line a
    child would bury what matters. Nothing is asked of the database where nothing is to be told.
    """
    kinds: dict[int, NoticeKind] = {}
    told: dict[int, list[CaseParty]] = {}
    for work in works:
        case = work.case
        if case.procedure == ENTRY or not case.pk:
            continue
        if case.closed_on is not None:
            kinds[case.pk], told[case.pk] = NoticeKind.CLOSED, _others(work)
        elif work.step.event == SEND_BACK:
            kinds[case.pk], told[case.pk] = NoticeKind.SENT_BACK, _parties(case, work.procedure.opened_by)
    notices_of([work.case for work in works], kinds, told)


def notices_of(cases: Sequence[Case], kinds: Mapping[int, NoticeKind], told: Mapping[int, Sequence[CaseParty]]) -> None:
    """Write one notice of a case's kind to each place that is told; one query, none for nobody. A repeat adds nothing.

    `kinds` and `told` go by the key of the case; cases in neither are passed over. One place that is two parties of a
    case is told once.
    """
    today = city_today()
    places = {
        (case.pk, party.school_id, party.office_id): case
        for case in cases
        if case.pk in kinds
        for party in told.get(case.pk, ())
    }
    if not places:
        return
    Notice.objects.bulk_create(
        (
            Notice(
                case=case,
                version=case.version,
                kind=kinds[case.pk].value,
                school_id=school,
                office_id=office,
                city_date=today,
            )
            for (_key, school, office), case in places.items()
        ),
        ignore_conflicts=True,
    )


def remind(today: date) -> int:
    """Tell holders what falls due soon or is late, and the level above what stays late; answer how many notices.

    Once a city day, after its timers; a repeat writes nothing. Unread ones that have been overtaken (the case has moved
    on, or what was to fall due is late) count as read, so that what is unread is what still asks for something.

    Days are working days of this city, numbers those of the edition under which each case opened, as they are in force
    today. The top office has nobody above it.
    """
    written = 0
    with scope(system_actor(Party.CLOCK)):
        with connection.cursor() as cursor:
            cursor.execute(_SETTLE, {"today": today})
        calendar = city_calendar()
        running = Case.objects.filter(closed_on__isnull=True, due_on__isnull=False).order_by()
        for edition in running.values_list("edition", flat=True).distinct():
            parameters = rulebook_of(edition).parameters
            soon = _soon_until(calendar, today, parameters)
            written += _tell(_DUE_SOON, edition, today, soon)
            written += _tell(_OVERDUE, edition, today, today - _DAY)
            if (late_since := _escalated_until(calendar, today, parameters)) is not None:
                written += _tell(_ESCALATED, edition, today, late_since)
    return written


def mark_mailed(schools: Sequence[int], offices: Sequence[int], up_to: int) -> int:
    """Note that the unread notices of these places, up to a key, have gone out by mail; answer for how many it is news."""
    places = Q(school_id__in=schools) | Q(office_id__in=offices)
    fresh = Notice.objects.filter(places, pk__lte=up_to, seen_at__isnull=True, mailed_at__isnull=True)
    return fresh.update(mailed_at=timezone.now())


def last_day_within(calendar: WorkingCalendar, today: date, days: int) -> date:
    """The last day to which at most so many working days are left."""
    return calendar.after(today, days + 1) - _DAY


def first_day_behind(calendar: WorkingCalendar, today: date, days: int) -> date:
    """The latest due date that, today, has been over for at least so many working days (1 or more)."""
    day, left = today, days
    while left:
        left -= calendar.is_working(day)
        day -= _DAY
    return day


def _soon_until(calendar: WorkingCalendar, today: date, parameters: Parameters) -> date:
    days = parameters.days(REMINDER, today) if REMINDER in parameters else 0
    try:
        return last_day_within(calendar, today, days)
    except CalendarYearMissing:
        # The days of the coming year are not announced yet: what is late must be told all the same.
        return today + days * _DAY


def _escalated_until(calendar: WorkingCalendar, today: date, parameters: Parameters) -> date | None:
    days = parameters.days(ESCALATION, today) if ESCALATION in parameters else 0
    return first_day_behind(calendar, today, days) if days else None


def _others(work: Work) -> list[CaseParty]:
    """The applicant and everybody on the route, but the place that has just acted: who only looks on is not told."""
    actor, case = work.actor, work.case
    route = work.procedure.row(case.route_row).chain if case.route_row is not None else ()
    concerned = {work.procedure.opened_by.value, *(party.value for party in route)}
    return [
        CaseParty(case=case, party=told["party"], school_id=told["school"], office_id=told["office"])
        for told in parties_told(case)
        if told["party"] != work.by.value
        and (not route or told["party"] in concerned)
        and (told["school"] is None or told["school"] != actor.school_id)
        and (told["office"] is None or told["office"] != actor.office_id)
    ]


def _parties(case: Case, party: Party) -> list[CaseParty]:
    return [
        CaseParty(case=case, party=told["party"], school_id=told["school"], office_id=told["office"])
        for told in parties_told(case)
        if told["party"] == party.value
    ]


_SETTLE = f"""
    UPDATE cases_notice n SET seen_at = now()
      FROM cases_case c
     WHERE c.id = n.case_id AND n.seen_at IS NULL
       AND CASE n.kind
           WHEN '{NoticeKind.DUE_SOON.value}' THEN c.due_on IS NULL OR c.due_on < %(today)s OR {{elsewhere}}
           WHEN '{NoticeKind.OVERDUE.value}' THEN c.due_on IS NULL OR c.due_on >= %(today)s OR {{elsewhere}}
           WHEN '{NoticeKind.ESCALATED.value}' THEN c.due_on IS NULL OR c.due_on >= %(today)s
           WHEN '{NoticeKind.URGED.value}' THEN {{elsewhere}}
           WHEN '{NoticeKind.SENT_BACK.value}' THEN {{elsewhere}}
           WHEN '{NoticeKind.CLOSED.value}' THEN c.closed_on IS NULL
           ELSE FALSE END
""".format(
    elsewhere="""(n.school_id IS DISTINCT FROM c.holder_school_id OR n.office_id IS DISTINCT FROM c.holder_office_id)"""
)
_HELD = """
    INSERT INTO cases_notice (case_id, version, kind, school_id, office_id, city_date, at)
    SELECT c.id, c.version, '{kind}', c.holder_school_id, c.holder_office_id, %(today)s, now()
      FROM cases_case c
     WHERE c.closed_on IS NULL AND c.edition = %(edition)s AND {due}
       AND (c.holder_school_id IS NOT NULL OR c.holder_office_id IS NOT NULL)
       AND NOT EXISTS (SELECT FROM cases_notice n
                        WHERE n.case_id = c.id AND n.kind = '{kind}' AND {told}
                          AND (n.school_id = c.holder_school_id OR n.office_id = c.holder_office_id))
    ON CONFLICT DO NOTHING
"""
_DUE_SOON = _HELD.format(
    kind=NoticeKind.DUE_SOON.value,
    due="c.due_on BETWEEN %(today)s AND %(until)s",
    told="n.version = c.version",
)
# A case that moves without ending its step is not told again; one whose due date was moved and passes anew is.
_OVERDUE = _HELD.format(kind=NoticeKind.OVERDUE.value, due="c.due_on <= %(until)s", told="n.city_date > c.due_on")
_ESCALATED = f"""
    INSERT INTO cases_notice (case_id, version, kind, office_id, city_date, at)
    SELECT c.id, c.version, '{NoticeKind.ESCALATED.value}', coalesce(s.district_id, o.parent_id), %(today)s, now()
      FROM cases_case c
      LEFT JOIN parties_school s ON s.id = c.holder_school_id
      LEFT JOIN parties_office o ON o.id = c.holder_office_id
     WHERE c.closed_on IS NULL AND c.edition = %(edition)s AND c.due_on <= %(until)s
       AND coalesce(s.district_id, o.parent_id) IS NOT NULL
       AND NOT EXISTS (SELECT FROM cases_notice n
                        WHERE n.case_id = c.id AND n.kind = '{NoticeKind.ESCALATED.value}' AND n.city_date > c.due_on
                          AND n.office_id = coalesce(s.district_id, o.parent_id))
    ON CONFLICT DO NOTHING
"""


def _tell(statement: str, edition: str, today: date, until: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"edition": edition, "today": today, "until": until})
        return int(cursor.rowcount)
