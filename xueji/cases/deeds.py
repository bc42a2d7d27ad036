"""The deeds a procedure may name, bound to the acts of the register. Each takes all rows of a chunk at once.

The order of the table is the order in which deeds are done: a child is known before it gets a place, and holds its
place until the seat is taken.
"""

from collections.abc import Callable, Sequence

from xueji.cases.batch.newcomers import describe
from xueji.cases.batch.work import Work
from xueji.cases.clocks import form_due
from xueji.cases.doubts import flag_doubts
from xueji.cases.models import CaseParty
from xueji.parties.calendar import school_year_of
from xueji.records.acts.arrive import Arrival, take_in
from xueji.records.acts.depart import Departure, send_away
from xueji.records.acts.establish import Establishment, Issue, establish_records
from xueji.records.acts.match import match_students
from xueji.records.acts.move import Move, move_enrollments
from xueji.records.acts.places import hold_places, release_places, take_held_places
from xueji.records.acts.problems import Settlement, remove_records, settle_problems
from xueji.records.acts.problems import note_standing as note_standings
from xueji.records.acts.problems import revert_standing as revert_standings
from xueji.records.acts.reopen import reopen_records
from xueji.records.models import Entrant
from xueji.records.models.problems import ProblemResolution
from xueji.records.models.quotas import QuotaKind
from xueji.vocabulary.parties import Party

TEMPORARY_NUMBER = "temporary_number_at_establishment"
CITY_NUMBER = "city_number_province"

_SETTLED_AS = {
    "problem_substantiation": ProblemResolution.SUBSTANTIATED,
    "problem_correction": ProblemResolution.CORRECTED,
    "problem_removal": ProblemResolution.REMOVED,
}


def match_student(works: Sequence[Work]) -> None:
    """Match each entrant to the child the register knows, or make one."""
    doubted = frozenset(work.subject.pk for work in works if work.subject.doubted)
    match_students([work.subject for work in works], doubted)


def confirm_admission(works: Sequence[Work]) -> None:
    """A district vouches for rows that the school itself brought (S5 art. 14)."""
    Entrant.objects.filter(pk__in=[work.subject.pk for work in works]).update(confirmed_on=works[0].today)


def move_entrant(works: Sequence[Work]) -> None:
    """The district gives the entrant to another of its schools: the case goes to that school's desk."""
    for work in works:
        school = work.chosen["school"]
        Entrant.objects.filter(pk=work.subject.pk).update(school=school, campus=None, district_id=school.district_id)
        CaseParty.objects.filter(case=work.case, party=Party.SCHOOL.value).update(school=school)
        work.case.school_id, work.case.district_id = school.pk, school.district_id


def hold_place(works: Sequence[Work]) -> None:
    """Promise a place, and a foreign one where the child is foreign, unless the case holds them already."""
    keys = []
    for work in works:
        if work.case.held_place_id:
            continue
        general = work.chosen.get(f"place_{QuotaKind.GENERAL.value}")
        foreign = work.chosen.get(f"place_{QuotaKind.FOREIGN.value}")
        work.case.held_place_id = general.pk if general else None
        work.case.held_foreign_place_id = foreign.pk if foreign else None
        keys += _held(work)
    hold_places(keys)


def release_place(works: Sequence[Work]) -> None:
    """Give back what the case holds; a case that holds nothing gives nothing back."""
    release_places(_let_go(works))


def take_held_place(works: Sequence[Work]) -> None:
    """The child sits in class: the places held become taken, and those it has left at another school are free."""
    take_held_places(_let_go(works), [key for work in works for key in work.chosen.get("gives_up", ())])


def establish_record(works: Sequence[Work]) -> None:
    """Grade 1: establish record and number. Above: open the new stage on the record that exists."""
    wanted = [Establishment(work.subject, work.chosen["class_group"], form_due(work)) for work in works]
    establish_records(wanted, on=works[0].today, issue=_issue(works[0]))
    for work, made in zip(works, wanted, strict=True):
        work.chosen["record_id"] = made.record_id


def move_enrollment(works: Sequence[Work]) -> None:
    """The open spell ends at the sending school and a new one begins at the receiving one.

    The class chosen at the application is taken if it still is one of the child's grade and year; else the child
    arrives without a class, and the school gives it one.
    """
    move_enrollments([_move_of(work) for work in works], works[0].today)


def establish_arrival(works: Sequence[Work]) -> None:
    """A child from another province is taken in, into the class chosen if it still is one of its grade and year."""
    arrivals = [_arrival_of(work) for work in works]
    take_in(arrivals, on=works[0].today, issue=_issue(works[0]))
    for work, arrival in zip(works, arrivals, strict=True):
        work.chosen["record_id"] = arrival.record_id


def correct_newcomer(works: Sequence[Work]) -> None:
    """The application is corrected: what is said anew of the child stands over what was said before."""
    for work in works:
        describe(work.subject, {key: str(value).strip() for key, value in work.said.items()})
        work.subject.save()


def depart(works: Sequence[Work]) -> None:
    """The file goes to the other province; the places the child had here are free."""
    send_away(
        [Departure(work.subject.record_id, str(work.answers["receiving_province"])) for work in works], works[0].today
    )
    take_held_places([], [key for work in works for key in work.chosen.get("gives_up", ())])


def remove_record(works: Sequence[Work]) -> None:
    """A second record of one child gets its tombstone; nothing is deleted, and the place it had is free."""
    remove_records([work.subject.record_id for work in works], works[0].today)
    take_held_places([], [key for work in works for key in work.chosen.get("gives_up", ())])


def set_studying(works: Sequence[Work]) -> None:
    """A record that left within its stage studies again, so that another province can ask for it."""
    today = works[0].today
    reopen_records([work.subject for work in works], on=today, school_year=school_year_of(today))


def settle_problem(works: Sequence[Work]) -> None:
    """The doubt is over, and nobody is blocked by it any more. One that is settled already stays as it was settled."""
    settle_problems([_settlement_of(work) for work in works if work.chosen["problem"]], works[0].today)


def note_standing(works: Sequence[Work]) -> None:
    """The nation shows the child as studying, until its removal."""
    note_standings(_problems_of(works), works[0].today)


def revert_standing(works: Sequence[Work]) -> None:
    """The nation is to show the child as it is again; the case says how that is."""
    revert_standings(_problems_of(works))
    for work in works:
        work.case.answers = {**work.case.answers, "standing": work.subject.record.standing}


def flag_problem(works: Sequence[Work]) -> None:
    """The step is refused, but the doubt it met is written down."""
    flag_doubts([work.subject.pk for work in works], works[0].today)


def _problems_of(works: Sequence[Work]) -> list[int]:
    return [work.chosen["problem"].pk for work in works if work.chosen["problem"]]


def _settlement_of(work: Work) -> Settlement:
    resolution = _SETTLED_AS.get(work.procedure.key, ProblemResolution.CLOSED_BY_NATION)
    if work.accepted.closed != "approved":
        resolution = ProblemResolution.CLOSED_BY_NATION
    elif "ticket_outcome" in work.answers:
        resolution = ProblemResolution(work.answers["ticket_outcome"])
    text = work.step.reason.strip() or str(work.answers.get("remote_text", ""))
    return Settlement(work.chosen["problem"].pk, work.case.student_record_id or 0, resolution, work.actor.name, text)


def _move_of(work: Work) -> Move:
    group = work.chosen.get("class_group") if work.facts.class_fits else None
    return Move(work.subject, work.chosen["receiving"], work.chosen["main_campus"], group)


def _arrival_of(work: Work) -> Arrival:
    own = work.chosen["own_record"]
    group = work.chosen.get("class_group") if work.facts.class_fits else None
    campus = work.subject.school.campuses.get(main=True).pk
    grade, year = work.chosen["grade"], work.chosen["school_year"]
    return Arrival(work.subject, group, campus, grade, year, own["record"] if own else None, form_due(work))


def _issue(work: Work) -> Issue:
    known, today = work.rulebook.parameters, work.today
    province = str(known.value(CITY_NUMBER, today)) if CITY_NUMBER in known else None
    return Issue(temporary=bool(known.value(TEMPORARY_NUMBER, today)), city_province=province)


def _held(work: Work) -> list[int]:
    return [key for key in (work.case.held_place_id, work.case.held_foreign_place_id) if key]


def _let_go(works: Sequence[Work]) -> list[int]:
    keys = [key for work in works for key in _held(work)]
    for work in works:
        work.case.held_place_id = work.case.held_foreign_place_id = None
    return keys


DEEDS: dict[str, Callable[[Sequence[Work]], None]] = {
    deed.__name__: deed
    for deed in (
        match_student,
        confirm_admission,
        move_entrant,
        hold_place,
        establish_record,
        correct_newcomer,
        establish_arrival,
        take_held_place,
        release_place,
        move_enrollment,
        depart,
        remove_record,
        set_studying,
        settle_problem,
        note_standing,
        revert_standing,
        flag_problem,
    )
}
