"""Row-level security with the application's scoping switched off: raw SQL, no `visible_to` anywhere."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from tests.house.protected import Keys, all_keys, keys_of, protected_models, world_of
from tests.pupils import Schools, apply_for, approve, clerk, pupil
from tests.small_city import SmallCity, everything
from xueji.cases.acts.office.corrections import Correction, correct_entrant
from xueji.cases.models import Attachment, CaseParty
from xueji.parties.actors import Actor
from xueji.parties.models import School
from xueji.parties.scope import UnscopedQueryError, registry_eyes, scope
from xueji.records.models import Enrollment, Entrant, ProblemRecord, Student, StudentForm
from xueji.vocabulary.parties import Role
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency

TABLES = [model._meta.db_table for model in protected_models()]


@dataclass
class Three:
    """Three schools, the first two in one district, with rows of each in every protected table."""

    city: SmallCity
    keys: list[Keys]

    @property
    def schools(self) -> list[School]:
        return self.city.schools


@pytest.fixture
def three(city: SmallCity) -> Three:
    return Three(city, [world_of(city, school) for school in city.schools])


def told_scope() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('xueji.scope', true), '')")
        return str(cursor.fetchone()[0])


def test_every_table_that_tells_of_a_child_has_a_policy_that_binds_even_the_owner(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT relname FROM pg_class c WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity
                  AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)"""
        )
        assert sorted(name for (name,) in cursor.fetchall()) == TABLES


def test_the_three_worlds_fill_every_table(three: Three) -> None:
    for keys in three.keys:
        assert [table for table, rows in keys.items() if not rows] == []


def test_a_school_gets_its_own_rows_and_nobody_elses(three: Three) -> None:
    for number, school in enumerate(three.schools):
        with scope(three.city.actor(Role.REGISTRAR, school)):
            assert all_keys() == three.keys[number]


def test_a_district_gets_the_rows_of_its_schools(three: Three) -> None:
    first, second, third = three.keys
    for office, mine in (
        (three.city.districts[0], {table: first[table] | second[table] for table in TABLES}),
        (three.city.districts[1], third),
    ):
        with scope(three.city.actor(Role.DISTRICT_OFFICER, office)):
            assert all_keys() == mine


def test_the_city_and_the_eyes_of_the_registry_see_all(three: Three) -> None:
    whole = {table: set.union(*(keys[table] for keys in three.keys)) for table in TABLES}
    with scope(three.city.city_officer()):
        assert all_keys() == whole
    with scope(three.city.actor()), registry_eyes():
        assert all_keys() == whole


def test_a_session_that_was_told_nothing_or_nonsense_sees_nothing(three: Three) -> None:
    for told in ("", "school:0", "district:0", "nobody", "city:1", "registry "):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('xueji.scope', %s, true)", [told])
            assert all_keys() == {table: set() for table in TABLES}, told


def test_another_schools_rows_cannot_be_changed_or_removed(three: Three) -> None:
    theirs = three.keys[1]
    with scope(three.city.actor()):
        for model in protected_models():
            table, key = model._meta.db_table, model._meta.pk.column
            statement = f"UPDATE {table} SET {key} = {key} WHERE {key} = ANY(%s)"  # noqa: S608
            assert _touched(statement, theirs[table]) == 0, table
            assert _touched(f"DELETE FROM {table} WHERE {key} = ANY(%s)", theirs[table]) == 0, table  # noqa: S608
    with everything():
        assert all(theirs[table] <= keys for table, keys in all_keys().items())


def test_no_row_is_written_for_another_school(three: Three) -> None:
    actor, other, (mine, theirs, _far) = three.city.actor(), three.schools[1], three.keys
    with scope(actor):
        spell = Enrollment.objects.get(pk=min(mine["records_enrollment"]))
        copied = {field.attname: getattr(spell, field.attname) for field in Enrollment._meta.concrete_fields}
        abroad = {**copied, "id": None, "record_id": min(theirs["records_studentrecord"]), "district_id": 0}
        writes: list[Callable[[], object]] = [
            lambda: Enrollment.objects.filter(pk=spell.pk).update(school=other, district_id=0),
            lambda: Enrollment.objects.create(**{**abroad, "school_id": other.pk}),
            lambda: Entrant.objects.filter(pk__in=mine["records_entrant"]).update(school=other, district_id=0),
            lambda: Student.objects.create(name="x", birth_date=date(2009, 1, 1), sex="1"),
            lambda: StudentForm.objects.create(student_id=min(theirs["records_student"]), missing=0),
            lambda: CaseParty.objects.create(
                case_id=min(theirs["cases_case"]), party="city", school_id=actor.school_id
            ),
        ]
        for write in writes:
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                write()


def test_an_old_school_looks_and_changes_nothing(city: SmallCity) -> None:
    schools = Schools(city)
    record = pupil(schools.primary)
    opened = apply_for(record, schools.far_primary, clerk(city, schools.far_primary))
    for _ in range(3):
        assert approve(city, opened.case_id).taken
    changed = []
    for school in (schools.primary, schools.far_primary):
        with scope(clerk(city, school)):
            assert Student.objects.filter(pk=record.student_id).exists()
            changed.append(Student.objects.filter(pk=record.student_id).update(former_name="x"))
            changed.append(StudentForm.objects.filter(student=record.student_id).update(missing=1))
    assert changed == [0, 0, 1, 1]


def test_a_party_sees_the_child_of_its_case_and_the_old_school_sees_it_for_ever(city: SmallCity) -> None:
    schools = Schools(city)
    record = pupil(schools.primary)
    stranger = clerk(city, schools.near_primary)
    opened = apply_for(record, schools.far_primary, clerk(city, schools.far_primary))
    hanging = ("records_student", "records_studentrecord", "records_enrollment", "records_numberassignment")

    def seen_by(actor: Actor) -> bool:
        with scope(actor):
            found = [bool(keys) for table, keys in all_keys().items() if table in hanging]
        assert len(set(found)) == 1, "the child and what hangs on it are seen together"
        return found[0]

    assert [seen_by(clerk(city, school)) for school in (schools.primary, schools.far_primary)] == [True, True]
    assert not seen_by(stranger)
    for _ in range(3):
        assert approve(city, opened.case_id).taken
    assert [seen_by(clerk(city, school)) for school in (schools.primary, schools.far_primary)] == [True, True]
    assert not seen_by(stranger)


def test_an_attachment_belongs_to_its_uploader_until_it_proves_something(three: Three) -> None:
    mine, colleague = three.city.actor(), three.city.actor()
    with scope(mine):
        paper = Attachment.objects.create(
            file_name="b.pdf", content_type="application/pdf", sha256="", content=b"", uploaded_by_id=mine.account_id
        )
        assert paper.pk in keys_of(Attachment)
    with scope(colleague):
        assert paper.pk not in keys_of(Attachment)


def test_the_outer_actor_acts_again_after_an_inner_scope(city: SmallCity) -> None:
    outer, inner = city.actor(), city.actor(Role.REGISTRAR, city.schools[1])
    with scope(outer):
        with scope(inner):
            assert told_scope() == inner.scope
            with registry_eyes():
                assert told_scope() == "registry"
                with scope(outer):
                    assert told_scope() == outer.scope
                assert told_scope() == "registry"
            assert told_scope() == inner.scope
        assert told_scope() == outer.scope
        with pytest.raises(ZeroDivisionError), registry_eyes():
            raise ZeroDivisionError
        assert told_scope() == outer.scope
        with pytest.raises(ProgrammingError), transaction.atomic(), registry_eyes(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing_of_that_name")
        assert told_scope() == outer.scope
    assert told_scope() == ""


def test_nobody_opens_the_eyes_of_the_registry_outside_a_scope(db: None) -> None:
    with pytest.raises(UnscopedQueryError), registry_eyes():
        pass


def _touched(statement: str, keys: set[int]) -> int:
    """Rows that a statement touched; none where the table refuses it altogether."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [list(keys)])
            return cursor.rowcount
    except ProgrammingError as refused:
        assert "permission denied" in str(refused)  # noqa: PT017 - one of two lawful ends
        return 0


def test_a_correction_is_checked_against_children_whom_its_officer_may_not_see(city: SmallCity) -> None:
    officer = city.district_officer()
    (far,) = city.entrants(1, city.schools[2], grade="J1")
    (mine,) = city.entrants(1)
    names = {field.name for field in fields(Correction)}
    same = {name: getattr(far, name) for name in names if name not in {"document_type", "residency"}}
    with scope(officer):
        assert not Entrant.objects.filter(pk=far.pk).exists()
        correct_entrant(
            actor=officer,
            reason="户口簿",
            entrant=mine,
            to=Correction(**same, document_type=DocumentType(far.document_type), residency=Residency(far.residency)),
        )
        problem = ProblemRecord.objects.get(flagged=mine)
        assert problem.other_entrant_id == far.pk
        assert Entrant.objects.filter(pk=far.pk).exists(), "the other side of a doubt is seen by who must compare"
