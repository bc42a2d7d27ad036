# ruff: noqa: S608 - nothing is put into these statements but the constants of this file
"""The scan for doubles against DuckDB, which holds the same columns in memory; and the check of one child at entry."""

from __future__ import annotations

import json
import os
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import psycopg
from django.db import connection

from bench.figures import Figure
from bench.house import House
from bench.timing import usual
from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.records.duplicates.candidates import SEEK, asked
from xueji.records.duplicates.possible import child_of
from xueji.records.duplicates.scan import QUESTIONS, pairs
from xueji.records.duplicates.statements import weighted_sum
from xueji.records.models import Student
from xueji.records.models.problems import ProblemKind
from xueji.vocabulary.parties import Party

STUDENTS = int(os.environ.get("XUEJI_BENCH_STUDENTS", "500000"))
ROUNDS, CHILDREN = 3, 50
REACH, A_MILLISECOND = 4.5, 0.001


def measure(house: House) -> list[Figure]:
    """Fill a register with invented children, some of them twice, and look for those."""
    _fill(house)
    house.settle()
    beside = _duckdb(house)
    for kind, question in QUESTIONS.items():
        if sorted(pairs(question), key=str) != sorted(beside.execute(_SAME[kind]).fetchall(), key=str):
            msg = f"{kind}: the two engines disagree"
            raise AssertionError(msg)
    ours = usual([_ours] * ROUNDS)
    theirs = usual([lambda: [beside.execute(question).fetchall() for question in _SAME.values()]] * ROUNDS)
    execution, planning = _one_child()
    note = f"{STUDENTS} records, median of {ROUNDS}; numbers, likeness and check digits, the same pairs found"
    each = f"median of {CHILDREN} children among {STUDENTS}, EXPLAIN ANALYZE; planning besides: {planning:.2f} ms"
    return [
        Figure("scan of the register for doubles", ours, "DuckDB in memory", theirs, REACH, note),
        Figure("check of one child at entry", execution / 1000, "a millisecond", A_MILLISECOND, 1, each),
    ]


def _ours() -> None:
    for question in QUESTIONS.values():
        pairs(question)


def _one_child() -> tuple[float, float]:
    """Milliseconds that the database needs for one child, and for planning, as it says itself."""
    times = []
    with scope(system_actor(Party.CLOCK)), connection.cursor() as cursor:
        for student in Student.objects.order_by("name_key")[:: max(1, STUDENTS // CHILDREN)][:CHILDREN]:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {SEEK}", asked([child_of(student)]))
            told = cursor.fetchone()[0]
            plan = json.loads(told)[0] if isinstance(told, str) else told[0]
            times.append((plan["Execution Time"], plan["Planning Time"]))
    return median(time for time, _ in times), median(time for _, time in times)


def _fill(house: House) -> None:
    """Write children by the database itself: no history is told of them, and no spell is theirs."""
    with psycopg.connect(house.urls.owner or house.urls.app, autocommit=True) as owner:
        owner.execute("SELECT set_config('xueji.scope', 'city', false)")
        for table in ("records_student", "records_studentrecord"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        owner.execute(_CHILDREN, {"students": STUDENTS})
        owner.execute(_RECORDS)
        for table in ("records_student", "records_studentrecord"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _duckdb(house: House) -> duckdb.DuckDBPyConnection:
    """The same columns in DuckDB's memory; loading them is not measured."""
    file = Path(house.folder) / "children.csv"
    with psycopg.connect(house.urls.owner or house.urls.app) as owner, file.open("wb") as sink:
        owner.execute("SELECT set_config('xueji.scope', 'city', false)")
        with owner.cursor().copy(_COLUMNS) as copy:
            for piece in copy:
                sink.write(piece)
    beside = duckdb.connect()
    told: dict[str, Any] = {"path": str(file)}
    beside.execute(
        "CREATE TABLE child AS SELECT * FROM read_csv($path, header = true, nullstr = 'NULL', columns = {"
        "'id': 'BIGINT', 'document_type': 'VARCHAR', 'document_number': 'VARCHAR', 'name_key': 'VARCHAR',"
        "'sex': 'VARCHAR', 'birth_date': 'DATE'})",
        told,
    )
    return beside


# Every 400th child has no document, every 1000th the one of its neighbor, every 5000th a wrong one.
_CHILDREN = """
    INSERT INTO records_student (name, name_pinyin, name_initials, name_key, sex, birth_date, document_type,
                                 document_number, nationality, ethnicity, residency, as_local_category, hukou_place,
                                 former_name, as_local_proof)
    SELECT c.name, c.sound, left(c.sound, 3), c.name, CASE WHEN c.serial %% 2 = 1 THEN '1' ELSE '2' END, c.born, '1',
           CASE WHEN c.i %% 400 = 0 THEN '' WHEN c.i %% 5000 = 7 THEN c.body || 'X'
                ELSE c.body || substr('10X98765432', (c.total - 4800) %% 11 + 1, 1) END,
           'CHN', '01', 'local', '', '', '', ''
      FROM (SELECT b.*, {total} AS total FROM (
            SELECT a.*, convert_to(a.body, 'UTF8') AS bytes FROM (
            SELECT n.i, n.born, n.serial, '1101' || lpad((n.k %% 16 + 1)::text, 2, '0') || to_char(n.born, 'YYYYMMDD')
                                || lpad(n.serial::text, 3, '0') AS body,
                   substr('王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗', n.k %% 20 + 1, 1)
                   || chr(19968 + n.k * 7 %% 331) || chr(19968 + n.k * 11 %% 367) AS name,
                   'w' || n.k %% 20 || 'g' || n.k * 7 %% 331 / 2 || 'h' || n.k * 11 %% 367 / 2 AS sound
              FROM (SELECT i, k, date '2000-09-01' + k %% 3650 AS born, k / 3650 %% 1000 AS serial
                      FROM (SELECT i, CASE WHEN i %% 1000 = 1 THEN i - 1 ELSE i END AS k
                              FROM generate_series(1, %(students)s) i) s) n) a) b) c
""".format(total=weighted_sum("bytes"))
_RECORDS = """
    INSERT INTO records_studentrecord (student_id, standing, leaving_outcome, document_type, document_number, contested,
                                       established_on, came_from_province, went_to_province)
    SELECT id, 'studying', '', document_type, document_number,
           count(*) OVER (PARTITION BY document_number) > 1, '2015-09-01', '', ''
      FROM records_student ORDER BY id
"""
_COLUMNS = """
    COPY (SELECT r.id, r.document_type, r.document_number, s.name_key, s.sex, s.birth_date
            FROM records_studentrecord r JOIN records_student s ON s.id = r.student_id)
      TO STDOUT (FORMAT csv, HEADER, FORCE_QUOTE (document_number), NULL 'NULL')
"""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_SUM = " + ".join(f"{w} * (ascii(substr(document_number, {n}, 1)) - 48)" for n, w in enumerate(_WEIGHTS, 1))
_SAME = {
    ProblemKind.SAME_DOCUMENT: """
        SELECT id, first FROM (SELECT id, min(id) OVER (PARTITION BY document_type, document_number) AS first
          FROM child SEMI JOIN (SELECT document_number FROM child WHERE document_number <> ''
                                 GROUP BY document_number HAVING count(*) > 1) shared USING (document_number)) t
         WHERE id <> first
    """,
    ProblemKind.SAME_LIKENESS: """
        SELECT id, first FROM (SELECT id, min(id) OVER (PARTITION BY name_key, sex, birth_date) AS first
          FROM child WHERE document_number = '') t WHERE id <> first
    """,
    ProblemKind.WRONG_DOCUMENT: f"""
        SELECT id, NULL FROM child
         WHERE document_type = '1' AND document_number <> ''
           AND CASE WHEN NOT regexp_full_match(document_number, '[0-9]{{17}}[0-9X]')
                    THEN NOT regexp_full_match(document_number, '[0-9]{{15}}')
                         OR substr(document_number, 7, 6) <> strftime(birth_date, '%y%m%d')
                    ELSE substr(document_number, 18, 1) <> substr('10X98765432', (({_SUM}) % 11) + 1, 1)
                         OR substr(document_number, 7, 8) <> strftime(birth_date, '%Y%m%d') END
    """,
}
