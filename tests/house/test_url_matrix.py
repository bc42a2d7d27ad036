"""Who gets what answer at which address about whose object: docs/permissions/urls.csv (S1), and no leak on the way (S2).

`python -m tools.matrix` writes the file anew. The walk posts empty forms, each in a savepoint that is rolled back.
"""

import csv
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.house.addresses import ABSENT, FAR, METHODS, NEAR, NONE, OWN, Address, addresses
from tests.house.objects import HIDDEN, Persona, objects_of, personas
from tests.small_city import SmallCity, everything
from xueji.parties.models import Account
from xueji.records.models import Entrant, Student

FILE = Path(__file__).parents[2] / "docs" / "permissions" / "urls.csv"
WRITE = "XUEJI_WRITE_MATRIX"
_ORDER = (NONE, OWN, NEAR, FAR, ABSENT)
_PASSING = re.compile(r'(name="csrfmiddlewaretoken" value|name="csrf-token" content|name="batch" value)="[^"]*"')


@dataclass
class Walk:
    """What was found: a status for each row and persona, addresses that told too much, and numbers that came through."""

    statuses: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def walked(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Walk]:
    from tests.small_city import small_city  # noqa: PLC0415 - models are there only once Django is set up

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield _walk(small_city())
        transaction.set_rollback(True)


def test_the_committed_matrix_is_what_the_house_answers(walked: Walk) -> None:
    text = _as_csv(walked)
    if os.environ.get(WRITE):
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_text(text, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8").splitlines() == text.splitlines(), "run python -m tools.matrix and look"


def test_no_address_breaks(walked: Walk) -> None:
    broken = {
        key: row for key, row in walked.statuses.items() if any(status.startswith("5") for status in row.values())
    }
    assert broken == {}


def test_another_places_object_and_an_absent_one_look_alike(walked: Walk) -> None:
    assert walked.told == []


def test_no_page_or_export_carries_a_number_of_another_places_child(walked: Walk) -> None:
    assert walked.leaked == []


def _walk(city: SmallCity) -> Walk:
    objects, walk = objects_of(city), Walk()
    hidden = _numbers(city)
    every = list(addresses(objects))
    for persona in personas(city):
        client = _client(persona)
        absent: dict[tuple[str, str], tuple[int, str]] = {}
        # Absent objects first: the others are compared with them.
        for address in sorted(every, key=lambda one: one.whose != ABSENT):
            for method in METHODS:
                answer = _ask(client, method, address.path)
                walk.statuses.setdefault((address.route, method, address.whose), {})[persona.name] = _status(answer)
                body = _body(answer)
                if persona.actor:
                    outside = [number for whose, number in hidden if whose not in persona.sees]
                    walk.leaked += [f"{persona.name} {method} {address.path}" for number in outside if number in body]
                seen = (answer.status_code, _PASSING.sub("", address.masked(body)))
                if address.whose == ABSENT:
                    absent[address.route, method] = seen
                elif _must_not_know(persona, address) and absent.get((address.route, method), seen) != seen:
                    walk.told.append(f"{persona.name} {method} {address.route} {address.whose}")
    return walk


def _must_not_know(persona: Persona, address: Address) -> bool:
    return address.kind in HIDDEN and address.whose != ABSENT and address.whose not in persona.sees


def _client(persona: Persona) -> Client:
    client = Client(raise_request_exception=False)
    if persona.actor:
        account = Account.objects.get(pk=persona.actor.account_id)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _ask(client: Client, method: str, path: str) -> HttpResponse:
    """The answer, with everything the question did taken back."""
    with transaction.atomic():
        cookies = client.cookies.copy()
        answer: HttpResponse = client.get(path) if method == "GET" else client.post(path)  # type: ignore[assignment]
        client.cookies = cookies
        transaction.set_rollback(True)
    return answer


def _status(answer: HttpResponse) -> str:
    if answer.status_code in {301, 302} and "/sign-in" in answer.headers["Location"]:
        return "sign in"
    return str(answer.status_code)


def _body(answer: HttpResponse) -> str:
    if getattr(answer, "streaming", False):
        return b"".join(answer.streaming_content).decode("utf-8", "replace")  # type: ignore[attr-defined]
    content, kind = answer.content, answer.headers.get("Content-Type", "")
    return _sheet(content) if "spreadsheet" in kind else content.decode("utf-8", "replace")


def _sheet(content: bytes) -> str:
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 - for the few workbooks only

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return "\n".join(
        str(cell) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row
    )


def _numbers(city: SmallCity) -> list[tuple[str, str]]:
    """Whose child it is, and its identity number."""
    whose = {school.pk: name for school, name in zip(city.schools, (OWN, NEAR, FAR), strict=True)}
    with everything():
        entrants = [
            (whose[school], number) for school, number in Entrant.objects.values_list("school", "document_number")
        ]
        rolls = Student.objects.values_list("enrollments__school", "document_number")
        return entrants + [(whose[school], number) for school, number in rolls]


def _as_csv(walk: Walk) -> str:
    names = list(next(iter(walk.statuses.values())))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["address", "method", "whose object", *names])
    for (route, method), found in sorted(_by_address(walk).items()):
        answers = {whose: tuple(row[name] for name in names) for whose, row in found.items()}
        # One line where it makes no difference whose the object is.
        alike = len(answers) > 1 and len(set(answers.values())) == 1
        for whose in [OWN] if alike else sorted(answers, key=_ORDER.index):
            writer.writerow([f"/{route}", method, "any" if alike else whose, *answers[whose]])
    return out.getvalue()


def _by_address(walk: Walk) -> dict[tuple[str, str], dict[str, dict[str, str]]]:
    found: dict[tuple[str, str], dict[str, dict[str, str]]] = {}
    for (route, method, whose), row in walk.statuses.items():
        found.setdefault((route, method), {})[whose] = row
    return found
