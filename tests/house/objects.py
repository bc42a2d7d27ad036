"""Objects of three schools, two of them in one district: for each kind one that is own, near, and far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.house.addresses import FAR, NEAR, OWN
from tests.house.protected import world_of
from tests.small_city import SmallCity
from xueji.parties.actors import Actor
from xueji.parties.models import Account, Campus, Post
from xueji.records.models import ClassGroup, EnrollmentQuota
from xueji.vocabulary.parties import Role

# Kinds whose rows are protected: a key out of one school's world.
_OF_WORLD = {
    "student": "records_student",
    "entrant": "records_entrant",
    "record": "records_studentrecord",
    "measure": "records_disciplinarymeasure",
    "problem": "records_problemrecord",
    "case": "cases_case",
    "evidence": "cases_evidence",
    "exception": "cases_grantedexception",
}
HIDDEN = {*_OF_WORLD, "class_group", "quota", "account", "post"}
"""Kinds of which nobody may learn whether one exists outside the own place."""


@dataclass(frozen=True)
class Persona:
    """One who walks: `sees` are the owners whose objects are not hidden from it."""

    name: str
    actor: Actor | None
    sees: tuple[str, ...] = ()


def objects_of(city: SmallCity) -> dict[str, dict[str, Any]]:
    """Kind → whose → key. The first school of the small city is the own one."""
    made: dict[str, dict[str, Any]] = {}
    for whose, school in zip((OWN, NEAR, FAR), city.schools, strict=True):
        world = world_of(city, school)
        post = Post.objects.filter(school=school).latest("pk")
        one: dict[str, Any] = {kind: min(world[table]) for kind, table in _OF_WORLD.items()}
        one |= {
            "school": school.pk,
            "campus": Campus.objects.get(school=school).pk,
            "class_group": ClassGroup.objects.get(school=school).pk,
            "quota": EnrollmentQuota.objects.filter(school=school).latest("pk").pk,
            "account": post.account_id,
            "post": post.pk,
        }
        for kind, key in one.items():
            made.setdefault(kind, {})[whose] = key
    return made


def personas(city: SmallCity) -> list[Persona]:
    """Who walks, each with the places whose objects it may know of."""
    school, district, everywhere = (OWN,), (OWN, NEAR), (OWN, NEAR, FAR)
    teacher = city.actor(Role.HOMEROOM_TEACHER)
    mine = list(ClassGroup.objects.filter(school=city.school).values_list("pk", flat=True))
    Post.objects.filter(pk=teacher.post_id).update(class_group_ids=mine)
    made = [
        Persona("registrar", city.actor(), school),
        Persona("supervisor", city.actor(Role.REGISTRAR_SUPERVISOR), school),
        Persona("homeroom", teacher, school),
        Persona("district", city.district_officer(), district),
        Persona("city", city.city_officer(), everywhere),
        Persona("service team", city.service_officer(), everywhere),
        Persona("administrator", city.actor(Role.ADMINISTRATOR, city.city), everywhere),
    ]
    accounts = [persona.actor.account_id for persona in made if persona.actor]
    Account.objects.filter(pk__in=accounts).update(must_change_password=False)
    return [*made, Persona("nobody", None)]
