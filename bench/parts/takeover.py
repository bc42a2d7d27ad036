"""A register taken over from five CSV tables: files to committed, every rule and duplicate check included."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from django.db import connection, models

from bench.figures import Figure
from bench.house import House
from bench.timing import timed
from xueji.exchange.models import TakeOver
from xueji.exchange.models.takeover import TakeOverStatus
from xueji.exchange.seeding import seed
from xueji.exchange.seeding.places import found_city
from xueji.exchange.takeover.judging.staging import judge
from xueji.exchange.takeover.keeping import begin_here
from xueji.exchange.takeover.landing.landing import land
from xueji.exchange.takeover.landing.places import write_places
from xueji.parties.actors import system_actor
from xueji.parties.scope import scope
from xueji.records.models import Enrollment, NumberAssignment, Student, StudentForm, StudentRecord
from xueji.vocabulary.parties import Party

CHILDREN, REACH = 50_000, 4.0
_ACTOR = system_actor(Party.CITY)
_COPIED: tuple[type[models.Model], ...] = (Student, StudentRecord, NumberAssignment, Enrollment, StudentForm)

_SCHOOLS = """
    SELECT s.code AS "学校标识码", s.name AS "学校名称", o.code AS "所属区县", s.category AS "学校类别",
           s.city_code AS "学籍辅号校码", array_to_string(s.grades, '、') AS "开设年级",
           array_to_string(ARRAY(SELECT c.name FROM parties_campus c WHERE c.school_id = s.id ORDER BY c.number), '、')
               AS "校区", CASE WHEN s.foreign_license THEN '是' ELSE '否' END AS "接收外籍生资质"
      FROM parties_school s JOIN parties_office o ON o.id = s.district_id
"""
_CLASSES = """
    SELECT s.code AS "学校标识码", g.school_year AS "学年", g.grade AS "年级", g.number AS "班号", c.name AS "校区"
      FROM records_classgroup g JOIN parties_school s ON s.id = g.school_id JOIN parties_campus c ON c.id = g.campus_id
"""
_RECORDS = """
    SELECT n.number AS "全国学籍号", t.name AS "姓名", t.sex AS "性别", to_char(t.birth_date, 'YYYYMMDD') AS "出生日期",
           t.document_type AS "身份证件类型", t.document_number AS "身份证件号", t.nationality AS "国籍/地区",
           t.ethnicity AS "民族", t.residency AS "户籍类别", t.as_local_category AS "按本市户籍对待类别",
           t.hukou_place AS "户口所在地", c.number AS "学籍辅号", e.number AS "教育ID", r.standing AS "学籍状态",
           r.leaving_outcome AS "毕结肄业", to_char(r.established_on, 'YYYYMMDD') AS "建籍日期",
           to_char(r.closed_on, 'YYYYMMDD') AS "离校日期", f.answers->>'member1_name' AS "监护人姓名",
           f.answers->>'member1_kinship' AS "监护人关系", f.answers->>'member1_telephone' AS "监护人电话",
           f.answers->>'present_address' AS "现住址"
      FROM records_studentrecord r JOIN records_student t ON t.id = r.student_id
      JOIN records_studentform f ON f.student_id = t.id
      JOIN records_numberassignment n ON n.record_id = r.id AND n.scheme = 'L'
      LEFT JOIN records_numberassignment c ON c.record_id = r.id AND c.scheme = 'CITY'
      LEFT JOIN records_numberassignment e ON e.record_id = r.id AND e.scheme = 'EID'
"""
_SPELLS = """
    SELECT n.number AS "全国学籍号", s.code AS "学校标识码", e.school_year AS "学年", e.grade AS "年级",
           g.number AS "班号", e.seat_number AS "班内学号", to_char(lower(e.during), 'YYYYMMDD') AS "起始日期"
      FROM records_enrollment e JOIN parties_school s ON s.id = e.school_id
      JOIN records_numberassignment n ON n.record_id = e.record_id AND n.scheme = 'L'
      LEFT JOIN records_classgroup g ON g.id = e.class_group_id
     WHERE upper_inf(e.during)
"""


def measure(house: House) -> list[Figure]:
    """Seed a city in a twin and write its register to files; take it over here; COPY the same rows in another twin."""
    found_city()
    source = house.twin("xueji_source")
    source.enter()
    seed(students=CHILDREN, seed=1)
    folder = house.folder / "register"
    with scope(_ACTOR):
        for name, query in {"学校": _SCHOOLS, "班级": _CLASSES, "学籍": _RECORDS, "在读": _SPELLS}.items():
            _write(folder / f"{name}.csv", query)
    house.enter()
    judging = timed(partial(_judge, _begin(folder), folder))
    fresh = house.twin("xueji_fresh")
    house.enter()
    landing = timed(_land)
    run = TakeOver.objects.defer("content").get()
    children = run.counts["records"]["accepted"]
    if run.status != TakeOverStatus.DONE or children < CHILDREN:
        raise RuntimeError(f"not taken over: {run.status} {run.counts} {run.reasons}")
    again = timed(partial(_judge, _begin(folder), folder))
    if sum(counts["accepted"] for counts in TakeOver.objects.latest("pk").counts.values()):
        raise RuntimeError("the same files again would write something")
    copied = _copied(house, fresh)
    whole = judging + landing
    speed = f"{children / whole:,.0f} children a second"
    note = f"judging {judging:.1f} s, writing {landing:.1f} s, the same files again {again:.1f} s; {speed}"
    return [Figure(f"take-over of {children:,} children", whole, "COPY of the rows it wrote", copied, REACH, note)]


def _write(path: Path, query: str) -> None:
    path.parent.mkdir(exist_ok=True)
    asked = f"COPY ({query}) TO STDOUT WITH (FORMAT csv, HEADER)"
    with connection.cursor() as cursor, path.open("wb") as file, cursor.copy(asked) as out:
        for block in out:
            file.write(block)


def _begin(folder: Path) -> TakeOver:
    with scope(_ACTOR):
        return begin_here(_ACTOR, folder)


def _judge(takeover: TakeOver, folder: Path) -> None:
    with scope(_ACTOR):
        judge(takeover, folder)
        TakeOver.objects.filter(pk=takeover.pk, status=TakeOverStatus.JUDGED).update(status=TakeOverStatus.LANDING)


def _land() -> None:
    land(TakeOver.objects.values_list("pk", flat=True).get())


def _copied(house: House, fresh: House) -> float:
    """Seconds for the same rows by COPY into the same tables where only the schools and classes are, and no child yet.

    Tables under row security take no COPY: rows wait in a temporary table, as everywhere in the program.
    """
    with scope(_ACTOR):
        rows = [(model, _rows(model)) for model in _COPIED]
    fresh.enter()
    with scope(_ACTOR):
        write_places(TakeOver.objects.get())
    taken = timed(partial(_copy_all, rows))
    house.enter()
    return taken


def _copy_all(rows: list[tuple[type[models.Model], list[bytes]]]) -> None:
    with scope(_ACTOR), connection.cursor() as cursor:
        for model, blocks in rows:
            table = model._meta.db_table
            cursor.execute(f'CREATE TEMP TABLE "plain_{table}" AS TABLE "{table}" WITH NO DATA')
            with cursor.copy(f'COPY "plain_{table}" FROM STDIN') as into:
                for block in blocks:
                    into.write(block)
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM "plain_{table}"')  # noqa: S608 - names of models


def _rows(model: type[models.Model]) -> list[bytes]:
    with connection.cursor() as cursor, cursor.copy(f'COPY (TABLE "{model._meta.db_table}") TO STDOUT') as out:
        return [bytes(block) for block in out]
