# ruff: noqa: S608 - nothing is put into these statements but constants of the migrations
import importlib

from django.db import migrations

from xueji.records.row_security import DISTRICT, MINE, looking, protect, protect_history, seen

before = importlib.import_module("xueji.records.migrations.0009_row_security")

_OF_PLACE = "({0}.school_id = school OR {0}.district_id = district)"


def _last(spell: str) -> str:
    """The condition that a spell is the one its record is on now, or was on last."""
    later = f"SELECT 1 FROM records_enrollment l WHERE l.record_id = {spell}.record_id AND l.during > {spell}.during"
    return f"(upper_inf({spell}.during) OR NOT EXISTS ({later}))"


# One side of a doubt is on the actor's roll, or was there last: what is to be handled there is seen there.
_RECORD_SIDES = f"""
    EXISTS (SELECT 1 FROM records_enrollment side
             WHERE side.record_id IN (flagged_record_id, other_record_id) AND {MINE} AND {_last("side")})
"""

# Each side of a doubt between two records of this city looks at the other one, to compare the two rows.
_BESIDE_IN_DOUBT = f"""
    OR EXISTS (SELECT 1 FROM records_studentrecord r
                 JOIN records_problemrecord d ON r.id IN (d.flagged_record_id, d.other_record_id)
                 JOIN records_enrollment s ON s.record_id IN (d.flagged_record_id, d.other_record_id)
                WHERE r.student_id = asked AND s.record_id <> r.id AND {_OF_PLACE.format("s")} AND {_last("s")})
"""

_BEFORE = (
    protect("records_problemrecord", f"district_id = {DISTRICT}", before._SIDES),
    protect_history("records_problemrecordevent", f"district_id = {DISTRICT}", before._SIDES),
)


def _redone(body: str) -> str:
    """The statement that gives a function of the look another body; policies go on using it."""
    made: str = looking("knows_student", body).sql  # type: ignore[assignment]
    return made.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


def _both(table: str, *columns: str) -> tuple[str, ...]:
    return tuple(seen("records_studentrecord", f"{table}.{column}") for column in columns)


class Migration(migrations.Migration):
    """Doubts about records are seen by both their sides; likenesses by whoever sees one of the two; merges as well."""

    dependencies = [("records", "0014_doubts_of_records"), ("cases", "0006_row_security")]

    operations = [
        *(migrations.RunSQL(then.reverse_sql, then.sql) for then in _BEFORE),
        protect("records_problemrecord", f"district_id = {DISTRICT}", before._SIDES, _RECORD_SIDES),
        protect_history("records_problemrecordevent", f"district_id = {DISTRICT}", before._SIDES, _RECORD_SIDES),
        migrations.RunSQL(_redone(before.KNOWS_STUDENT + _BESIDE_IN_DOUBT), _redone(before.KNOWS_STUDENT)),
        protect("records_possibleduplicate", *_both("records_possibleduplicate", "record_a_id", "record_b_id")),
        # Merged and parted by the city alone.
        protect("records_recordmerge", *_both("records_recordmerge", "kept_id", "removed_id"), written_if=()),
    ]
