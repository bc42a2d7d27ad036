"""A case's subject is locked before the case: whoever changes a child queues up here."""

from collections.abc import Sequence

from django.db import connection

_LOCK = """
    WITH entrants AS (
        SELECT id FROM records_entrant
         WHERE id IN (SELECT entrant_id FROM cases_case WHERE id = ANY(%(cases)s)) ORDER BY id FOR UPDATE),
    records AS (
        SELECT id FROM records_studentrecord
         WHERE id IN (SELECT student_record_id FROM cases_case WHERE id = ANY(%(cases)s)) ORDER BY id FOR UPDATE)
    SELECT (SELECT count(*) FROM entrants), (SELECT count(*) FROM records)
"""


def lock_subjects(case_ids: Sequence[int]) -> None:
    """Lock the subjects of the cases, entrants before records, each in the order of their keys."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, {"cases": list(case_ids)})
