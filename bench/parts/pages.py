"""The same pages in a city of 20 thousand and one of 200 thousand: nobody may notice how large the city is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from statistics import median
from time import perf_counter

from django.conf import settings
from django.db.models import Count
from django.test import Client

from bench.figures import Figure
from bench.house import House
from bench.timing import timed
from xueji.exchange.seeding import seed
from xueji.parties.actors import system_actor
from xueji.parties.models import Account, Office, Post, School
from xueji.parties.scope import scope
from xueji.records.models import Student
from xueji.vocabulary.parties import Party, Role

SMALL, MORE, REACH = 20_000, 200_000, 1.5
WARMING, ROUNDS = 5, 60
SEEDING_REACH = 120.0
_OK = 200
_Address = Callable[[int], str]
_DESKS = {"school": Role.REGISTRAR, "district": Role.DISTRICT_OFFICER, "city": Role.CITY_OFFICER}


def measure(house: House) -> list[Figure]:
    """Make one city, and a twin of it with ten times as many more; ask both for the same pages in turn."""
    seed(students=SMALL, seed=1)
    _employ()
    large = house.twin("xueji_large")
    large.enter()
    began = perf_counter()
    seed(students=MORE, seed=2)
    seeding = perf_counter() - began
    for each in (house, large):
        each.settle()
    note = f"median of {ROUNDS}"
    return [
        Figure(f"seeding {MORE:,} children", seeding, "one second", 1.0, SEEDING_REACH),
        *(
            Figure(f"{name}, {SMALL + MORE:,} children", after, f"{SMALL:,}", before, REACH, note)
            for name, (before, after) in _times(house, large).items()
        ),
    ]


def _employ() -> None:
    """Make one account at each desk, at a school and district of the first seeding."""
    school = School.objects.filter(grades__contains=["P1"]).order_by("code")[0]
    places = {
        "school": {"school": school},
        "district": {"office": school.district},
        "city": {"office": Office.objects.get(level=Party.CITY.value)},
    }
    for desk, role in _DESKS.items():
        account = Account.objects.create(username=f"bench{desk}", full_name="测速", must_change_password=False)
        Post.objects.create(account=account, role=role.value, starts_on=date(2015, 9, 1), **places[desk])


def _times(small: House, large: House) -> dict[str, tuple[float, float]]:
    """Measure every page at every desk in both cities, in seconds."""
    large.enter()
    children = _sought()
    pages: dict[str, _Address] = {
        "list of children": lambda _: "/children",
        "list of entrants": lambda _: "/entrants?state=established",
        "search by name": lambda turn: f"/children?q={children[turn].name}",
        "search by pinyin": lambda turn: f"/children?q={children[turn].name_pinyin}",
        "search by number": lambda turn: f"/children?q={children[turn].document_number}",
    }
    cities = (small, large)
    return {
        f"{desk}: {name}": _page([(city, _signed_in(city, desk)) for city in cities], address)
        for desk in _DESKS
        for name, address in pages.items()
    }


def _page(cities: Sequence[tuple[House, Client]], address: _Address) -> tuple[float, float]:
    """Ask for a page in turn here and there, so that a busy moment of the machine falls on both alike."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(-WARMING, ROUNDS):
        for (city, client), times in zip(cities, taken, strict=True):
            city.enter()
            times.append(timed(partial(_get, client, address(turn))))
    here, there = (median(times[WARMING:]) for times in taken)
    return here, there


def _get(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != _OK:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _signed_in(city: House, desk: str) -> Client:
    city.enter()
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(username=f"bench{desk}"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _sought() -> list[Student]:
    """Children of the measured school whose names nobody shares in the larger city: both answer with one row."""
    school = School.objects.filter(grades__contains=["P1"]).order_by("code")[0]
    with scope(system_actor(Party.CITY)):
        shared = Student.objects.values("name_pinyin").annotate(count=Count("pk")).filter(count__gt=1)
        there = Student.objects.filter(enrollments__school=school, nationality="CHN", document_type="1")
        alone = there.exclude(name_pinyin__in=shared.values("name_pinyin")).order_by("document_number").distinct()
        found = list(alone[:ROUNDS])
    return [found[turn % len(found)] for turn in range(ROUNDS)]
