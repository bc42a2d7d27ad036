"""An address asked for by name leads to one page."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver


def names(resolver: Any) -> Iterator[str]:
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from names(each)
        elif each.name:
            yield each.name


def test_no_two_pages_bear_one_name() -> None:
    counted = Counter(names(get_resolver()))
    # Nobody asks for an operation of the API by its name.
    assert {name for name, times in counted.items() if times > 1 and not name.startswith("api_")} == set()
