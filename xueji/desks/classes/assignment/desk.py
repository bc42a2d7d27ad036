"""What all three ways of assigning stand on: the school, the grade, who waits, and the classes there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.cases.door.offers import offers
from xueji.cases.models import Case
from xueji.cases.queries import ASSIGN, waiting_by_grade, waiting_for_class
from xueji.desks.access import desk_of
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.classes.places import own_school
from xueji.desks.design.filters import language
from xueji.desks.design.parts import Choice, Why
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.process.decision import Refused
from xueji.process.truth import Truth
from xueji.process.wording import Reason
from xueji.records.queries import class_groups_visible_to, with_headcounts
from xueji.vocabulary.parties import Party
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

View = Callable[..., Any]

_NOBODY = Why(
    Text("没有待分班的新生。", "Nobody waits for a class."),
    Text(
        "请先在“新生”中办理入学注册，注册后的新生会列在这里。",
        "Register entrants first; the registered ones appear here.",
    ),
)
_NO_CLASS = Why(
    Text("{grade}还没有班级。", "There is no class in {grade} yet."),
    Text("请先建立本学年的班级。", "First set up this year's classes."),
)


@dataclass(frozen=True)
class Desk:
    """One grade of one school on the day of assignment. `groups` carry their headcounts."""

    actor: Actor
    school: School
    year: int
    grade: Grade
    counts: dict[str, int]
    groups: Sequence[Any]

    @property
    def waiting(self) -> int:
        """Entrants of the grade who wait."""
        return self.counts.get(self.grade.value, 0)

    @property
    def room(self) -> int:
        """Seats free in the classes of the grade."""
        return sum(max(group.capacity - group.children, 0) for group in self.groups)

    @property
    def why_not(self) -> list[Why]:
        """Why nothing can be assigned at all; empty when something can."""
        found = [] if self.waiting else [_NOBODY]
        if not self.groups:
            found.append(Why(_NO_CLASS.says.format(grade=self.grade.label), _NO_CLASS.mend))
        return found

    @property
    def grades(self) -> list[Choice]:
        """The school's grades as a choice, each with how many wait."""
        said = _("%(grade)s %(n)s人")
        return [
            Choice(code, said % {"grade": Grade(code).label.in_language(language()), "n": self.counts.get(code, 0)})
            for code in self.school.grades
        ]

    def address(self, name: str) -> str:
        """The address of a page of this desk, at the same grade."""
        return f"{reverse(name)}?{urlencode({'grade': self.grade.value})}"

    def cases(self) -> Any:
        """The cases of this grade that wait, with their entrants."""
        return waiting_for_class(self.actor, self.year).filter(entrant__grade=self.grade.value)


def desk_of_request(request: Any) -> Desk:
    """The desk of the grade that the request names; else of the first grade where somebody waits."""
    actor, school, year = request.actor, own_school(request), school_year_of(city_today())
    assert school is not None  # noqa: S101 - `at_school` lets only posts of a school in
    counts = waiting_by_grade(actor, year)
    asked = request.POST.get("grade") or request.GET.get("grade", "")
    offered = list(school.grades)
    known = asked if asked in offered else next((code for code in offered if code in counts), offered[0])
    groups = class_groups_visible_to(actor).filter(
        school_id=school.pk, school_year=year, grade=known, closed_on__isnull=True
    )
    return Desk(actor, school, year, Grade(known), counts, list(with_headcounts(groups).order_by("number")))


def refusals(cases: Sequence[Case], actor: Actor) -> dict[int, list[Reason]]:
    """For each case every reason why it cannot be assigned now, whatever the class; empty: it can."""
    told = offers(cases, actor)
    return {case.pk: _reasons(told.get(case.pk, [])) for case in cases}


def at_school(view: View) -> View:
    """Keep a view to posts of a school that act in procedures: a homeroom teacher assigns nobody."""
    deciding: View = for_deciding_posts(view)
    return desk_of(Party.SCHOOL)(deciding)


def _reasons(found: Sequence[Any]) -> list[Reason]:
    """That no class is chosen yet is no reason: choosing one is what the page is for."""
    verdicts = [offer.verdict for offer in found if offer.transition.event == ASSIGN]
    return [
        reason
        for verdict in verdicts
        if isinstance(verdict, Refused)
        for reason in verdict.reasons
        if reason.truth is not Truth.UNKNOWN
    ]
