"""What all works of a chunk share when a child moves: terms, windows, working days, and whose place is counted how."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xueji.cases.batch.sides import PartyTold
from xueji.cases.batch.work import Work
from xueji.parties.calendar import PlainCalendar
from xueji.parties.models import Office, School, Term
from xueji.parties.windows import WindowReader, window_reader
from xueji.process.notation import OPEN
from xueji.records.models.quotas import QuotaKind
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade

FOREIGN_FROM = "foreign_quota_from"
_DEEDS_ON_PLACES = {"hold_place", "release_place", "take_held_place", "move_enrollment", "depart"}


@dataclass(frozen=True)
class Surroundings:
    """Terms of the school years concerned, working days, windows, and the offices that are parties of every case."""

    terms: dict[tuple[int, int], tuple[date, date]]
    calendar: PlainCalendar
    windows: WindowReader | None
    offices: tuple[PartyTold, ...]


def surroundings(works: Sequence[Work], years: Sequence[int]) -> Surroundings:
    """Read them; what is asked at an opening only is read only there."""
    today = works[0].today
    opening = [work for work in works if work.step.event == OPEN]
    terms = Term.objects.filter(school_year__in=set(years)) if opening else Term.objects.none()
    known = {(term.school_year, term.number): (term.starts_on, term.ends_on) for term in terms}
    return Surroundings(
        terms=known,
        calendar=PlainCalendar(),
        windows=window_reader(today, rulebook=works[0].rulebook, procedure=works[0].procedure.key) if opening else None,
        offices=_offices(works[0]) if opening else (),
    )


def touches_places(work: Work) -> bool:
    """Whether the step holds, takes or gives back a place. The reviews between look at none, and lock none."""
    transition = work.transition
    return work.step.event == OPEN or (
        transition is not None and bool(_DEEDS_ON_PLACES & set(transition.consequences.do))
    )


def kinds_of(work: Work, residency: Residency, entry_year: int) -> tuple[QuotaKind, ...]:
    """A foreign place is counted for entries from the year on that a dated parameter names (S9)."""
    if residency is Residency.FOREIGN and from_quota_year(work, entry_year):
        return (QuotaKind.GENERAL, QuotaKind.FOREIGN)
    return (QuotaKind.GENERAL,)


def from_quota_year(work: Work, entry_year: int) -> bool:
    """Whether a child that entered in this year needs a foreign place, if it is foreign (S9)."""
    parameters = work.rulebook.parameters
    return FOREIGN_FROM not in parameters or entry_year >= int(parameters.value(FOREIGN_FROM, work.today))


def _offices(work: Work) -> tuple[PartyTold, ...]:
    """The office above all districts is a party of every case: it decides, is informed, or only sees.

    The service team is one where a step of the procedure is its own.
    """
    top = next(iter(work.rulebook.rulebook.levels))
    acting = {party for step in work.procedure.transitions for party in step.by}
    levels = [top, *({Party.SERVICE_TEAM} & acting)]
    known = dict(Office.objects.filter(level__in=levels).order_by("-pk").values_list("level", "pk"))
    return tuple(
        {"party": level.value, "school": None, "office": known[level.value]} for level in levels if level.value in known
    )


def in_window(work: Work, around: Surroundings) -> bool | None:
    """Whether the window of the receiving school's district is open today; None where nobody has set it."""
    if around.windows is None:
        return None
    receiving: School = work.chosen["receiving"]
    return around.windows.is_open(work.case.frozen["stage_group"], frozenset({receiving.district_id}))


def first_term(grade: Grade, school_year: int, around: Surroundings, today: date) -> bool | None:
    """Whether today lies in the first term of an entry grade; None while that year's terms are not set."""
    if not grade.is_entry:
        return False
    first, second = around.terms.get((school_year, 1)), around.terms.get((school_year, 2))
    if first is None:
        return None
    return today <= first[1] if second is None else today < second[0]
