"""List pages and search of a city of N children, as a registrar and as the city see them, in milliseconds."""

from __future__ import annotations

import json
from statistics import median
from time import perf_counter

from bench.house import house

ROUNDS = 15


def main(students: int) -> dict[str, object]:
    """Seed the city, then ask each page some times over; the median counts."""
    from django.test import Client

    from xueji.exchange.seeding import seed
    from xueji.parties.models import Account, Office, Post, School
    from xueji.parties.actors import system_actor
    from xueji.parties.clock import city_today
    from xueji.parties.scope import scope
    from xueji.records.models import Enrollment
    from xueji.vocabulary.parties import Party

    started = perf_counter()
    seed(students=students, seed=1)
    seeded = perf_counter() - started
    with scope(system_actor(Party.CLOCK)):
        # A school of the usual size: the page of a school must not grow with the city.
        spell = Enrollment.objects.filter(during__upper_inf=True, grade="P3").select_related("student").first()
    assert spell is not None
    school = School.objects.get(pk=spell.school_id)
    registrar = Account.objects.create(username="bench1", full_name="测", must_change_password=False)
    officer = Account.objects.create(username="bench2", full_name="量", must_change_password=False)
    Post.objects.create(account=registrar, role="registrar", school=school, starts_on=city_today())
    city = Office.objects.get(level=Party.CITY.value)
    Post.objects.create(account=officer, role="city_officer", office=city, starts_on=city_today())
    asked = {
        "school: list of children": (registrar, "/children"),
        "school: list of entrants": (registrar, "/entrants?state=established"),
        "school: search by pinyin": (registrar, f"/children?q={spell.student.name_pinyin[:4]}"),
        "city: search by name": (officer, f"/children?q={spell.student.name}"),
        "city: search by document number": (officer, f"/children?q={spell.student.document_number}"),
    }
    pages = {}
    for name, (account, address) in asked.items():
        client = Client(HTTP_HOST="localhost")
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(address).status_code == 200, address
        times = []
        for _ in range(ROUNDS):
            begun = perf_counter()
            client.get(address)
            times.append((perf_counter() - begun) * 1000)
        pages[name] = median(times)
    return {"seed_s": seeded, "pages": pages}


if __name__ == "__main__":
    with house() as arguments:
        print(json.dumps(main(int(arguments[0]))))
