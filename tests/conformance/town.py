"""The small city in the time of an edition, with somebody at every desk, for walks of whole procedures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from django.db import transaction

from tests.papers import PROOF
from tests.pupils import Schools, clerk
from tests.small_city import SmallCity, everything, small_city
from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.models import Attachment, Case, CaseParty
from xueji.parties.actors import Actor, system_actor
from xueji.parties.models import Office, School, Term
from xueji.parties.rulebook import forget_jurisdiction
from xueji.parties.scope import scope
from xueji.process.loading import load_rulebook
from xueji.process.rulebook import CompiledRulebook
from xueji.vocabulary.parties import Party

Desk = tuple[type, int]


@dataclass
class Town:
    """A city, its schools, its edition, and one person for each desk."""

    city: SmallCity
    schools: Schools
    rulebook: CompiledRulebook
    year: int
    today: date
    people: dict[Desk, Actor] = field(init=False)

    def __post_init__(self) -> None:
        """Put somebody at every desk."""
        self.people = {_desk(place): self._at(place) for place in (*self.schools.all, *Office.objects.all())}
        known = None
        for actor in self.people.values():
            with scope(actor):
                known = _brought(actor, known)

    def somebody(self, case: Case, parties: tuple[Party, ...]) -> Actor:
        """Who acts for the first of these parties in a case; of a machine, the machine."""
        party = parties[0]
        if party is Party.NATIONAL_SYSTEM:
            return system_actor(party)
        side = CaseParty.objects.get(case=case, party=party.value)
        return self.at(side.school or side.office)

    def at(self, place: School | Office | None) -> Actor:
        """Somebody who decides at a school or an office."""
        assert place is not None
        return self.people[_desk(place)]

    def paper(self, actor: Actor) -> int:
        """A paper of this person's."""
        with scope(actor):
            return int(attach_evidence(actor=actor, file_name="证明.pdf", content=PROOF).pk)

    def _at(self, place: School | Office) -> Actor:
        team = isinstance(place, Office) and place.level == Party.SERVICE_TEAM.value
        return self.city.service_officer() if team else clerk(self.city, place)


@contextmanager
def town_of(edition: str) -> Iterator[Town]:
    """Build the town in the last week of a term, when every edition lets children move; roll it back afterwards."""
    rulebook = load_rulebook(edition)
    year = max(2015, rulebook.rulebook.in_force_from.year)
    today = date(year + 1, 1, 20)
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        # The children and classes of `tests.pupils` are those of the year that this names.
        for module in ("tests.small_city", "tests.pupils"):
            patch.setattr(f"{module}.SCHOOL_YEAR", year)
        city = small_city(today, jurisdiction=rulebook.rulebook.jurisdiction)
        schools = Schools(city)
        _set_terms(year)
        yield Town(city, schools, rulebook, year, today)
        transaction.set_rollback(True)
    forget_jurisdiction()


@contextmanager
def forgotten_afterwards() -> Iterator[None]:
    """Whatever is done in this block is rolled back at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def later_value(rulebook: CompiledRulebook, parameter: str, value: object) -> Iterator[None]:
    """The edition as it is once a dated parameter has another value."""
    known = rulebook.parameters.parameter(parameter)
    with pytest.MonkeyPatch.context() as patch:
        values = tuple(replace(dated, value=value) for dated in known.values)
        patch.setitem(rulebook.parameters.by_name, parameter, replace(known, values=values))  # type: ignore[arg-type]
        yield


def case_of(key: int) -> Case:
    """A case as it stands."""
    with everything():
        return Case.objects.get(pk=key)


def _desk(place: School | Office) -> Desk:
    return type(place), place.pk


def _brought(actor: Actor, known: Attachment | None) -> Attachment:
    """The paper as this person has brought it once: it is looked at only once, for that takes long."""
    if known is None:
        return attach_evidence(actor=actor, file_name="证明.pdf", content=PROOF)
    known.pk, known.uploaded_by_id = None, actor.account_id  # type: ignore[assignment]
    known.save(force_insert=True)
    return known


def _set_terms(year: int) -> None:
    terms = Term.objects.filter(school_year=year)
    terms.filter(number=1).update(starts_on=date(year, 9, 1), ends_on=date(year + 1, 1, 23))
    terms.filter(number=2).update(starts_on=date(year + 1, 2, 28), ends_on=date(year + 1, 7, 10))
