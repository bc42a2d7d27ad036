"""The law of the register as questions to its rows: each finds what must not be, and a lawful city answers with nothing.

Constraints of the database keep most of it already. These questions stand behind them: for rows that came past the
constraints (by a restored file, a hand in the database, a bug that no constraint knows).
"""

from __future__ import annotations

from dataclasses import dataclass

from xueji.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class Question:
    """A query whose every row is a fault; `says` tells the fault."""

    name: str
    says: Text
    query: str


def _of_cases(name: str, zh: str, en: str, condition: str, columns: str = "c.id, c.procedure, c.state") -> Question:
    return Question(name, Text(zh, en), f"SELECT {columns} FROM cases_case c WHERE {condition}")  # noqa: S608 - constants


ROLLS = (
    Question(
        "one_roll_a_child",
        Text("同一学籍有两段在读关系", "a record has two open enrollments"),
        """SELECT record_id, count(*) AS open_enrollments, array_agg(id ORDER BY id) AS enrollments
             FROM records_enrollment WHERE upper_inf(during) GROUP BY record_id HAVING count(*) > 1""",
    ),
    Question(
        "no_overlapping_spells",
        Text("同一学籍的两段就读关系时间重叠", "two spells of a record overlap in time"),
        """SELECT record_id, before AS enrollment, id AS overlaps_with, during::text
             FROM (SELECT id, record_id, during, lag(id) OVER one AS before, lag(during) OVER one AS earlier
                     FROM records_enrollment WHERE NOT isempty(during)
                   WINDOW one AS (PARTITION BY record_id ORDER BY lower(during), id)) spells
            WHERE earlier && during""",
    ),
    Question(
        "a_child_that_studies_sits_somewhere",
        Text("学籍状态为在读，却不在任何学校的名册上", "a record says studying, and is on no roll"),
        """SELECT r.id AS record, r.student_id FROM records_studentrecord r
            WHERE r.standing = 'studying' AND NOT EXISTS
                  (SELECT 1 FROM records_enrollment e WHERE e.record_id = r.id AND upper_inf(e.during))""",
    ),
    Question(
        "one_record_an_identity",
        Text("同一证件有两份无争议的学籍", "one identity has two uncontested records"),
        """SELECT document_type, array_agg(id ORDER BY id) AS records FROM records_studentrecord
            WHERE NOT contested AND removed_at IS NULL AND document_number <> ''
            GROUP BY document_type, document_number HAVING count(*) > 1""",
    ),
    Question(
        "no_number_twice",
        Text("同一号码发给了两份学籍", "one number was given to two records"),
        """SELECT scheme, array_agg(DISTINCT record_id) AS records FROM records_numberassignment
            GROUP BY scheme, number HAVING count(DISTINCT record_id) > 1""",
    ),
)

PLACES = (
    Question(
        "no_more_than_granted",
        Text("占用与预留的学位超过总量", "more places are held and taken than were granted"),
        """SELECT id AS quota, school_id, grade, kind, granted, held, taken FROM records_enrollmentquota
            WHERE held + taken > granted OR held < 0 OR taken < 0""",
    ),
    Question(
        "held_by_open_cases",
        Text("预留学位数与在办业务所占不符", "places held differ from what open cases hold"),
        """WITH holds AS (SELECT quota, count(*) AS held FROM cases_case
                            CROSS JOIN unnest(ARRAY[held_place_id, held_foreign_place_id]) AS quota
                            WHERE closed_on IS NULL AND quota IS NOT NULL GROUP BY quota)
           SELECT q.id AS quota, q.school_id, q.grade, q.kind, q.held, coalesce(h.held, 0) AS held_by_open_cases
             FROM records_enrollmentquota q LEFT JOIN holds h ON h.quota = q.id WHERE q.held <> coalesce(h.held, 0)""",
    ),
    Question(
        "taken_by_children_in_class",
        Text("已用学位多于该届在读学生", "more places are taken than children of the cohort sit there"),
        """WITH sitting AS (
               SELECT e.school_id, count(*) AS seats, kind,
                      CASE WHEN e.grade = 'S0' THEN e.grade ELSE left(e.grade, 1) || '1' END AS entry,
                      e.school_year - CASE WHEN e.grade = 'S0' THEN 0 ELSE right(e.grade, 1)::int - 1 END AS entered
                 FROM records_enrollment e JOIN records_student s ON s.id = e.student_id
                 CROSS JOIN unnest(CASE WHEN s.residency = 'foreign' THEN ARRAY['general', 'foreign']
                                        ELSE ARRAY['general'] END) AS kind
                WHERE upper_inf(e.during) GROUP BY 1, 3, 4, 5),
           now AS (SELECT max(school_year) AS school_year FROM records_enrollment WHERE upper_inf(during))
           SELECT q.id AS quota, q.school_id, q.school_year, q.grade, q.kind, q.taken, coalesce(s.seats, 0) AS children
             FROM records_enrollmentquota q CROSS JOIN now JOIN parties_school at ON at.id = q.school_id
             LEFT JOIN sitting s
               ON s.school_id = q.school_id AND s.entry = q.grade AND s.entered = q.school_year AND s.kind = q.kind
            -- A cohort that has left the school by the count of its grades keeps what it took.
            WHERE q.school_year + (SELECT count(*) FROM unnest(at.grades) AS g
                                    WHERE left(g, 1) = left(q.grade, 1) AND g <> 'S0') > now.school_year
              AND q.taken > coalesce(s.seats, 0)""",
    ),
)

CASES = (
    Question(
        "a_decision_for_every_version",
        Text("业务的办理记录与版本号不符", "a case's decisions are not one for each version"),
        """SELECT c.id, c.procedure, c.version, coalesce(d.many, 0) AS decisions FROM cases_case c
             LEFT JOIN (SELECT case_id, count(*) AS many, max(number) AS latest, min(number) AS first
                          FROM cases_decision GROUP BY case_id) d ON d.case_id = c.id
            WHERE (c.version, c.version, 1) IS DISTINCT FROM (d.many, d.latest, d.first)""",
    ),
    Question(
        "a_case_stands_where_it_was_put",
        Text("业务状态与最后一次办理结果不符", "a case stands elsewhere than its latest decision put it"),
        """SELECT c.id, c.procedure, c.state, d.to_state AS decided FROM cases_case c
             JOIN cases_decision d ON d.case_id = c.id AND d.number = c.version WHERE d.to_state <> c.state""",
    ),
    Question(
        "one_open_case_a_subject",
        Text("同一对象有两件在办业务", "one subject has two open cases"),
        """SELECT entrant_id, student_record_id, subject_school_id, subject_office_id,
                  array_agg(id ORDER BY id) AS cases FROM cases_case WHERE closed_on IS NULL
            GROUP BY 1, 2, 3, 4 HAVING count(*) > 1""",
    ),
    _of_cases(
        "nobody_holds_what_is_closed",
        "已办结的业务仍有待办单位、期限或预留学位",
        "a closed case still has a holder, a due day or a place",
        "c.closed_on IS NOT NULL AND (c.held_by <> '' OR c.holder_school_id IS NOT NULL OR c.holder_office_id IS NOT NULL"
        " OR c.due_on IS NOT NULL OR c.held_place_id IS NOT NULL OR c.held_foreign_place_id IS NOT NULL"
        " OR c.outcome = '')",
    ),
    Question(
        "the_holder_is_the_party_that_must_act",
        Text("待办单位与业务当事单位不符", "the holder of an open case is not its party that must act"),
        """SELECT c.id, c.procedure, c.state, c.held_by, c.holder_school_id, c.holder_office_id,
                  p.school_id AS party_school, p.office_id AS party_office
             FROM cases_case c LEFT JOIN cases_caseparty p ON p.case_id = c.id AND p.party = c.held_by
            WHERE c.closed_on IS NULL
              AND (c.holder_school_id, c.holder_office_id) IS DISTINCT FROM (p.school_id, p.office_id)""",
    ),
    Question(
        "nothing_owed_without_a_decision",
        Text("已送达的事项没有送达时间或重复", "something is marked delivered that was never owed"),
        """SELECT d.id AS delivery, d.effect_id FROM cases_effectdelivery d
             LEFT JOIN cases_effect e ON e.id = d.effect_id WHERE e.id IS NULL""",
    ),
)

LAW = (*ROLLS, *PLACES, *CASES)
