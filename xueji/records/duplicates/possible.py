"""疑似重复, found over the whole register or for one child at an entrance. A list to look at: it never stands in the way."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.records.duplicates.candidates import seek
from xueji.records.duplicates.likeness import Child, Likeness, likeness
from xueji.records.models import ProblemRecord, StudentRecord
from xueji.records.models.identity import Identity
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.names import MIDDLE_DOT

CHUNK = 2000

Pair = tuple[int, int]

# A pair dismissed stays dismissed; one that is found again says what it says now.
_LIST = """
    INSERT INTO records_possibleduplicate (record_a_id, record_b_id, score, why, found_on)
    SELECT f.a, f.b, f.score, f.why::jsonb, %(today)s
      FROM unnest(%(a)s::bigint[], %(b)s::bigint[], %(score)s::int[], %(why)s::text[]) AS f (a, b, score, why)
    ON CONFLICT (record_a_id, record_b_id) DO UPDATE SET score = EXCLUDED.score, why = EXCLUDED.why
     WHERE records_possibleduplicate.dismissed_on IS NULL
       AND (records_possibleduplicate.score, records_possibleduplicate.why) IS DISTINCT FROM (EXCLUDED.score, EXCLUDED.why)
"""


def child_of(who: Identity) -> Child:
    """What a student or an entrant is compared by."""
    name = who.name
    return Child(
        name_key=who.name_key,
        name_pinyin=who.name_pinyin,
        sex=who.sex,
        birth_date=who.birth_date,
        document_type=who.document_type,
        document_number=who.document_number,
        first_part=name.partition(MIDDLE_DOT)[0] if MIDDLE_DOT in name else "",
    )


def look_alikes(child: Child) -> list[tuple[int, Likeness]]:
    """Records that may be this child's, the likest first: the check of one child at an entrance.

    Needs the eyes of the registry; hand out sentences, never the rows. A record with the very same document is no
    likeness but a certain double, and the rules know of it.
    """
    found = ((each.record, likeness(child, each.child)) for each in seek([child]))
    alike = [(record, weighed) for record, weighed in found if weighed is not None]
    return sorted(alike, key=lambda each: (-each[1].score, each[0]))


def list_likenesses(today: date) -> int:
    """Look at every record of the register, chunk by chunk in the order of their keys; answer how many pairs there are.

    Each chunk is a transaction of its own, and one done twice changes nothing.
    """
    listed, after = 0, 0
    while True:
        with scope(system_actor(Party.CLOCK)):
            records = _chunk(after)
            if not records:
                return listed
            listed += _list(_weighed(records), today)
            after = records[-1].pk


def _chunk(after: int) -> list[StudentRecord]:
    alive = StudentRecord.objects.filter(pk__gt=after, removed_at__isnull=True).order_by("pk")
    return list(alive.select_related("student")[:CHUNK])


def _weighed(records: Sequence[StudentRecord]) -> dict[Pair, Likeness]:
    children = [child_of(record.student) for record in records]
    pairs: dict[Pair, Likeness] = {}
    for found in seek(children):
        mine = records[found.number].pk
        weighed = likeness(children[found.number], found.child) if mine != found.record else None
        if weighed is not None:
            pairs[min(mine, found.record), max(mine, found.record)] = weighed
    for pair in _doubted(pairs):
        pairs.pop(pair, None)
    return pairs


def _doubted(pairs: dict[Pair, Likeness]) -> set[Pair]:
    """Pairs of which a problem record tells already, open or settled."""
    keys = sorted({key for pair in pairs for key in pair})
    known = ProblemRecord.objects.filter(flagged_record_id__in=keys, other_record_id__in=keys)
    found = known.values_list("flagged_record_id", "other_record_id")
    return {(min(one, other), max(one, other)) for one, other in found if one and other}


def _list(pairs: dict[Pair, Likeness], today: date) -> int:
    if not pairs:
        return 0
    told: dict[str, Any] = {
        "a": [a for a, _ in pairs],
        "b": [b for _, b in pairs],
        "score": [weighed.score for weighed in pairs.values()],
        "why": [json.dumps(weighed.as_json(), ensure_ascii=False) for weighed in pairs.values()],
        "today": today,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LIST, told)
    return len(pairs)
