"""Places: held for an open case, taken by a child in class, released when neither. Called by the door alone."""

from collections import Counter
from collections.abc import Iterable

from django.db import connection


def hold_places(quota_keys: Iterable[int]) -> None:
    """Promise one place for each key given. The database refuses more than was granted (IntegrityError)."""
    _move(quota_keys, held=1, taken=0)


def release_places(quota_keys: Iterable[int]) -> None:
    """Give one held place back for each key given."""
    _move(quota_keys, held=-1, taken=0)


def take_held_places(quota_keys: Iterable[int]) -> None:
    """Turn one held place into a taken one for each key given."""
    _move(quota_keys, held=-1, taken=1)


def give_up_places(quota_keys: Iterable[int]) -> None:
    """Give back one taken place for each key given: the child has left it.

    A row that counts fewer children than sat there (a register taken over without its plan) stays at none.
    """
    _move(quota_keys, held=0, taken=-1)


def _move(quota_keys: Iterable[int], *, held: int, taken: int) -> None:
    counts = Counter(quota_keys)
    if not counts:
        return
    keys = sorted(counts)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE records_enrollmentquota AS quota
               SET held = quota.held + moved.places * %s, taken = greatest(quota.taken + moved.places * %s, 0)
              FROM unnest(%s::bigint[], %s::int[]) AS moved (id, places)
             WHERE quota.id = moved.id
            """,
            [held, taken, keys, [counts[key] for key in keys]],
        )
