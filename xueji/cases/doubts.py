"""The duplicate check of entrants: same document, or same name, sex and birth date. One statement for any number.

A later admission is doubted against an earlier one that is still alive, and against records of other children. The
flag stays on the later side; both sides see it.
"""

from collections.abc import Sequence
from datetime import date

from django.db import connection

_ALIVE = """EXISTS (SELECT 1 FROM cases_case c
                     WHERE c.entrant_id = e.id AND (c.closed_on IS NULL OR c.outcome = 'approved'))"""

_FLAG = f"""
    INSERT INTO records_problemrecord
           (kind, flagged_id, other_entrant_id, other_record_id, district_id, found_on, resolution, resolved_by, reason)
    SELECT doubt.kind, mine.id, doubt.entrant_id, doubt.record_id, mine.district_id, %(today)s, '', '', ''
      FROM records_entrant mine
      CROSS JOIN LATERAL (
        (SELECT 'same_document' AS kind, e.id AS entrant_id, NULL::bigint AS record_id
           FROM records_entrant e
          WHERE mine.document_number <> '' AND e.school_year = mine.school_year
            AND e.document_number = mine.document_number AND e.document_type = mine.document_type
            AND e.id < mine.id AND {_ALIVE}
          ORDER BY e.id LIMIT 1)
        UNION ALL
        (SELECT 'same_document', NULL, r.id
           FROM records_studentrecord r
          WHERE mine.document_number <> '' AND r.document_number = mine.document_number
            AND r.document_type = mine.document_type AND r.removed_at IS NULL
            AND r.student_id IS DISTINCT FROM mine.student_id
            AND (mine.grade = 'P1' OR mine.student_id IS NOT NULL)
          ORDER BY r.id LIMIT 1)
        UNION ALL
        (SELECT 'same_likeness', e.id, NULL
           FROM records_entrant e
          WHERE e.school_year = mine.school_year AND e.name_key = mine.name_key AND e.birth_date = mine.birth_date
            AND e.sex = mine.sex AND (e.document_number = '' OR mine.document_number = '')
            AND e.id < mine.id AND {_ALIVE}
          ORDER BY e.id LIMIT 1)
        LIMIT 1) doubt
     WHERE mine.id = ANY(%(keys)s)
       AND NOT EXISTS (SELECT 1 FROM records_problemrecord known
                        WHERE known.flagged_id = mine.id
                          AND (known.resolved_on IS NULL
                               OR (known.resolution = 'different_children'
                                   AND known.other_entrant_id IS NOT DISTINCT FROM doubt.entrant_id
                                   AND known.other_record_id IS NOT DISTINCT FROM doubt.record_id)))
    RETURNING flagged_id
"""  # noqa: S608 - the only part put in is the constant above


def flag_doubts(entrant_ids: Sequence[int], today: date) -> list[int]:
    """Write a problem record for each entrant that resembles somebody; answer the keys of those flagged now."""
    with connection.cursor() as cursor:
        cursor.execute(_FLAG, {"keys": list(entrant_ids), "today": today})
        return [key for (key,) in cursor.fetchall()]
