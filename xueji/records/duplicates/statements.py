# ruff: noqa: S608 - nothing is put into these statements but the constants of this file
"""The certain doubts of S21 as questions to the register: each answers (flagged record, other record) pairs.

The later record is flagged against the earliest. Removed records are nobody's double.
"""

_ALIVE = "removed_at IS NULL"

# Numbers first, by the index of numbers alone; their few rows after that.
SAME_DOCUMENT = f"""
    WITH shared AS MATERIALIZED (
        SELECT document_number FROM records_studentrecord
         WHERE document_number <> '' AND {_ALIVE}
         GROUP BY document_number HAVING count(*) > 1
    ), twins AS (
        SELECT id, min(id) OVER (PARTITION BY document_type, document_number) AS first
          FROM records_studentrecord JOIN shared USING (document_number) WHERE {_ALIVE}
    )
    SELECT id, first FROM twins WHERE id <> first
"""

SAME_LIKENESS = f"""
    WITH bare AS (
        SELECT r.id, s.name_key, s.sex, s.birth_date
          FROM records_studentrecord r JOIN records_student s ON s.id = r.student_id
         WHERE r.document_number = '' AND r.{_ALIVE}
    ), twins AS (
        SELECT id, min(id) OVER (PARTITION BY name_key, sex, birth_date) AS first FROM bare
    )
    SELECT id, first FROM twins WHERE id <> first
"""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def weighted_sum(number: str) -> str:
    """The weighted sum of the first seventeen bytes of an expression (GB 11643).

    A digit's byte is the digit and 48: they are summed as they are, and what 48 adds comes off at the end.
    """
    return " + ".join(f"{weight} * get_byte({number}, {place})" for place, weight in enumerate(_WEIGHTS))


_CHECK = f"substr('10X98765432', (({weighted_sum('b')}) - {48 * sum(_WEIGHTS)}) % 11 + 1, 1)"

# GB 11643: eighteen characters of a resident identity card whose last is not what the first seventeen make it, or
# whose birth date is not the child's. Other shapes are refused at every entrance; here they count as wrong too.
WRONG_DOCUMENT = f"""
    SELECT r.id, NULL::bigint
      FROM records_studentrecord r JOIN records_student s ON s.id = r.student_id,
           LATERAL (SELECT convert_to(r.document_number, 'UTF8') AS b OFFSET 0) bytes
     WHERE r.document_type = '1' AND r.document_number <> '' AND r.{_ALIVE}
       AND CASE WHEN r.document_number !~ '^[0-9]{{17}}[0-9X]$'
                THEN r.document_number !~ '^[0-9]{{15}}$'
                     OR substr(r.document_number, 7, 6) <> to_char(s.birth_date, 'YYMMDD')
                ELSE substr(r.document_number, 18, 1) <> {_CHECK}
                     OR substr(r.document_number, 7, 8) <> to_char(s.birth_date, 'YYYYMMDD') END
"""

# What a scan has found becomes open problem records: never twice for a pair, and never again for one that an office
# has settled in favor of two children. Both sides are contested in the same statement.
RAISE = """
    WITH found AS (
        SELECT * FROM unnest(%(flagged)s::bigint[], %(other)s::bigint[]) AS f (flagged, other)
    ), raised AS (
        INSERT INTO records_problemrecord
               (kind, origin, flagged_record_id, other_record_id, district_id, found_on, resolution, resolved_by, reason)
        SELECT %(kind)s, 'scan', found.flagged, found.other, spell.district_id, %(today)s, '', '', ''
          FROM found
          CROSS JOIN LATERAL (SELECT district_id FROM records_enrollment e WHERE e.record_id = found.flagged
                               ORDER BY e.during DESC LIMIT 1) spell
         WHERE NOT EXISTS (
                   SELECT 1 FROM records_problemrecord known
                    WHERE known.kind = %(kind)s AND known.origin = 'scan'
                      AND known.flagged_record_id IN (found.flagged, found.other)
                      AND (known.other_record_id IS NULL OR known.other_record_id IN (found.flagged, found.other))
                      AND (known.resolved_on IS NULL OR known.resolution IN ('different_children', 'substantiated')))
        ON CONFLICT DO NOTHING
        RETURNING flagged_record_id, other_record_id
    ), marked AS (
        UPDATE records_studentrecord SET contested = TRUE
         WHERE NOT contested
           AND id IN (SELECT flagged_record_id FROM raised UNION SELECT other_record_id FROM raised)
    )
    SELECT count(*) FROM raised
"""
