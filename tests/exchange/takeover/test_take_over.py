"""A register is taken over: what was written, that a repeat changes nothing, and that the totals agree."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.exchange.takeover.registers import (
    SCHOOL,
    Register,
    class_group,
    judged,
    national_number,
    person,
    record,
    spell,
    taken_over,
)
from tests.small_city import SmallCity
from xueji.exchange.models import TakenRecord, TakeOver
from xueji.exchange.takeover.landing import children, landing
from xueji.exchange.takeover.returned import write_csv_folder, write_csv_zip, write_workbook
from xueji.exchange.takeover.template import write_folder
from xueji.parties.actors import system_actor
from xueji.parties.models import Account, Campus, Post, School
from xueji.parties.scope import scope
from xueji.records.models import ClassGroup, Enrollment, EnrollmentQuota, NumberAssignment, Student, StudentRecord
from xueji.vocabulary.parties import Party


def everything() -> dict[str, int]:
    with scope(system_actor(Party.CITY)):
        tables = (School, Campus, Account, Post, ClassGroup, Student, StudentRecord, Enrollment, NumberAssignment)
        quotas = {f"{quota}": (quota.granted, quota.held, quota.taken) for quota in EnrollmentQuota.objects.all()}
        return {**{table.__name__: table.objects.count() for table in tables}, **quotas}  # type: ignore[dict-item]


def test_every_row_is_written_with_its_history(register: Register, tmp_path: Path) -> None:
    takeover = taken_over(register.write(tmp_path))
    assert takeover.status == "done"
    with scope(system_actor(Party.CITY)):
        found = Enrollment.objects.get(record__numbers__number=national_number(0))
        assert (found.school.code, found.grade, found.seat_number) == (SCHOOL, "P3", 1)
        assert found.class_group is not None
        assert found.class_group.number == 1
        assert found.student.form.answers["class_group"] == "小学三年级(1)班"
        assert NumberAssignment.objects.filter(scheme="L").count() == 3
        quota = EnrollmentQuota.objects.get(school__code=SCHOOL)
        assert (quota.school_year, quota.grade, quota.granted, quota.taken) == (2013, "P1", 3, 3)
        history = Student.pgh_event_model.objects.filter(pgh_label="insert")  # type: ignore[attr-defined]
        assert history.count() == 3
    account = Account.objects.get(username="liugou01")
    assert not account.has_usable_password()
    assert account.posts.get().school.code == SCHOOL  # type: ignore[union-attr]


def test_the_same_files_again_change_nothing(register: Register, tmp_path: Path) -> None:
    folder = register.write(tmp_path)
    taken_over(folder)
    before = everything()
    again = taken_over(folder)
    assert everything() == before
    assert {sheet: (counts["accepted"], counts["there"]) for sheet, counts in again.counts.items()} == {
        **dict.fromkeys(("schools", "staff", "classes"), (0, 1)),
        **dict.fromkeys(("records", "spells"), (0, 3)),
    }
    assert all(line.unexplained == 0 for line in again.totals.all())


def test_the_totals_agree_and_every_difference_has_a_name(register: Register, tmp_path: Path) -> None:
    register.tables["学籍"] += [
        record(7, 身份证件号="110229200703040000"),
        record(8, 学籍状态="离校", 毕结肄业="毕业", 离校日期="20150720"),
    ]
    register.tables["在读"] += [spell(7), spell(9, 学校标识码="2111009999")]
    takeover = taken_over(register.write(tmp_path))
    lines = {(line.level, line.code): line for line in takeover.totals.all()}
    told = lines["sheet", "records"]
    assert (told.rows, told.accepted, told.refused, told.before, told.after) == (5, 4, 1, 0, 4)
    school = lines["school", SCHOOL]
    assert (school.rows, school.accepted, school.refused, school.after, school.raised) == (4, 3, 1, 3, 3)
    assert (school.taken, school.counted) == (3, 3)
    assert school.faults == {"record_refused": 1}
    assert lines["school", "2111009999"].faults == {"school_unknown": 1, "spell_without_record": 1}
    district = lines["district", "110229"]
    assert (district.rows, district.accepted, district.after) == (4, 3, 3)
    assert all(line.unexplained == 0 for line in lines.values())


def test_a_broken_off_writing_goes_on_where_it_stopped(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "WINDOW", 1)
    takeover = judged(register.write(tmp_path))
    TakeOver.objects.filter(pk=takeover.pk).update(status="landing")
    written = children.write_window

    def breaks(run: int, after: int, until: int) -> int:
        if after >= 3:
            raise RuntimeError("the power went out")
        return written(run, after, until)

    monkeypatch.setattr(landing, "write_window", breaks)
    with pytest.raises(RuntimeError, match="power"):
        landing.land(takeover.pk)
    with scope(system_actor(Party.CITY)):
        assert Student.objects.count() == Enrollment.objects.count() == 2
    monkeypatch.setattr(landing, "write_window", written)
    landing.land(takeover.pk)
    with scope(system_actor(Party.CITY)):
        assert Student.objects.count() == Enrollment.objects.count() == 3
        assert EnrollmentQuota.objects.get(school__code=SCHOOL).taken == 3


def test_what_was_registered_since_the_verdicts_is_refused_not_fatal(register: Register, tmp_path: Path) -> None:
    folder = register.write(tmp_path)
    first, second = judged(folder), judged(folder)
    for takeover in (first, second):
        TakeOver.objects.filter(pk=takeover.pk).update(status="landing")
        landing.land(takeover.pk)
    with scope(system_actor(Party.CITY)):
        assert Student.objects.count() == 3
    late = TakenRecord.objects.filter(takeover=second, verdict="refuse")
    assert late.count() == 3
    assert late[0].reasons[-1]["rule"] == "came_meanwhile"
    lines = {(line.level, line.code): line for line in second.totals.all()}
    assert lines["sheet", "spells"].refused == 3


def test_homeroom_teachers_get_their_classes_and_a_person_two_posts(register: Register, tmp_path: Path) -> None:
    register.tables["班级"].append(class_group(2))
    register.tables["人员"] += [
        person(岗位="班主任", 班级="P3-1、三年级-2"),
        person("yanqing77", 姓名="钱多", 岗位="区县学籍管理员", 单位代码="110229"),
    ]
    taken_over(register.write(tmp_path))
    posts = {post.role: post for post in Post.objects.filter(account__username="liugou01")}
    assert set(posts) == {"registrar", "homeroom_teacher"}
    numbers = ClassGroup.objects.filter(pk__in=posts["homeroom_teacher"].class_group_ids).values_list(
        "number", flat=True
    )
    assert sorted(numbers) == [1, 2]
    officer = Post.objects.get(account__username="yanqing77")
    assert officer.office is not None
    assert officer.office.code == "110229"


def test_places_already_granted_are_used_and_raised_only_where_too_few(
    city: SmallCity, register: Register, tmp_path: Path
) -> None:
    school = city.school
    EnrollmentQuota.objects.create(school=school, school_year=2013, grade="P1", kind="general", granted=2, taken=0)
    register.tables["班级"].append(class_group(学校标识码=school.code))
    for line in register.tables["在读"]:
        line["学校标识码"] = school.code
    takeover = taken_over(register.write(tmp_path))
    quota = EnrollmentQuota.objects.get(school=school, school_year=2013, grade="P1")
    assert (quota.granted, quota.taken) == (3, 3)
    assert takeover.totals.get(level="school", code=school.code).raised == 1
    assert takeover.reasons[0]["rule"] == "places_raised"


def test_the_sheets_come_back_with_verdicts_and_nothing_that_runs(register: Register, tmp_path: Path) -> None:
    register.tables["学籍"][0]["户口所在地"] = "=cmd|'/c calc'!A1"
    takeover = judged(register.write(tmp_path / "in"))
    files = write_csv_folder(takeover, tmp_path / "out")
    told = files[4].read_text(encoding="utf-8-sig").splitlines()
    assert told[1].startswith("不能接管：")
    assert ",'=cmd" in told[1] or ",\"'=cmd" in told[1]
    with (tmp_path / "out.zip").open("wb") as target:
        write_csv_zip(takeover, target, "en")
    assert len(zipfile.ZipFile(tmp_path / "out.zip").namelist()) == 6
    write_workbook(takeover, tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").stat().st_size


def test_the_template_itself_is_a_register_without_rows(city: SmallCity, tmp_path: Path) -> None:
    del city
    files = write_folder(tmp_path)
    assert len(files) == 6
    takeover = judged(files[0])
    assert takeover.status == "judged", takeover.reasons
    assert set(takeover.counts) == {"schools", "staff", "classes", "records", "spells"}
