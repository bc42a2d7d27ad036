"""The door asks the database a fixed number of questions, however many children pass."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.test_entry_registration import cases_of
from tests.small_city import SmallCity
from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.parties.actors import Actor
from xueji.parties.scope import scope

NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "BEGIN", "COMMIT", "SELECT set_config", 'SELECT "parties_city"')


def queries_of(steps: list[Step], actor: Actor) -> list[str]:
    with scope(actor), CaptureQueriesContext(connection) as caught:
        outcomes = act_many(steps, actor=actor)
    assert all(outcome.taken for outcome in outcomes), [outcome.reasons for outcome in outcomes]
    return [query["sql"] for query in caught if not query["sql"].startswith(NOT_COUNTED)]


@pytest.mark.parametrize("children", [1, 30])
def test_a_step_takes_ten_queries_and_the_last_one_sixteen(city: SmallCity, children: int) -> None:
    actor, group = city.actor(), city.class_group()
    entrants = city.entrants(children)
    with scope(actor):
        keys = cases_of(entrants)
    claim = queries_of([Step(key, "claim") for key in keys], actor)
    register = queries_of([Step(key, "register") for key in keys], actor)
    assign = queries_of([Step(key, "assign", {"class_group": group.pk}) for key in keys], actor)
    assert len(claim) <= 10, "\n".join(claim)
    assert len(register) <= 10, "\n".join(register)
    assert len(assign) <= 16, "\n".join(assign)
