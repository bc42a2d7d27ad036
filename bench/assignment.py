"""Automatic assignment of an intake of 500: the dealing, and the steps through the door."""

from __future__ import annotations

import json
from time import perf_counter

from bench.house import house

CHILDREN, CLASSES = 500, 13


def main() -> dict[str, object]:
    """Claim and register an intake, deal it out, assign it."""
    from tests.small_city import small_city
    from xueji.cases.acts.office.assignment import apply_class_assignment, propose_class_assignment
    from xueji.cases.batch.work import Step
    from xueji.cases.door import act_many
    from xueji.cases.models import Case
    from xueji.parties.scope import scope

    city = small_city(places=CHILDREN)
    actor = city.actor()
    city.entrants(CHILDREN)
    groups = [city.class_group(number) for number in range(1, CLASSES + 1)]
    with scope(actor):
        keys = list(Case.objects.values_list("pk", flat=True))
    for event in ("claim", "register"):
        assert all(outcome.taken for outcome in act_many([Step(key, event) for key in keys], actor=actor))
    begun = perf_counter()
    with scope(actor):
        run = propose_class_assignment(
            actor=actor, school_id=city.school.pk, grade="P1", school_year=2015, groups=groups, seed="bench"
        )
    dealt = perf_counter()
    outcomes = apply_class_assignment(run, actor=actor)
    done = perf_counter()
    assert all(outcome.taken for outcome in outcomes)
    return {"children": CHILDREN, "deal_s": dealt - begun, "assign_s": done - dealt}


if __name__ == "__main__":
    with house():
        print(json.dumps(main()))
