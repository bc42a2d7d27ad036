"""A parameter edited afterwards governs steps entered from then on; here the open ones follow, with a reason.

What a case was due on stays readable: each move is a decision of its own, and nothing else of the case changes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from xueji.cases.clocks import anchors_of
from xueji.cases.door.subjects import lock_subjects
from xueji.cases.models import Case, Decision
from xueji.parties.actors import Actor
from xueji.parties.calendar import PlainCalendar, SchoolCalendar, school_calendars
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_of
from xueji.parties.scope import scope
from xueji.process.clocks import due_on
from xueji.process.compiler.keys import RECOMPUTE
from xueji.process.notation import Clock, Keep, Until, Within

CHUNK = 200
EVENT = RECOMPUTE
SHOWN = 20

_UPDATE = """
    UPDATE cases_case AS c SET due_on = v.due_on, version = v.version
      FROM unnest(%s::bigint[], %s::date[], %s::int[]) AS v (pk, due_on, version) WHERE c.id = v.pk
"""
# Handovers are never changed: the one that ran at the version before is written again for the one after.
_HANDOVERS = """
    INSERT INTO cases_handover (case_id, version, post_id, note, given_by_id, city_date, at)
    SELECT DISTINCT ON (h.case_id) h.case_id, v.version, h.post_id, h.note, h.given_by_id, h.city_date, h.at
      FROM unnest(%s::bigint[], %s::int[]) AS v (pk, version)
      JOIN cases_handover h ON h.case_id = v.pk AND h.version = v.version - 1 ORDER BY h.case_id, h.id DESC
"""


@dataclass(frozen=True, order=True)
class Move:
    """So many cases in one state whose last day moves from one date to another."""

    state: str
    before: date
    after: date


@dataclass
class Recomputed:
    """What was moved, or would be: counts by state and dates, and the first case numbers."""

    procedure: str
    moves: Counter[Move] = field(default_factory=Counter)
    numbers: list[int] = field(default_factory=list)
    looked_at: int = 0
    already_over: int = 0
    """Of the moved ones, those whose new last day lies before today: their timers fire and they count as late."""

    @property
    def moved(self) -> int:
        """How many cases in all."""
        return sum(self.moves.values())


@dataclass(frozen=True)
class _Moved:
    """One case and its new last day."""

    case: Case
    due_on: date
    source: str


@dataclass(frozen=True)
class _Stay:
    """One state a case stands or stood in: its clock begins on `entered_on`. None: the day is not known."""

    state: str
    entered_on: date | None


def recompute(
    procedure: str,
    *,
    actor: Actor,
    reason: str,
    dry_run: bool = False,
    told: Callable[[int], None] | None = None,
) -> Recomputed:
    """Move the due dates of a procedure's open cases to what its edition's parameters in force today give.

    In chunks, each a transaction of its own: stopped in between, it goes on where it stopped, and a repeat moves
    nothing. Left alone are asked days, cases without a clock, and steps taken by a granted exception, which end with
    it. `told` hears how many cases have been looked at. Raises ValueError for an empty reason.
    """
    if not reason.strip() and not dry_run:
        message = "moving due dates takes a reason"
        raise ValueError(message)
    done, after = Recomputed(procedure), 0
    while True:
        with scope(actor):
            running = Case.objects.filter(procedure=procedure, closed_on__isnull=True, due_on__isnull=False)
            keys = list(running.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK])
            if not keys:
                return done
            moved = _chunk(keys, lock=not dry_run)
            if not dry_run:
                _write(moved, actor, reason.strip())
        _count(done, moved, len(keys))
        after = keys[-1]
        if told is not None:
            told(done.looked_at)


def _count(done: Recomputed, moved: Sequence[_Moved], looked_at: int) -> None:
    today = city_today()
    done.looked_at += looked_at
    for each in moved:
        assert each.case.due_on is not None  # noqa: S101 - only cases with a due date were asked for
        done.moves[Move(each.case.state, each.case.due_on, each.due_on)] += 1
        done.already_over += each.due_on < today <= each.case.due_on
    done.numbers += [each.case.pk for each in moved][: SHOWN - len(done.numbers)]


def _chunk(keys: Sequence[int], *, lock: bool) -> list[_Moved]:
    """The cases of a chunk that move; locked as the door locks: subjects, then cases, by their keys."""
    cases = Case.objects.filter(pk__in=keys, closed_on__isnull=True, due_on__isnull=False)
    cases = cases.select_related("entrant").order_by("pk")
    if lock:
        lock_subjects(keys)
        cases = cases.select_for_update(of=("self",))
    found = list(cases)
    calendars, came_from = _calendars(found), _came_from(found)
    return [moved for case in found if (moved := _moved(case, came_from.get(case.pk, {}), calendars))]


def _calendars(cases: Sequence[Case]) -> Mapping[int | None, SchoolCalendar | PlainCalendar]:
    """Calendars by the school year of an entrant; a case about anything else counts from days of its own."""
    years = {case.entrant.school_year for case in cases if case.entrant}
    known = school_calendars(years) if years else {}
    by_year: dict[int | None, SchoolCalendar | PlainCalendar] = {**known}  # type: ignore[dict-item]
    return {**by_year, None: PlainCalendar()}


def _came_from(cases: Sequence[Case]) -> dict[int, dict[str, _Stay]]:
    """For cases whose clock goes on from the step before: where each of their states was entered from."""
    asking = [case.pk for case in cases if isinstance(_clock(case, case.state), Keep)]
    found: dict[int, dict[str, _Stay]] = {}
    rows = Decision.objects.filter(case_id__in=asking).order_by("case_id", "number")
    for key, before, to, entered_on in rows.values_list("case_id", "from_state", "to_state", "was_entered_on"):
        if before != to:
            found.setdefault(key, {})[to] = _Stay(before, entered_on)
    return found


def _clock(case: Case, state: str) -> Clock | None:
    return rulebook_of(case.edition).procedure(case.procedure).state(state).clock


def _moved(
    case: Case, came_from: Mapping[str, _Stay], calendars: Mapping[int | None, SchoolCalendar | PlainCalendar]
) -> _Moved | None:
    running = _running(case, came_from)
    if running is None:
        return None
    clock, entered_on = running
    calendar = calendars[case.entrant.school_year if case.entrant else None]

    def due(on: date) -> date | None:
        return due_on(
            clock,
            entered_on=entered_on,
            anchors=anchors_of(calendar),
            answers={},
            previous_due=None,
            parameters=rulebook_of(case.edition).parameters,
            calendar=calendar.working,
            on=on,
        )

    today = city_today()
    as_entered, now = due(entered_on), due(today)
    # A step taken after the period had ended was opened by a granted exception, and ends with it.
    by_exception = as_entered is not None and as_entered < case.entered_on and case.due_on != as_entered
    if now is None or now == case.due_on or by_exception:
        return None
    return _Moved(case, now, rulebook_of(case.edition).parameters.parameter(clock.param).on(today).source)


def _running(case: Case, came_from: Mapping[str, _Stay]) -> tuple[Within, date] | None:
    """The period that runs and the day from which, or None where no period decides."""
    stay = _Stay(case.state, case.entered_on)
    for _step in range(len(came_from) + 1):
        clock = _clock(case, stay.state)
        if stay.entered_on is None or clock is None or isinstance(clock, Until):
            return None
        if isinstance(clock, Within):
            return clock, stay.entered_on
        before = came_from.get(stay.state)
        if before is None or not before.state:
            return None
        if _clock(case, before.state) is None:
            return (clock.otherwise, stay.entered_on) if clock.otherwise else None
        stay = before
    return None


def _write(moved: Sequence[_Moved], actor: Actor, reason: str) -> None:
    """One decision each, then the cases; a handover goes on, for the case has not moved on."""
    if not moved:
        return
    Decision.objects.bulk_create(_decisions(moved, actor, reason))
    keys, versions = [each.case.pk for each in moved], [each.case.version + 1 for each in moved]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [keys, [each.due_on for each in moved], versions])
        cursor.execute(_HANDOVERS, [keys, versions])


def _decisions(moved: Sequence[_Moved], actor: Actor, reason: str) -> Iterator[Decision]:
    today = city_today()
    for each in moved:
        case = each.case
        yield Decision(
            case=case,
            number=case.version + 1,
            event=EVENT,
            from_state=case.state,
            to_state=case.state,
            party=actor.party.value,
            account_id=actor.account_id,
            post_id=actor.post_id,
            actor_name=actor.name,
            actor_place=actor.place,
            reason=reason,
            facts={"from": f"{case.due_on}", "to": f"{each.due_on}"},
            edition=case.edition,
            source=each.source[:120],
            was_entered_on=case.entered_on,
            was_due_on=case.due_on,
            city_date=today,
        )
