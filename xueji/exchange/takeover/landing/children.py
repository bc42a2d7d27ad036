"""Children of a take-over are written, a window of the sheet at a time, by INSERT … SELECT: no row passes through here.

History triggers and every constraint hold as for any insert. A window is looked at once more right before it is
written, so that what was registered since the verdicts makes a refusal and no failure.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import connection

from xueji.exchange.takeover.rules import broken
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.schooling.grades import Grade

WINDOW = 10_000
"""Rows of the records that one transaction looks at."""

_MEANWHILE = """
    UPDATE exchange_takenrecord mine SET verdict = 'refuse', reasons = reasons || %(meanwhile)s::jsonb
     WHERE takeover_id = %(run)s AND row > %(after)s AND row <= %(until)s AND verdict <> 'refuse' AND outcome = ''
       AND (EXISTS (SELECT 1 FROM records_numberassignment n
                     WHERE n.scheme = left(mine.number, 1) AND n.number = mine.number)
         OR mine.city_number <> '' AND EXISTS (SELECT 1 FROM records_numberassignment n
                     WHERE n.scheme = 'CITY' AND n.number = mine.city_number)
         OR mine.education_id <> '' AND EXISTS (SELECT 1 FROM records_numberassignment n
                     WHERE n.scheme = 'EID' AND n.number = mine.education_id)
         OR mine.document_number <> '' AND EXISTS (SELECT 1 FROM records_studentrecord r
                     WHERE r.document_number = mine.document_number AND r.document_type = mine.document_type
                       AND r.removed_at IS NULL))
"""
_SPELLS_OF_REFUSED = """
    UPDATE exchange_takenspell mine
       SET verdict = 'refuse', reasons = mine.reasons || jsonb_build_array(jsonb_build_object(
               'field', '', 'rule', 'record_refused', 'weight', 'refuse', 'gaps', jsonb_build_object('other', r.row)))
      FROM exchange_takenrecord r
     WHERE r.takeover_id = %(run)s AND r.row > %(after)s AND r.row <= %(until)s AND r.verdict = 'refuse'
       AND mine.takeover_id = %(run)s AND mine.number = r.number AND mine.verdict <> 'refuse'
"""
_GATHER = """
    CREATE TEMP TABLE taking AS
    SELECT r.*, nextval(pg_get_serial_sequence('records_student', 'id')) AS student_id,
           nextval(pg_get_serial_sequence('records_studentrecord', 'id')) AS record_id,
           s.school_id, s.district_id, s.campus_id, s.class_group_id, s.class_name, s.school_year, s.grade, s.cohort,
           s.entry_year, s.entry_grade, s.seat_number, s.starts_on, s.entry_type, s.counts_against_quota
      FROM (SELECT * FROM exchange_takenrecord
             WHERE takeover_id = %(run)s AND row > %(after)s AND row <= %(until)s AND verdict <> 'refuse'
               AND outcome = '' ORDER BY row) r
      LEFT JOIN LATERAL (
        SELECT sp.*, school.id AS school_id, school.district_id, g.id AS class_group_id, g.name AS class_name,
               coalesce(g.campus_id, named.id, main.id) AS campus_id
          FROM exchange_takenspell sp
          JOIN parties_school school ON school.code = sp.school_code
          JOIN parties_campus main ON main.school_id = school.id AND main.main
          LEFT JOIN parties_campus named ON named.school_id = school.id AND named.name = sp.campus
          LEFT JOIN records_classgroup g ON g.school_id = school.id AND g.school_year = sp.school_year
                AND g.grade = sp.grade AND g.number = sp.class_number
         WHERE sp.takeover_id = %(run)s AND sp.number = r.number AND sp.verdict <> 'refuse' AND sp.outcome = ''
         LIMIT 1) s ON true
"""
# A child on roll whose spell is gone since the verdicts would stand on no roll at all.
_HOMELESS = """
    WITH gone AS (DELETE FROM taking WHERE school_id IS NULL AND standing = ANY(%(on_roll)s) RETURNING row)
    UPDATE exchange_takenrecord mine SET verdict = 'refuse', reasons = reasons || %(meanwhile)s::jsonb
      FROM gone WHERE takeover_id = %(run)s AND mine.row = gone.row
"""
_IDENTITY = """name, name_pinyin, name_initials, name_key, sex, birth_date, document_type, document_number, nationality,
    ethnicity, residency, as_local_category, hukou_place"""
_STUDENTS = f"""
    INSERT INTO records_student (id, {_IDENTITY}, former_name, as_local_proof)
    SELECT student_id, {_IDENTITY}, former_name, '' FROM taking
"""  # noqa: S608 - constants of this module
_RECORDS = """
    INSERT INTO records_studentrecord (id, student_id, standing, leaving_outcome, document_type, document_number,
                                       contested, established_on, closed_on)
    SELECT record_id, student_id, standing, leaving_outcome, document_type, document_number, false, established_on,
           closed_on FROM taking
"""
_NUMBERS = """
    INSERT INTO records_numberassignment (record_id, scheme, number, starts_on)
    SELECT record_id, left(number, 1), number, established_on FROM taking
    UNION ALL SELECT record_id, 'CITY', city_number, established_on FROM taking WHERE city_number <> ''
    UNION ALL SELECT record_id, 'EID', education_id, established_on FROM taking WHERE education_id <> ''
"""
_SPELLS = """
    INSERT INTO records_enrollment (record_id, student_id, school_id, district_id, campus_id, class_group_id,
                                    school_year, grade, cohort, seat_number, during, entry_type, exit_type,
                                    counts_against_quota)
    SELECT record_id, student_id, school_id, district_id, campus_id, class_group_id, school_year, grade, cohort,
           seat_number, daterange(starts_on, NULL), entry_type, '', counts_against_quota
      FROM taking WHERE school_id IS NOT NULL
"""
_FORMS = """
    INSERT INTO records_studentform (student_id, answers, missing, completed_on, version)
    SELECT student_id,
           form || jsonb_strip_nulls(jsonb_build_object('grade', %(grades)s::jsonb -> grade, 'class_group', class_name)),
           missing, CASE WHEN missing = 0 THEN established_on END, 1
      FROM taking
"""
# Foreign pupils take a general place and one of the foreign plan beside it (S4, S9).
_PLACES = """
    INSERT INTO records_enrollmentquota AS quota (school_id, school_year, grade, kind, granted, held, taken)
    SELECT school_id, entry_year, entry_grade, kind.name, count(*), 0, count(*)
      FROM taking JOIN (VALUES ('general'), ('foreign')) AS kind (name)
        ON kind.name = 'general' OR residency = 'foreign'
     WHERE school_id IS NOT NULL AND counts_against_quota
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (school_id, school_year, grade, kind) DO UPDATE
       SET taken = quota.taken + excluded.taken,
           granted = greatest(quota.granted, quota.held + quota.taken + excluded.taken)
"""
# Numbers dealt out later must not meet those that came with the file; odd ones near the end are left alone.
_NEXT_EDUCATION_ID = """
    SELECT setval('records_education_id', greatest((SELECT last_value FROM records_education_id), found.most))
      FROM (SELECT max(education_id::bigint) AS most FROM taking
             WHERE education_id <> '' AND education_id::bigint BETWEEN 10000001 AND 98999999) found
     WHERE found.most IS NOT NULL
"""


def last_row(run: int, after: int) -> int | None:
    """The last row of the next window behind row `after`, or None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT max(row) FROM (SELECT row FROM exchange_takenrecord WHERE takeover_id = %s AND row > %s
                                      ORDER BY row LIMIT %s) ahead""",
            [run, after, WINDOW],
        )
        return cursor.fetchone()[0]  # type: ignore[no-any-return]


def write_window(run: int, after: int, until: int) -> int:
    """Write the good rows behind `after` up to `until`; answer how many children that were."""
    told: dict[str, Any] = {
        "run": run,
        "after": after,
        "until": until,
        "meanwhile": json.dumps([broken("came_meanwhile")], ensure_ascii=False),
        "on_roll": [standing.value for standing in RecordStanding if standing.on_roll],
        "grades": json.dumps({grade.value: grade.label.zh for grade in Grade}, ensure_ascii=False),
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS taking")
        for statement in (_MEANWHILE, _SPELLS_OF_REFUSED, _GATHER):
            cursor.execute(statement, told)
        # One column is enough to tell the planner how many rows there are.
        cursor.execute("ANALYZE taking (row)")
        for statement in (_HOMELESS, _STUDENTS, _RECORDS, _NUMBERS, _FORMS, _SPELLS, _PLACES, _NEXT_EDUCATION_ID):
            cursor.execute(statement, told)
        cursor.execute("SELECT count(*) FROM taking")
        written: int = cursor.fetchone()[0]
        cursor.execute("DROP TABLE taking")
    return written
