"""Every address of the house with the objects it can speak of. A new address needs a line here only for a new kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

OWN, NEAR, FAR, ABSENT, NONE = "own", "same district", "other district", "absent", "—"
ABSENT_KEY = 99_999_999

# What a key in an address is the key of: the route up to and with the parameter → a kind of `objects.py`.
# The longest route that fits counts. A kind without objects (none of the three worlds has one) is only ever absent.
KINDS = {
    "children/<int:pk>": "student",
    "children/<int:pk>/measures/<int:measure>": "measure",
    "border/incoming/<int:pk>": "incoming_message",
    "border/outgoing/<int:pk>": "outgoing_message",
    "problem-records/<int:pk>": "record_problem",
    "problem-records/alike/<int:pk>": "likeness",
    "problem-records/merges/<int:pk>": "merge",
    "cases/<int:pk>": "case",
    "cases/new/<slug:procedure>/<int:record>": "record",
    "classes/<int:pk>": "class_group",
    "classes/assign/proposals/<int:pk>": "proposal",
    "entrants/<int:pk>": "entrant",
    "evidence/<int:pk>": "evidence",
    "evidence/of/<int:case_pk>": "case",
    "exceptions/<int:exception_id>": "exception",
    "duplicates/<int:problem_id>": "problem",
    "district/schools/<int:school_id>": "school",
    "places/<int:school_id>": "school",
    "places/campuses/<int:campus_id>": "campus",
    "cockpit/places/<int:quota_id>": "quota",
    "windows/exceptions/<int:exception_id>": "window_exception",
    "accounts/<int:account_id>": "account",
    "accounts/posts/<int:post_id>": "post",
    "imports/<int:batch_id>": "import",
    "takeovers/<int:pk>": "takeover",
    "tokens/<int:pk>": "token",
}
# Parameters that name no object of a place; one value stands for all.
FIXED = {
    "procedure": "in_city_transfer",
    "edition": "beijing_2015",
    "key": "entry_registration",
    "sheet": "schools",
    "token": "nobody",
    "rest": "nothing/here",
    "batch": "00000000-0000-0000-0000-000000000001",
}
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_ABSENT_BY_TYPE: dict[str, Any] = {"int": ABSENT_KEY, "uuid": FIXED["batch"], "str": "nobody", "slug": "nobody"}


@dataclass(frozen=True)
class Address:
    """One address about one object: `whose` it is, and of what `kind` (empty: about nothing in particular)."""

    route: str
    path: str
    whose: str
    kind: str

    def masked(self, body: str) -> str:
        """A body without what tells the address itself."""
        return body.replace(self.path, "…").replace(quote(self.path, safe=""), "…")


class UnknownParameterError(LookupError):
    """An address has a key of which KINDS does not say what it is the key of."""


def addresses(objects: dict[str, dict[str, Any]]) -> Iterator[Address]:
    """Every address, once for each owner of its object. `objects`: kind → whose → key."""
    for route, parameters in sorted(_routes()):
        found = {name: _values(route, name, of_type, objects) for name, of_type in parameters}
        kinds = [kind for kind, _ in found.values() if kind]
        owners = [OWN, NEAR, FAR, ABSENT] if any(objects.get(kind) for kind in kinds) else [ABSENT if kinds else NONE]
        for whose in owners:
            path = route
            for name, of_type in parameters:
                path = path.replace(_written(name, of_type), str(found[name][1].get(whose, ABSENT_KEY)))
            yield Address(route, f"/{path}", whose, kinds[-1] if kinds else "")


def _values(route: str, name: str, of_type: str, objects: dict[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    parameter = _written(name, of_type)
    head = route[: route.index(parameter) + len(parameter)]
    if head in KINDS:
        return KINDS[head], objects.get(KINDS[head], {})
    if name in FIXED and of_type != "int":
        return "", dict.fromkeys((OWN, NEAR, FAR, ABSENT, NONE), FIXED[name])
    if route.startswith("api/"):
        # Behind tokens, which no person of the matrix holds; the API's own tests walk its objects.
        return "behind_tokens", dict.fromkeys((OWN, NEAR, FAR, ABSENT), _ABSENT_BY_TYPE.get(of_type, "nobody"))
    message = f"{route}: say in tests/house/addresses.py what {head} is the key of"
    raise UnknownParameterError(message)


def _written(name: str, of_type: str) -> str:
    return f"<{of_type}:{name}>" if of_type else f"<{name}>"


@cache
def _routes() -> frozenset[tuple[str, tuple[tuple[str, str], ...]]]:
    return frozenset(_walk(get_resolver(), ""))


def _walk(found: URLResolver | URLPattern, before: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    if isinstance(found, URLResolver):
        for inner in found.url_patterns:
            yield from _walk(
                inner, before + (str(found.pattern) if found.pattern is not get_resolver().pattern else "")
            )
        return
    route = (before + str(found.pattern)).removeprefix("^/")
    yield route, tuple((name, of_type) for of_type, name in _PARAMETER.findall(route))


METHODS = ("GET", "POST")
