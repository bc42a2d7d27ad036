"""Which rulebook governs: the city names its jurisdiction, the day names the edition."""

from datetime import date
from functools import lru_cache

from xueji.parties.clock import city_today
from xueji.parties.models import City
from xueji.process.loading import edition_in_force, load_rulebook
from xueji.process.rulebook import CompiledRulebook


def rulebook_in_force(on: date | None = None) -> CompiledRulebook:
    """The edition that governs steps entered on `on` (default: today in the city)."""
    return edition_in_force(jurisdiction(), on or city_today())


def rulebook_of(edition: str) -> CompiledRulebook:
    """The edition a case is pinned to."""
    return load_rulebook(edition)


@lru_cache(maxsize=1)
def _kept(_: str) -> str:
    found = City.objects.values_list("jurisdiction", flat=True).first()
    if found is None:
        raise LookupError
    return found


def jurisdiction() -> str:
    """Key of the jurisdiction, fixed at set-up for the life of the database. Raises LookupError before set-up."""
    return _kept("jurisdiction")


def forget_jurisdiction() -> None:
    """Read the jurisdiction anew: after set-up, and between tests."""
    _kept.cache_clear()
