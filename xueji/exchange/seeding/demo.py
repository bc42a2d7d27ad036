"""The city of the demo, made once, in one transaction: all of it or nothing."""

from __future__ import annotations

from django.db import transaction

from xueji.exchange.seeding import intake, progress, staff, transfers
from xueji.exchange.seeding.city.plan import FIRST_DAY, schools, terms
from xueji.exchange.seeding.invention.children import Family
from xueji.exchange.seeding.invention.dice import Dice
from xueji.exchange.seeding.invention.numbers import Serials
from xueji.exchange.seeding.places import Places, found_city, grant_places, open_schools
from xueji.exchange.seeding.register.closing import Closing
from xueji.exchange.seeding.register.keys import reserve
from xueji.exchange.seeding.register.lines import Times, lines_of, save_groups
from xueji.exchange.seeding.register.lives import Chronicle, Life
from xueji.exchange.seeding.register.writing import write
from xueji.parties.actors import system_actor
from xueji.parties.models import City, School
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

SEED = 2015
_SERIES = "YQ"
# A third of a licensed school's foreign places was used in every year before.
_FOREIGN_SHARE = 3


def demo_stands() -> bool:
    """Whether this database holds the demo's city: a training city with the schools of the sample list."""
    return (
        City.objects.filter(training_date__isnull=False).exists()
        and School.objects.filter(code=schools()[0].code).exists()
    )


@transaction.atomic
def build_demo() -> None:
    """Make the city of the demo. Raises RefusedError when the database holds a city already."""
    places = _build_places()
    with scope(system_actor(Party.ADMISSIONS)):
        serials = Serials(Dice(SEED, "serials"))
        lives = _populate(places, serials)
        staff.employ(places)
        intake.admit(places, intake.Leavers.of(lives), Family(Dice(SEED, "entrants"), serials))
    progress.begin()
    transfers.begin()


def demo_city_in_transaction() -> None:
    """Put offices, schools, terms and places of the demo into the open transaction, for the caller to roll back.

    Nothing happens where the demo stands already. Raises RefusedError when the database holds another city.
    """
    if not demo_stands():
        _build_places()


def _build_places() -> Places:
    places = found_city()
    open_schools(places, schools())
    grant_places(places, schools(), FIRST_DAY.year)
    return places


def _populate(places: Places, serials: Serials) -> list[Life]:
    times = Times(FIRST_DAY.year, FIRST_DAY, max(plan.ends_on for plan in terms() if plan.school_year < FIRST_DAY.year))
    closing = Closing()
    chronicle = Chronicle(SEED, serials, _SERIES, closing.province)
    lives: list[Life] = []
    for plan in schools():
        school, campuses = places.schools[plan.code], places.campuses[plan.code]
        lines = list(lines_of(plan, school, campuses, times, entrants=False, leavers=True))
        save_groups(lines)
        foreigners = plan.foreign_places // (_FOREIGN_SHARE * plan.classes)
        for line in lines:
            lives += chronicle.lives(line, plan.size, foreigners=foreigners)
    write(lives, reserve(len(lives)), closing)
    return lives
