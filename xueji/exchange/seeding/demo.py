"""The city of the demo, or its second province, made once, in one transaction: all of it or nothing."""

from __future__ import annotations

from django.db import transaction

from xueji.exchange.seeding import intake, progress, reporting, staff, transfers
from xueji.exchange.seeding.invention.children import Family
from xueji.exchange.seeding.invention.dice import Dice
from xueji.exchange.seeding.invention.numbers import Serials
from xueji.exchange.seeding.places import Places, found_city, grant_places, open_schools
from xueji.exchange.seeding.plan import BEIJING, Plan, plan_of
from xueji.exchange.seeding.register.closing import Closing
from xueji.exchange.seeding.register.keys import reserve
from xueji.exchange.seeding.register.lines import Times, lines_of, save_groups
from xueji.exchange.seeding.register.lives import Chronicle, Life
from xueji.exchange.seeding.register.writing import write
from xueji.parties.actors import system_actor
from xueji.parties.models import City, School
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

# A third of a licensed school's foreign places was used in every year before.
_FOREIGN_SHARE = 3


def demo_stands(jurisdiction: str = BEIJING.jurisdiction) -> bool:
    """Whether this database holds the demo's place under these rules: a training city with the schools planned for it."""
    return (
        City.objects.filter(training_date__isnull=False).exists()
        and School.objects.filter(code=plan_of(jurisdiction).schools[0].code).exists()
    )


def build_demo(jurisdiction: str = BEIJING.jurisdiction) -> None:
    """Make the demo's place under these rules. Raises RefusedError when the database holds a city already."""
    build(plan_of(jurisdiction))


@transaction.atomic
def build(plan: Plan) -> None:
    """Make a place as planned. Raises RefusedError when the database holds a city already."""
    places = _build_places(plan)
    with scope(system_actor(Party.ADMISSIONS)):
        serials = Serials(Dice(plan.seed, "serials"))
        lives = _populate(places, serials)
        staff.employ(places)
        intake.admit(places, intake.Leavers.of(lives), Family(Dice(plan.seed, "entrants"), serials))
        reporting.report_everybody()
    progress.begin(plan)
    transfers.begin(plan)


def demo_city_in_transaction() -> None:
    """Put offices, schools, terms and places of the demo into the open transaction, for the caller to roll back.

    Nothing happens where the demo stands already. Raises RefusedError when the database holds another city.
    """
    if not demo_stands():
        _build_places(BEIJING)


def _build_places(plan: Plan) -> Places:
    places = found_city(plan)
    open_schools(places, plan.schools)
    grant_places(places, plan.schools, plan.first_day.year)
    return places


def _populate(places: Places, serials: Serials) -> list[Life]:
    plan = places.plan
    year = plan.first_day.year
    times = Times(year, plan.first_day, max(term.ends_on for term in plan.terms if term.school_year < year))
    closing = Closing()
    chronicle = Chronicle(plan, plan.seed, serials, plan.series, closing.province)
    lives: list[Life] = []
    for each in plan.schools:
        school, campuses = places.schools[each.code], places.campuses[each.code]
        lines = list(lines_of(each, school, campuses, times, entrants=False, leavers=True))
        save_groups(lines)
        foreigners = each.foreign_places // (_FOREIGN_SHARE * each.classes)
        for line in lines:
            lives += chronicle.lives(line, each.size, foreigners=foreigners)
    write(lives, reserve(len(lives)), closing)
    return lives
