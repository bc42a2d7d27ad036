"""`xueji seed`: the city laid out and filled, a few thousand children to a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from xueji.exchange.seeding.invention.dice import Dice
from xueji.exchange.seeding.invention.numbers import Serials
from xueji.exchange.seeding.places import Places, found_city, grant_places, open_schools, standing_city
from xueji.exchange.seeding.plan import BEIJING
from xueji.exchange.seeding.register.closing import Closing
from xueji.exchange.seeding.register.keys import Keys, reserve
from xueji.exchange.seeding.register.lines import Line, Times, lines_of, save_groups
from xueji.exchange.seeding.register.lives import Chronicle, Life
from xueji.exchange.seeding.register.writing import write
from xueji.exchange.seeding.scale.layout import Laid, lay_out
from xueji.exchange.seeding.scale.writers import carried_out, usual_writers
from xueji.parties.actors import Actor, system_actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import City, School
from xueji.parties.refusals import refuse
from xueji.parties.scope import scope
from xueji.records.models import Entrant, NumberAssignment, Student
from xueji.records.models.numbers import NumberScheme
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

CHUNK = 4000
_Sown = tuple[Line, int]


def seed(*, students: int, seed: int, writers: int | None = None, told: Callable[[int], None] = lambda _: None) -> int:
    """Add a city of `students` children on roll, the same for the same seed; answer how many were written.

    An empty database becomes a training city first; in a training city the schools are added to those there are.
    `told` hears after each transaction how many children are in. One writer stays in the caller's transaction, several
    (by default, one a core) commit on their own. Raises RefusedError in a real city, or when this seed has been sown
    before.
    """
    actor, series, written = system_actor(Party.ADMISSIONS), f"S{seed}-", 0
    if not City.objects.exists():
        # Before any scope opens: a scope reads the city's date once, and would go on with that of no city.
        found_city()
    with scope(actor):
        _allow(seed, series)
        places, laid = _found(students)
        serials, closing = Serials(Dice(seed, "serials"), _taken()), Closing()
        chronicle = Chronicle(BEIJING, seed, serials, series, closing.province)
        times = Times(school_year_of(city_today()), city_today(), BEIJING.first_day)
    jobs = _jobs(_told(_portions(laid, places, times), chronicle), closing, actor)
    for count in carried_out(jobs, writers or usual_writers()):
        written += count
        told(written)
    return written


def _taken() -> set[str]:
    """Eighteen characters that are somebody's ID, or follow the L of a temporary number."""
    documents = Student.objects.exclude(document_number="").values_list("document_number", flat=True)
    temporary = NumberAssignment.objects.filter(scheme=NumberScheme.TEMPORARY).values_list("number", flat=True)
    return {*documents.iterator(), *(number[1:] for number in temporary.iterator())}


def _jobs(
    portions: Iterable[tuple[list[Line], list[Life]]], closing: Closing, actor: Actor
) -> Iterator[Callable[[], int]]:
    for lines, lives in portions:
        yield partial(_write, lines, lives, reserve(len(lives)), closing, actor)


def _write(lines: list[Line], lives: list[Life], keys: Keys, closing: Closing, actor: Actor) -> int:
    with scope(actor):
        save_groups(lines)
        write(lives, keys, closing)
    return len(lives)


def _found(students: int) -> tuple[Places, Sequence[Laid]]:
    """Lay out the new schools and open them."""
    places = standing_city()
    used: dict[str, set[str]] = defaultdict(set)
    for code, city_code, region, category in School.objects.values_list(
        "code", "city_code", "district__region_code", "category"
    ):
        used[""].add(code)
        used[f"{region}:{category}"].add(city_code)
    laid = list(lay_out(students, [plan for plan in BEIJING.districts if plan.code in places.districts], used))
    open_schools(places, [each.plan for each in laid])
    grant_places(places, [each.plan for each in laid], school_year_of(city_today()))
    return places, laid


def _portions(laid: Sequence[Laid], places: Places, times: Times) -> Iterator[list[_Sown]]:
    """Yield classes with their numbers of children, about CHUNK children at a time."""
    portion: list[_Sown] = []
    size = 0
    for each in laid:
        school, campuses = places.schools[each.plan.code], places.campuses[each.plan.code]
        lines = lines_of(each.plan, school, campuses, times, entrants=True, leavers=False)
        sizes = [children for grade in each.children for children in grade]
        for line, children in zip(lines, sizes, strict=True):
            portion.append((line, children))
            size += children
        if size >= CHUNK:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _told(portions: Iterable[list[_Sown]], chronicle: Chronicle) -> Iterator[tuple[list[Line], list[Life]]]:
    for portion in portions:
        lives = [life for line, children in portion for life in chronicle.lives(line, children)]
        yield [line for line, _ in portion], lives


def _allow(seed: int, series: str) -> None:
    if City.objects.exclude(jurisdiction=BEIJING.jurisdiction, training_date__isnull=False).exists():
        raise refuse(
            "city",
            "real_city",
            Text(
                "本数据库是一座真实的城市，不能加入虚构学生。",
                "This database holds a real city; nobody is invented in it.",
            ),
            Text("请用 --data 指定另一个数据目录。", "Name another folder with --data."),
        )
    if Entrant.objects.filter(registration_number__startswith=series).exists():
        raise refuse(
            "seed",
            "seed_sown",
            Text(f"种子 {seed} 已在本数据库中用过。", f"Seed {seed} has been sown in this database."),
            Text("请用 --seed 换一个种子。", "Choose another number with --seed."),
        )
