"""处分: entered and lifted by the child's own school, with a term; while it runs the record does not move."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.small_city import everything
from xueji.parties.refusals import RefusedError
from xueji.parties.scope import scope
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity
    from xueji.parties.actors import Actor
    from xueji.records.models import DisciplinaryMeasure, StudentRecord

TODAY, END = date(2015, 9, 1), date(2016, 2, 28)


@pytest.fixture
def record(city: SmallCity) -> StudentRecord:
    from tests.pupils import pupil  # noqa: PLC0415 - models are there only once Django is set up

    return pupil(city.school)


def entered(actor: Actor, record: StudentRecord, **changes: Any) -> DisciplinaryMeasure:
    from xueji.records.acts.office.discipline import enter_measure  # noqa: PLC0415

    said = {"kind": "3", "paper_number": "妫川一小〔2015〕6号", "starts_on": TODAY, "ends_on": END, "reason": "打架"}
    with scope(actor):
        made: DisciplinaryMeasure = enter_measure(actor=actor, record=record, **{**said, **changes})
        return made


def refused(actor: Actor, record: StudentRecord, **changes: Any) -> set[str]:
    with pytest.raises(RefusedError) as error:
        entered(actor, record, **changes)
    return {complaint.rule for complaint in error.value.complaints}


def running(record: StudentRecord, on: date) -> bool:
    from xueji.records.discipline import running_on  # noqa: PLC0415

    with everything():
        return running_on(on).filter(record=record).exists()


def test_a_measure_runs_from_its_first_to_its_last_day(city: SmallCity, record: StudentRecord) -> None:
    entered(city.actor(), record)
    assert not running(record, date(2015, 8, 31))
    assert running(record, TODAY)
    assert running(record, END)
    assert not running(record, date(2016, 2, 29))


def test_a_lifted_measure_runs_no_longer_and_is_lifted_once(city: SmallCity, record: StudentRecord) -> None:
    from xueji.records.acts.office.discipline import lift_measure  # noqa: PLC0415

    actor = city.actor(Role.REGISTRAR_SUPERVISOR)
    measure = entered(actor, record)
    with scope(actor):
        lift_measure(actor=actor, reason="改正明显", measure=measure)
    assert not running(record, TODAY)
    with pytest.raises(RefusedError) as again, scope(actor):
        lift_measure(actor=actor, reason="改正明显", measure=measure)
    assert again.value.complaints[0].rule == "measure_over"


def test_lifting_takes_a_reason(city: SmallCity, record: StudentRecord) -> None:
    from xueji.records.acts.office.discipline import lift_measure  # noqa: PLC0415

    actor = city.actor()
    measure = entered(actor, record)
    with pytest.raises(RefusedError), scope(actor):
        lift_measure(actor=actor, reason=" ", measure=measure)
    assert running(record, TODAY)


def test_every_fault_is_told_at_once(city: SmallCity, record: StudentRecord) -> None:
    told = refused(city.actor(), record, kind="9", paper_number=" ", reason="", ends_on=date(2016, 9, 2))
    assert told == {"measure_kind", "paper_number", "reason_required", "measure_end"}


def test_it_has_a_term_of_at_most_a_year_and_has_begun(city: SmallCity, record: StudentRecord) -> None:
    actor = city.actor()
    assert refused(actor, record, ends_on=date(2015, 8, 31)) == {"measure_end"}
    assert refused(actor, record, starts_on=date(2015, 9, 2)) == {"measure_start"}
    assert entered(actor, record, ends_on=date(2016, 9, 1)).ends_on == date(2016, 9, 1)


def test_one_decision_is_entered_once(city: SmallCity, record: StudentRecord) -> None:
    entered(city.actor(), record)
    assert refused(city.actor(), record) == {"measure_twice"}


def test_only_the_school_where_the_child_is_may(city: SmallCity, record: StudentRecord) -> None:
    assert refused(city.actor(at=city.schools[1]), record) == {"not_on_your_roll"}
    for other in (city.actor(Role.HOMEROOM_TEACHER), city.district_officer(), city.city_officer()):
        assert refused(other, record) == {"not_your_act"}


def test_no_kind_of_measure_expels() -> None:
    table = code_table("disciplinary_measure")
    assert [entry.zh for entry in table.entries] == ["警告", "严重警告", "记过", "留校察看"]
