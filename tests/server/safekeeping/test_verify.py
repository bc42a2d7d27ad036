"""`xueji verify`: faults planted with the owner's right are found and named; a lawful city is found lawful."""

# ruff: noqa: S608, ISC004 - statements made of the constants below
from __future__ import annotations

import psycopg

from tests.house.worker_database import WorkerDatabase
from tests.server.safekeeping.conftest import Busy
from xueji.server.safekeeping.judging import Answer, ask, judge
from xueji.server.safekeeping.tables import settle

_COPY = """
INSERT INTO {0} ({1}) SELECT {1} FROM {0} WHERE id = (SELECT max(id) FROM {0} WHERE {2})
"""
_CASE = (
    "procedure, edition, student_record_id, school_id, district_id, state, held_by, holder_school_id, holder_office_id,"
    " route_row, frozen, version, opened_on, entered_on, due_on, outcome, answers"
)
_SPELL = (
    "record_id, student_id, school_id, district_id, campus_id, class_group_id, school_year, grade, cohort, during,"
    " entry_type, exit_type, counts_against_quota"
)
_RECORD = "student_id, standing, document_type, document_number, established_on, contested, leaving_outcome"
_OPEN = "closed_on IS NULL"

# What is planted, and what must be found: all of it, and nothing else.
FAULTS: dict[str, tuple[str, set[str]]] = {
    "a second open enrollment": (
        "ALTER TABLE records_enrollment DROP CONSTRAINT no_child_on_two_rolls; DROP INDEX one_open_enrollment_a_record;"
        + _COPY.format("records_enrollment", _SPELL, "upper_inf(during)"),
        {"one_roll_a_child", "no_overlapping_spells", "constraints_stand"},
    ),
    "an earlier spell that reaches into the present one": (
        "ALTER TABLE records_enrollment DROP CONSTRAINT no_child_on_two_rolls;"
        "INSERT INTO records_enrollment ("
        + _SPELL
        + ") SELECT "
        + _SPELL.replace("during", "daterange('2014-01-01', '2015-12-01')")
        + " FROM records_enrollment WHERE id = (SELECT max(id) FROM records_enrollment WHERE upper_inf(during))",
        {"no_overlapping_spells", "constraints_stand"},
    ),
    "a child that studies on no roll": (
        "UPDATE records_enrollment SET during = daterange(lower(during), '2015-12-01')"
        " WHERE id = (SELECT max(id) FROM records_enrollment WHERE upper_inf(during))",
        {"a_child_that_studies_sits_somewhere", "taken_by_children_in_class"},
    ),
    "two records of one identity": (
        "DROP INDEX one_record_an_identity;" + _COPY.format("records_studentrecord", _RECORD, "true"),
        {"one_record_an_identity", "a_child_that_studies_sits_somewhere", "constraints_stand"},
    ),
    "a place held by nobody": (
        "UPDATE records_enrollmentquota SET held = held + 1 WHERE id = (SELECT min(id) FROM records_enrollmentquota)",
        {"held_by_open_cases"},
    ),
    "a place taken by nobody": (
        "UPDATE records_enrollmentquota SET taken = taken + 1 WHERE taken > 0",
        {"taken_by_children_in_class"},
    ),
    "more places than granted": (
        "ALTER TABLE records_enrollmentquota DROP CONSTRAINT quota_never_exceeded;"
        "UPDATE records_enrollmentquota SET granted = 0 WHERE taken > 0",
        {"no_more_than_granted", "constraints_stand"},
    ),
    "a version that nobody decided": (
        f"UPDATE cases_case SET version = version + 1 WHERE {_OPEN}",
        {"a_decision_for_every_version"},
    ),
    "a decision removed": (
        "ALTER TABLE cases_decision DISABLE TRIGGER USER; DELETE FROM cases_decision WHERE number = 2",
        {"a_decision_for_every_version", "triggers_stand"},
    ),
    "a state that nobody decided": (
        f"UPDATE cases_case SET state = 'elsewhere' WHERE {_OPEN}",
        {"a_case_stands_where_it_was_put"},
    ),
    "a closed case that somebody still holds": (
        f"UPDATE cases_case SET closed_on = opened_on, outcome = 'refused', held_place_id = NULL WHERE {_OPEN}",
        {"nobody_holds_what_is_closed", "held_by_open_cases"},
    ),
    "a holder that is no party": (
        "UPDATE cases_case SET holder_school_id = (SELECT max(id) FROM parties_school WHERE id <> holder_school_id)"
        f" WHERE {_OPEN}",
        {"the_holder_is_the_party_that_must_act"},
    ),
    "a second open case about one child": (
        "DROP INDEX one_open_case_a_student_record;" + _COPY.format("cases_case", _CASE, _OPEN),
        {
            "one_open_case_a_subject",
            "a_decision_for_every_version",
            "the_holder_is_the_party_that_must_act",
            "constraints_stand",
        },
    ),
    "append-only switched off": (
        "ALTER TABLE cases_decision DISABLE TRIGGER cases_decision_keeps_rows",
        {"triggers_stand"},
    ),
    "history switched off": ("ALTER TABLE records_enrollment DISABLE TRIGGER USER", {"triggers_stand"}),
    "row-level security not forced": (
        "ALTER TABLE records_student NO FORCE ROW LEVEL SECURITY",
        {"rows_are_guarded"},
    ),
    "row-level security off": ("ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY", {"rows_are_guarded"}),
    "a policy that lets everybody in": (
        "CREATE POLICY open_to_all ON records_student USING (true)",
        {"rows_are_guarded"},
    ),
    "the program may change decisions": (
        "GRANT UPDATE ON cases_decision TO xueji_app",
        {"what_only_grows_only_grows"},
    ),
    "a number given to two children": (
        "ALTER TABLE records_numberassignment DROP CONSTRAINT no_number_twice;"
        "UPDATE records_numberassignment SET number = (SELECT min(number) FROM records_numberassignment)",
        {"no_number_twice", "constraints_stand"},
    ),
}


def asked(connection: psycopg.Connection) -> dict[str, Answer]:
    return {answer.question.name: answer for answer in ask(connection)}


def test_a_lawful_city_is_found_lawful_by_the_programs_own_role(busy: Busy, house_database: WorkerDatabase) -> None:
    answers = list(judge(house_database.urls.app))
    assert {answer.question.name: answer.first for answer in answers if not answer.fine} == {}
    assert len(answers) == 19


def test_every_planted_fault_is_found_and_no_other(busy: Busy, house_database: WorkerDatabase) -> None:
    found = {}
    with psycopg.connect(house_database.urls.owner or "") as owner:
        settle(owner)
        for kind, (statement, _) in FAULTS.items():
            with owner.transaction(force_rollback=True):
                owner.execute(statement)  # type: ignore[call-overload]
                found[kind] = {name for name, answer in asked(owner).items() if not answer.fine}
    assert found == {kind: expected for kind, (_, expected) in FAULTS.items()}


def test_the_first_bad_rows_are_named(busy: Busy, house_database: WorkerDatabase) -> None:
    with psycopg.connect(house_database.urls.owner or "") as owner, owner.transaction(force_rollback=True):
        settle(owner)
        owner.execute("UPDATE cases_case SET version = 9 WHERE id = %s", [busy.cases[0]])
        answer = asked(owner)["a_decision_for_every_version"]
    assert answer.count == 1
    assert answer.first == [{"id": busy.cases[0], "procedure": "in_city_transfer", "version": 9, "decisions": 1}]
    assert answer.as_json()["says"]["en"]
