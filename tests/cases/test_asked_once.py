"""A question that is asked only of some cases: what is answered to it is kept, and what is not asked is not."""

import pytest

from tests.newcomers import bring, nation_says
from tests.pupils import Schools, clerk, decide, group_of
from tests.small_city import SmallCity, everything
from xueji.cases.door.offers import preview
from xueji.cases.models import Case, Decision
from xueji.cases.queries import visible_to
from xueji.desks.cases.terms import terms_of_step
from xueji.parties.models import School
from xueji.parties.scope import scope
from xueji.records.models import ClassGroup, Enrollment


@pytest.fixture
def schools(city: SmallCity) -> Schools:
    return Schools(city)


def ready(city: SmallCity, there: School, **changes: object) -> int:
    """A case whose file may be called over."""
    opened = bring(there, clerk(city, there), **changes)
    assert opened.taken, [reason.rule for reason in opened.reasons]
    assert decide(opened.case_id, "approve", clerk(city, there.district)).taken
    assert nation_says(opened.case_id, "file_ready").state == "awaiting_file_request"
    return opened.case_id


def seated(case: int) -> ClassGroup | None:
    """The class in which the child of a case sits."""
    with everything():
        return Enrollment.objects.get(student__admissions__cases=case, during__upper_inf=True).class_group


def test_the_class_chosen_when_the_file_is_called_over_is_kept_and_the_child_sits_in_it(
    city: SmallCity, schools: Schools
) -> None:
    there = schools.primary
    case = ready(city, there, class_group="")
    unsaid = decide(case, "request_file", clerk(city, there))
    assert {reason.field for reason in unsaid.reasons} == {"class_group"}
    wrong = decide(case, "request_file", clerk(city, there), class_group=group_of(there, "P4").pk)
    assert {reason.rule for reason in wrong.reasons} == {"class_is_of_the_grade"}
    group = group_of(there, "P3", 2)
    assert decide(case, "request_file", clerk(city, there), class_group=group.pk).taken
    with everything():
        assert Case.objects.get(pk=case).answers["class_group"] == str(group.pk)
        assert Decision.objects.get(case=case, event="request_file").answers == {"class_group": str(group.pk)}
    assert nation_says(case, "file_sent").taken
    assert seated(case) == group


def test_where_one_was_chosen_before_nothing_is_asked_and_what_is_said_all_the_same_is_not_kept(
    city: SmallCity, schools: Schools
) -> None:
    there = schools.primary
    first, other = group_of(there, "P3"), group_of(there, "P3", 2)
    case = ready(city, there, class_group=first.pk)
    assert decide(case, "request_file", clerk(city, there), class_group=other.pk).taken
    with everything():
        assert Case.objects.get(pk=case).answers["class_group"] == str(first.pk)
    assert nation_says(case, "file_sent").taken
    assert seated(case) == first


def test_a_class_that_was_closed_meanwhile_is_chosen_anew(city: SmallCity, schools: Schools) -> None:
    there = schools.primary
    first, other = group_of(there, "P3"), group_of(there, "P3", 2)
    case = ready(city, there, class_group=first.pk)
    with everything():
        ClassGroup.objects.filter(pk=first.pk).update(closed_on="2015-09-01")
    unsaid = decide(case, "request_file", clerk(city, there))
    assert "class_group" in {reason.field for reason in unsaid.reasons}
    assert decide(case, "request_file", clerk(city, there), class_group=other.pk).taken
    with everything():
        assert Case.objects.get(pk=case).answers["class_group"] == str(other.pk)


@pytest.mark.parametrize("before", [True, False])
def test_the_desk_asks_for_the_class_exactly_where_the_door_does(
    city: SmallCity, schools: Schools, before: bool
) -> None:
    there = schools.primary
    group, actor = group_of(there, "P3"), clerk(city, there)
    key = ready(city, there, class_group=group.pk if before else "")
    with scope(actor):
        (case,) = visible_to(actor).filter(pk=key)
        for answers in ({}, {"class_group": str(group.pk)}):
            work = preview(case, actor, "request_file", answers)
            assert work is not None
            assert work.transition is not None
            terms = terms_of_step(case, actor, work.transition, work.facts)
            assert ("class_group" in terms) == before, "a term without codes: the question is never asked"
