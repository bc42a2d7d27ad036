"""The deeds a procedure may name, bound to the acts of the register. Each takes all rows of a chunk at once.

The order of the table is the order in which deeds are done: a child is known before it gets a place, and holds its
place until the seat is taken.
"""

from collections.abc import Callable, Sequence

from xueji.cases.batch.work import Work
from xueji.cases.clocks import form_due
from xueji.cases.doubts import flag_doubts
from xueji.cases.models import CaseParty
from xueji.records.acts.establish import Establishment, Issue, establish_records
from xueji.records.acts.match import match_students
from xueji.records.acts.move import Move, move_enrollments
from xueji.records.acts.places import hold_places, release_places, take_held_places
from xueji.records.models import Entrant
from xueji.records.models.quotas import QuotaKind
from xueji.vocabulary.parties import Party

TEMPORARY_NUMBER = "temporary_number_at_establishment"
CITY_NUMBER = "city_number_province"


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
    first = works[0]
    known = first.rulebook.parameters
    issue = Issue(
        temporary=bool(known.value(TEMPORARY_NUMBER, first.today)),
        city_province=str(known.value(CITY_NUMBER, first.today)) if CITY_NUMBER in known else None,
    )
    establish_records(wanted, on=first.today, issue=issue)
    for work, made in zip(works, wanted, strict=True):
        work.chosen["record_id"] = made.record_id


def move_enrollment(works: Sequence[Work]) -> None:
    """The open spell ends at the sending school and a new one begins at the receiving one.

    The class chosen at the application is taken if it still is one of the child's grade and year; else the child
    arrives without a class, and the school gives it one.
    """
    move_enrollments([_move_of(work) for work in works], works[0].today)


def flag_problem(works: Sequence[Work]) -> None:
    """The step is refused, but the doubt it met is written down."""
    flag_doubts([work.subject.pk for work in works], works[0].today)


def _move_of(work: Work) -> Move:
    group = work.chosen.get("class_group") if work.facts.class_fits else None
    return Move(work.subject, work.chosen["receiving"], work.chosen["main_campus"], group)


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
        take_held_place,
        release_place,
        move_enrollment,
        flag_problem,
    )
}
