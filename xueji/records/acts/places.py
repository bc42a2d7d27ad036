"""Places: held for an open case, taken by a child in class, released when neither. Called by the door alone."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db import connection


def hold_places(quota_keys: Iterable[int]) -> None:
    """Promise one place for each key given. The database refuses more than was granted (IntegrityError)."""
    _move(quota_keys, held=1)


def release_places(quota_keys: Iterable[int]) -> None:
    """Give one held place back for each key given."""
    _move(quota_keys, held=-1)


def take_held_places(quota_keys: Iterable[int], given_up: Iterable[int] = ()) -> None:
    """Turn one held place into a taken one for each key given; give back one taken place for each key given up.

    A row that counts fewer children than sat there (a register taken over without its plan) stays at none.
    """
    _change({key: (-places, places) for key, places in Counter(quota_keys).items()}, Counter(given_up))


def _move(quota_keys: Iterable[int], *, held: int) -> None:
    _change({key: (held * places, 0) for key, places in Counter(quota_keys).items()}, Counter())


def _change(changes: Mapping[int, tuple[int, int]], given_up: Mapping[int, int]) -> None:
    """Add to held and taken of each row, in one statement."""
    keys = sorted({*changes, *given_up})
    if not keys:
        return
    held = [changes.get(key, (0, 0))[0] for key in keys]
    taken = [changes.get(key, (0, 0))[1] - given_up.get(key, 0) for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE records_enrollmentquota AS quota
               SET held = quota.held + moved.held, taken = greatest(quota.taken + moved.taken, 0)
              FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS moved (id, held, taken)
             WHERE quota.id = moved.id
            """,
            [keys, held, taken],
        )
