"""Build the city of a crash story and write down whom it knows: `python -m tests.crash.founding FOLDER CHILDREN`."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.crash.processes import enter

WORLD = "world.json"


def found_city(children: int) -> dict[str, Any]:
    """Three primary schools, children at the first of them, an open transfer of each to the second; keys of programs."""
    from django.utils import timezone  # noqa: PLC0415

    from tests.pupils import Schools, apply_for, clerk, pupil  # noqa: PLC0415
    from tests.small_city import small_city  # noqa: PLC0415
    from xueji.parties.acts.office.tokens import issue_token  # noqa: PLC0415
    from xueji.parties.models import Post  # noqa: PLC0415
    from xueji.vocabulary.parties import Role  # noqa: PLC0415

    city = small_city()
    schools = Schools(city)
    places = [schools.primary, schools.near_primary, schools.far_primary]
    for school in places:
        schools.places(school, 3 * children + 10)
    clerks = {f"school:{school.pk}": clerk(city, school) for school in places}
    clerks |= {f"office:{office.pk}": clerk(city, office) for office in (*city.districts, city.city)}
    records = [pupil(schools.primary) for _ in range(children)]
    there = schools.near_primary
    cases = [apply_for(record, there, clerks[f"school:{there.pk}"]).case_id for record in records]
    expires = timezone.localdate() + timedelta(days=30)
    tokens = {}
    for place in (schools.primary, city.districts[0]):
        name = f"school:{place.pk}" if place is schools.primary else f"office:{place.pk}"
        keeper = city.actor(Role.REGISTRAR_SUPERVISOR if place is schools.primary else Role.ADMINISTRATOR, place)
        post = Post.objects.get(pk=clerks[name].post_id)
        _, secret = issue_token(
            actor=keeper, reason="测试", name="崩溃测试", post=post, may_write=True, expires_on=expires
        )
        tokens["school" if place is schools.primary else "district"] = secret
    return {
        "schools": [school.pk for school in places],
        "posts": {name: actor.post_id for name, actor in clerks.items()},
        "records": [record.pk for record in records],
        "cases": cases,
        "tokens": tokens,
    }


if __name__ == "__main__":
    enter(Path(sys.argv[1]))
    (Path(sys.argv[1]) / WORLD).write_text(json.dumps(found_city(int(sys.argv[2]))))
