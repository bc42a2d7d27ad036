# ruff: noqa: S608 - nothing is put into these statements but constants of the migrations
from django.db import migrations

from xueji.records.row_security import (
    DISTRICT,
    MINE,
    function,
    listing,
    looking,
    own_spell,
    protect,
    protect_history,
    says,
    seen,
)

_LEVEL = "CASE WHEN split_part(xueji_scope(), ':', 1) = '{}' THEN split_part(xueji_scope(), ':', 2)::bigint END"

SESSION = (
    function("xueji_scope()", "NULLIF(current_setting('xueji.scope', true), '')", "text"),
    function("xueji_sees_all()", "coalesce(xueji_scope() IN ('city', 'registry'), false)"),
    function("xueji_school()", _LEVEL.format("school"), "bigint"),
    function("xueji_district()", _LEVEL.format("district"), "bigint"),
)

_OF_PLACE = "({0}.school_id = school OR {0}.district_id = district)"
_PARTY = "(p.school_id = school OR p.office_id = district)"
# On the roll now or before, admitted, the subject of a case to which the place is a party, or one side of its doubt.
# Whoever knows a child knows all its spells: an old school reads where the child went.
KNOWS_STUDENT = f"""
    EXISTS (SELECT 1 FROM records_enrollment s WHERE s.student_id = asked AND {_OF_PLACE.format("s")})
    OR EXISTS (SELECT 1 FROM records_entrant e WHERE e.student_id = asked AND {_OF_PLACE.format("e")})
    OR EXISTS (SELECT 1 FROM records_studentrecord r
                 JOIN cases_case c ON c.student_record_id = r.id JOIN cases_caseparty p ON p.case_id = c.id
                WHERE r.student_id = asked AND {_PARTY})
    OR EXISTS (SELECT 1 FROM records_studentrecord r
                 JOIN records_problemrecord d ON d.other_record_id = r.id
                 JOIN records_entrant e ON e.id IN (d.flagged_id, d.other_entrant_id)
                WHERE r.student_id = asked AND {_OF_PLACE.format("e")})
"""

# An old school looks, and changes nothing. While a child is on no roll, whoever knows it may put its data right.
HOLDS_STUDENT = f"""
    EXISTS (SELECT 1 FROM records_enrollment s
             WHERE s.student_id = asked AND upper_inf(s.during) AND {_OF_PLACE.format("s")})
    OR (NOT EXISTS (SELECT 1 FROM records_enrollment s WHERE s.student_id = asked AND upper_inf(s.during))
        AND xueji_knows_student(asked))
"""

# An entrant of another place: its case has been the actor's, or it is the other side of a doubt.
ENTRANTS_BESIDE = f"""
    SELECT c.entrant_id FROM cases_case c JOIN records_entrant e ON e.id = c.entrant_id
     WHERE {_OF_PLACE.format("c")} AND NOT {_OF_PLACE.format("e")}
    UNION ALL
    SELECT other.id FROM records_problemrecord d
      JOIN records_entrant mine ON mine.id IN (d.flagged_id, d.other_entrant_id)
      JOIN records_entrant other ON other.id IN (d.flagged_id, d.other_entrant_id) AND other.id <> mine.id
     WHERE {_OF_PLACE.format("mine")}
"""
_BESIDE = "id IN (SELECT xueji_entrants_beside())"

_SIDES = f"EXISTS (SELECT 1 FROM records_entrant side WHERE side.id IN (flagged_id, other_entrant_id) AND {MINE})"


def _of_student(key: str) -> tuple[str, str]:
    return own_spell("student_id", key), says("knows_student", key)


def _of_record(key: str) -> tuple[str, str]:
    return own_spell("record_id", key), seen("records_studentrecord", key)


def _hangs_on_student(table: str, key: str) -> migrations.RunSQL:
    key = f"{table}.{key}"
    return protect(table, *_of_student(key), written_if=[says("holds_student", key)])


def _hangs_on_record(table: str) -> migrations.RunSQL:
    key = f"{table}.record_id"
    held = f"EXISTS (SELECT 1 FROM records_studentrecord r WHERE r.id = {key} AND xueji_holds_student(r.student_id))"
    return protect(table, *_of_record(key), written_if=[held])


POLICIES = (
    protect("records_enrollment", MINE, says("knows_student", "student_id"), written_if=[MINE]),
    protect("records_entrant", MINE, _BESIDE, written_if=[MINE]),
    _hangs_on_student("records_student", "id"),
    _hangs_on_student("records_studentrecord", "student_id"),
    _hangs_on_student("records_studentform", "student_id"),
    _hangs_on_student("records_studentphoto", "student_id"),
    _hangs_on_record("records_numberassignment"),
    _hangs_on_record("records_disciplinarymeasure"),
    protect("records_problemrecord", f"district_id = {DISTRICT}", _SIDES),
)

HISTORY = (
    protect_history("records_enrollmentevent", MINE, says("knows_student", "student_id")),
    protect_history("records_entrantevent", MINE, f"pgh_obj_{_BESIDE}"),
    protect_history("records_studentevent", *_of_student("records_studentevent.pgh_obj_id")),
    protect_history("records_studentrecordevent", *_of_student("records_studentrecordevent.student_id")),
    protect_history("records_studentformevent", *_of_student("records_studentformevent.student_id")),
    protect_history("records_numberassignmentevent", *_of_record("records_numberassignmentevent.record_id")),
    protect_history("records_disciplinarymeasureevent", *_of_record("records_disciplinarymeasureevent.record_id")),
    protect_history("records_problemrecordevent", f"district_id = {DISTRICT}", _SIDES),
)


class Migration(migrations.Migration):
    """Another school's rows do not come back, even where a query forgot to say whose it wants (design.md §5)."""

    dependencies = [("records", "0008_measures_keep_history")]

    operations = [
        *SESSION,
        looking("knows_student", KNOWS_STUDENT),
        looking("holds_student", HOLDS_STUDENT),
        listing("entrants_beside", ENTRANTS_BESIDE),
        *POLICIES,
        *HISTORY,
    ]
