"""Many at once on the same child from another province."""

from collections.abc import Callable

from tests.cases.test_races import at_once
from tests.newcomers import ARRIVAL, application
from tests.pupils import Schools, clerk
from tests.small_city import everything, small_city
from xueji.cases.batch.work import Opening, Outcome
from xueji.cases.door import open_case
from xueji.parties.actors import Actor
from xueji.records.models import Entrant


def test_two_schools_that_bring_one_child_at_once_get_one_case(transactional_db: None) -> None:
    city = small_city()
    schools = Schools(city)
    same: dict[str, object] = {}
    deeds = []
    for school in [schools.primary, schools.near_primary] * 3:
        actor = clerk(city, school)
        told = application(school, actor, **same)
        same = {key: told[key] for key in ("document_number", "national_number", "birth_date")}
        deeds.append(bringing(told, actor))
    outcomes = at_once(deeds)
    assert sum(outcome.taken for outcome in outcomes) == 1
    assert {reason.rule for outcome in outcomes if not outcome.taken for reason in outcome.reasons} == {
        "no_other_open_case"
    }
    with everything():
        assert Entrant.objects.count() == 1


def bringing(told: dict[str, object], actor: Actor) -> Callable[[], Outcome]:
    return lambda: open_case(Opening(ARRIVAL, 0, None, told), actor=actor)
