# ruff: noqa: S608 - nothing is put into these statements but the constants of this file
"""Who may be the same child as somebody: a few look-ups by index, the same for one child at entry and for a chunk.

`mine` is the side asked about. What comes back is only worth weighing; `likeness` says whether two are alike, and why.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from xueji.records.duplicates.likeness import Child, birthdays_like
from xueji.vocabulary.numbers.resident_id import BadResidentId, ResidentId
from xueji.vocabulary.people.documents import DocumentType

_COLUMNS = ("name_key", "name_pinyin", "sex", "birth_date", "document_type", "document_number")

_ROAD = """
    SELECT r.id AS record, {mine}, s.name_key, s.name_pinyin, s.sex, s.birth_date, s.document_type, s.document_number
      FROM mine JOIN records_student s ON {on}
      JOIN records_studentrecord r ON r.student_id = s.id AND r.removed_at IS NULL
"""
_BORN = "s.birth_date = mine.birth_date AND s.sex = mine.sex"
_ROADS = (
    # Same name and birth date, where one of the two has no document (with two different ones they are two children).
    f"s.name_key = mine.name_key AND {_BORN} AND (s.document_number = '') <> (mine.document_number = '')",
    # The name sounds the same, and is written otherwise.
    f"s.name_pinyin = mine.name_pinyin AND {_BORN} AND s.name_key <> mine.name_key",
    # Two digits of the birth date have changed places.
    "s.name_key = mine.name_key AND s.birth_date = ANY(mine.birthdays) AND s.sex = mine.sex",
    # A number of fifteen digits, and the same one in its form of eighteen.
    "s.document_number = ANY(mine.numbers)",
    # A name of several parts, of which one record has kept the first alone.
    f"s.name = mine.first_part AND {_BORN}",
)
_GIVEN = """
    WITH mine AS MATERIALIZED (
        SELECT number, name_key, name_pinyin, sex, birth_date, document_type, document_number, first_part,
               string_to_array(nullif(days, ''), ',')::date[] AS birthdays,
               string_to_array(nullif(likes, ''), ',') AS numbers
          FROM unnest(%s::int[], {types}, %s::text[], %s::text[], %s::text[])
               AS m (number, {columns}, first_part, days, likes)
    )
"""
SEEK = (
    _GIVEN.format(
        types=", ".join(f"%s::{'date' if column == 'birth_date' else 'text'}[]" for column in _COLUMNS),
        columns=", ".join(_COLUMNS),
    )
    + "SELECT DISTINCT number, record, name_key, name_pinyin, sex, birth_date, document_type, document_number FROM ("
    + " UNION ALL ".join(_ROAD.format(mine="mine.number", on=road) for road in _ROADS)
    + ") found"
)
"""One statement for any number of children: every road is one look-up by index a child."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record worth weighing, and the place in the list of the child it was found for."""

    number: int
    record: int
    child: Child


def seek(children: list[Child]) -> Iterator[Candidate]:
    """Find records worth weighing against each of these children, themselves included. Needs the registry's eyes."""
    if not children:
        return
    with connection.cursor() as cursor:
        cursor.execute(SEEK, asked(children))
        rows = cursor.fetchall()
    for number, record, *columns in rows:
        yield Candidate(number, record, Child(*columns))


def asked(children: list[Child]) -> list[list[object]]:
    """What `SEEK` is given for these children."""
    columns: list[list[object]] = [[getattr(child, name) for child in children] for name in _COLUMNS]
    return [
        list(range(len(children))),
        *columns,
        [child.first_part for child in children],
        [",".join(day.isoformat() for day in birthdays_like(child.birth_date)) for child in children],
        [",".join(_numbers_like(child)) for child in children],
    ]


def _numbers_like(child: Child) -> list[str]:
    """The other form of a resident's number: 15 digits of an 18, and the 18 of a 15."""
    if child.document_type != DocumentType.RESIDENT_ID or not child.document_number:
        return []
    try:
        whole = ResidentId.parse(child.document_number).as_18().number
    except BadResidentId:
        return []
    short = whole[:6] + whole[8:17]
    # Numbers of fifteen digits were given to those born in the twentieth century alone.
    forms = (whole, short) if whole[6:8] == "19" else ()
    return [number for number in forms if number != child.document_number]
