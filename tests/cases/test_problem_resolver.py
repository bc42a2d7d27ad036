"""The resolver (B3): the condition, both rows with what differs, the one right road, why the others are closed."""

from __future__ import annotations

import pytest

from tests.cases.doubts import (
    TODAY,
    Doubt,
    a_doubt,
    leave,
    raised,
    scanned_twins,
)
from tests.pupils import Schools, clerk, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.problems.roads import Roads, roads
from xueji.cases.problems.rows import rows_of
from xueji.parties.actors import Actor
from xueji.parties.scope import registry_eyes, scope
from xueji.records.acts.office.national_problems import close_problem
from xueji.records.models import ProblemRecord, StudentRecord
from xueji.records.problem_rows import FieldBeside
from xueji.vocabulary.facts.problem import ProblemCondition


@pytest.fixture
def doubt(city: SmallCity) -> Doubt:
    """A child that the nation doubts."""
    return a_doubt(city)


def told(doubt: Doubt, actor: Actor, **said: str) -> Roads:
    with scope(actor):
        found = roads(doubt.fresh(), doubt.record.pk, actor, said)
    assert found is not None
    return found


def test_the_resolver_names_condition_road_and_why_the_others_are_closed(doubt: Doubt) -> None:
    actor = clerk(doubt.city, doubt.school)
    asked = told(doubt, actor)
    assert (asked.condition, asked.missing, asked.right) == (ProblemCondition.SAME, ("own_row",), None)
    found = told(doubt, actor, own_row="right")
    assert found.right is not None
    assert found.right.procedure.key == "problem_substantiation"
    assert found.right.procedure.opening.label.zh == "本校学生信息无误，提交佐证"
    assert found.right.answers == {"problem": str(doubt.problem.pk), "own_row": "right"}
    against = {road.procedure.key: {reason.rule for reason in road.against} for road in found.roads}
    assert against["problem_correction"] == {"something_to_correct"}
    assert against["problem_removal"] == {"no_longer_studies"}
    assert not any(field.differs for field in sides(doubt, actor))


def test_of_a_child_that_no_longer_studies_it_is_asked_whether_it_is_truly_double(doubt: Doubt) -> None:
    leave(doubt)
    actor = clerk(doubt.city, doubt.school)
    asked = told(doubt, actor, own_row="right")
    assert (asked.missing, asked.right) == (("really_duplicate",), None)
    right = told(doubt, actor, own_row="right", really_duplicate="yes").right
    assert right is not None
    assert right.procedure.key == "problem_removal"


def test_the_resolver_follows_a_graduate_to_the_papers_rather_than_to_the_removal(doubt: Doubt) -> None:
    leave(doubt, "graduated")
    found = told(doubt, clerk(doubt.city, doubt.school), own_row="right", really_duplicate="yes")
    assert found.condition is ProblemCondition.NOT_STUDYING
    opened = [road for road in found.roads if road.open]
    assert [road.procedure.key for road in opened] == ["problem_substantiation", "problem_removal"]
    assert found.right is opened[0]


def test_posts_that_open_nothing_are_told_of_no_road_nor_is_anybody_of_a_doubt_that_is_over(doubt: Doubt) -> None:
    officer, actor = clerk(doubt.city, doubt.city.districts[0]), clerk(doubt.city, doubt.school)
    with scope(officer):
        assert roads(doubt.fresh(), doubt.record.pk, officer, {}) is None
    with everything(), registry_eyes():
        close_problem(doubt.problem.national_key, doubt.record.pk, TODAY)
    with scope(actor):
        assert roads(doubt.fresh(), doubt.record.pk, actor, {}) is None


def sides(doubt: Doubt, actor: Actor, record: StudentRecord | None = None) -> list[FieldBeside]:
    with scope(actor):
        return rows_of(
            doubt.fresh(), StudentRecord.objects.select_related("student").get(pk=(record or doubt.record).pk)
        )


def test_the_resolver_marks_the_characters_that_differ_and_masks_the_others(city: SmallCity) -> None:
    schools = Schools(city)
    record = pupil(schools.primary, name="李思远")
    number = record.document_number
    wrong = number[:16] + ("1" if number[16] != "1" else "3") + number[17]
    doubt = Doubt(city, schools, record, raised(record, name="李思圆", document_number=wrong))
    actor = clerk(city, schools.primary)
    assert told(doubt, actor, own_row="right").condition is ProblemCondition.DIFFERENT
    rows = {field.key: field for field in sides(doubt, actor)}
    assert [(piece.text, piece.differs) for piece in rows["name"].ours] == [("李思", False), ("远", True)]
    assert [(piece.text, piece.differs) for piece in rows["name"].theirs] == [("李思", False), ("圆", True)]
    shown = "".join(piece.text for piece in rows["document_number"].ours)
    assert shown == "•" * 14 + number[14:]
    assert [piece.text for piece in rows["document_number"].ours if piece.differs] == [number[16]]


def test_each_school_of_a_scanned_doubt_sees_its_own_row_first(city: SmallCity) -> None:
    schools, one, other = scanned_twins(city)
    with everything():
        problem = ProblemRecord.objects.get()
    for school, mine, theirs in ((schools.primary, one, other), (schools.far_primary, other, one)):
        doubt = Doubt(city, schools, mine, problem)
        name = next(field for field in sides(doubt, clerk(city, school)) if field.key == "name")
        with everything():
            names = [StudentRecord.objects.get(pk=record.pk).student.name for record in (mine, theirs)]
        assert ["".join(piece.text for piece in row) for row in (name.ours, name.theirs)] == names
