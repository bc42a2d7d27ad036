# ruff: noqa: S608 - nothing is put into these statements but constants of this module
"""Children beside each other and beside the register: one statement a rule, however many rows there are.

Staged tables carry no statistics yet: for a large file the planner is told to join by hashing, not row by row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from xueji.exchange.models.takeover import THERE, TakenSheet
from xueji.exchange.takeover.rules import WARN, sentences
from xueji.exchange.takeover.sheets import Found, columns
from xueji.vocabulary.people.standings import RecordStanding

LARGE = 50_000
_RECORD, _SPELL = "exchange_takenrecord", "exchange_takenspell"
_ON_ROLL = [standing.value for standing in RecordStanding if standing.on_roll]
_SAME_NUMBER = "n.scheme = left(mine.number, 1) AND n.scheme IN ('L', 'G', 'J') AND n.number = mine.number"
# Numbers are looked up first and held fast: with no statistics of the file, the planner might begin with the school.
_KNOWN = """
    known AS MATERIALIZED (
        SELECT mine.row, n.record_id FROM {table} mine JOIN records_numberassignment n ON {same}
         WHERE mine.takeover_id = %(run)s AND mine.number <> '')
"""


@dataclass(frozen=True)
class Crosswise:
    """The checks of one take-over. `rows` is the number of its children, `licensed` the schools for foreign pupils."""

    run: int
    sheets: dict[TakenSheet, Found]
    rows: int
    licensed: list[str]

    def judge(self) -> None:
        """Run every check, in the order in which one hangs on another."""
        if self.rows > LARGE:
            self._run("SET LOCAL enable_nestloop = off")
            self._run("SET LOCAL work_mem = '192MB'")
        self._records_among_themselves()
        self._records_and_register()
        self._spells()
        self._records_and_spells()
        if self.rows > LARGE:
            self._run("SET LOCAL enable_nestloop = on")

    def _records_among_themselves(self) -> None:
        twice = (
            ("row_twice", "number", "number"),
            ("identity_twice", "document_number", "document_type, document_number"),
            ("city_number_twice", "city_number", "city_number"),
            ("education_id_twice", "education_id", "education_id"),
        )
        for rule, key, by in twice:
            self._twice(_RECORD, rule, key, by)
        alike = "name_key, birth_date, sex"
        other = "CASE WHEN mine.row = found.first THEN found.last ELSE found.first END"
        self._mark(
            *(_RECORD, "likeness", "name"),
            f"'where', jsonb_build_array('本表第' || {other} || '行', 'row ' || {other})",
            f"""(SELECT {alike}, min(row) AS first, max(row) AS last FROM {_RECORD}
                  WHERE takeover_id = %(run)s AND name_key <> '' GROUP BY {alike} HAVING count(*) > 1) found""",
            "(mine.name_key, mine.birth_date, mine.sex) = (found.name_key, found.birth_date, found.sex)",
        )

    def _records_and_register(self) -> None:
        self._run(
            f"""WITH {_KNOWN.format(table=_RECORD, same=_SAME_NUMBER)},
                 held AS MATERIALIZED (
                    SELECT known.row, s.name_key, r.document_type, r.document_number
                      FROM known JOIN records_studentrecord r ON r.id = known.record_id
                      JOIN records_student s ON s.id = r.student_id)
                 UPDATE {_RECORD} mine SET outcome = '{THERE}' FROM held
                  WHERE mine.takeover_id = %(run)s AND mine.row = held.row AND mine.verdict <> 'refuse'
                    AND held.name_key = mine.name_key AND held.document_type = mine.document_type
                    AND held.document_number = mine.document_number"""
        )
        new = "mine.outcome = '' AND mine.number <> ''"
        numbers = "records_numberassignment n"
        self._mark(_RECORD, "number_of_another", "number", "", numbers, f"{new} AND {_SAME_NUMBER}")
        self._mark(
            *(_RECORD, "identity_has_record", "document_number", "", "records_studentrecord held"),
            """mine.outcome = '' AND mine.document_number <> '' AND held.document_number = mine.document_number
               AND held.document_type = mine.document_type AND held.removed_at IS NULL""",
        )
        for rule, key, scheme in (
            ("city_number_taken", "city_number", "CITY"),
            ("education_id_taken", "education_id", "EID"),
        ):
            same = f"n.scheme = '{scheme}' AND n.number = mine.{key}"
            self._mark(_RECORD, rule, key, "", "records_numberassignment n", f"{new} AND mine.{key} <> '' AND {same}")
        self._mark(
            *(_RECORD, "likeness", "name", """'where', jsonb_build_array('系统中已有', 'in the register')"""),
            "records_student s",
            f"""{new} AND mine.verdict <> 'refuse' AND s.name_key = mine.name_key AND s.birth_date = mine.birth_date
                AND s.sex = mine.sex""",
        )

    def _spells(self) -> None:
        self._twice(_SPELL, "spell_twice", "number", "number")
        self._run(
            f"""WITH {_KNOWN.format(table=_SPELL, same=_SAME_NUMBER)},
                 held AS MATERIALIZED (
                    SELECT known.row, there.code, e.grade, e.school_year
                      FROM known JOIN records_enrollment e ON e.record_id = known.record_id AND upper_inf(e.during)
                      JOIN parties_school there ON there.id = e.school_id)
                 UPDATE {_SPELL} mine SET outcome = '{THERE}' FROM held
                  WHERE mine.takeover_id = %(run)s AND mine.row = held.row AND mine.verdict <> 'refuse'
                    AND held.code = mine.school_code AND held.grade = mine.grade
                    AND held.school_year = mine.school_year"""
        )
        self._mark(
            *(_SPELL, "other_open_spell", "number", "", "records_numberassignment n"),
            f"mine.outcome = '' AND mine.number <> '' AND {_SAME_NUMBER}",
        )
        in_file = f"EXISTS (SELECT 1 FROM {_RECORD} r WHERE r.takeover_id = %(run)s AND r.number = mine.number)"
        in_register = f"EXISTS (SELECT 1 FROM records_numberassignment n WHERE {_SAME_NUMBER})"
        self._mark(
            *(_SPELL, "spell_without_record", "number", "", None),
            f"mine.outcome = '' AND mine.number <> '' AND NOT {in_file} AND NOT {in_register}",
        )
        self._mark(
            *(_SPELL, "spell_of_closed_record", "number", "", f"{_RECORD} r"),
            """r.takeover_id = %(run)s AND r.number = mine.number AND mine.number <> '' AND r.standing <> ''
               AND NOT r.standing = ANY(%(on_roll)s)""",
        )
        self._mark(
            *(_SPELL, "foreign_without_license", "school_code", "", f"{_RECORD} r"),
            """r.takeover_id = %(run)s AND r.number = mine.number AND r.residency = 'foreign' AND mine.outcome = ''
               AND mine.verdict <> 'refuse' AND NOT mine.school_code = ANY(%(licensed)s)""",
        )

    def _records_and_spells(self) -> None:
        on_roll = "mine.outcome = '' AND mine.verdict <> 'refuse' AND mine.standing = ANY(%(on_roll)s)"
        spell = f"SELECT 1 FROM {_SPELL} s WHERE s.takeover_id = %(run)s AND s.number = mine.number"
        self._mark(_RECORD, "record_without_spell", "number", "", None, f"{on_roll} AND NOT EXISTS ({spell})")
        self._mark(
            *(_RECORD, "spell_refused", "number", "'other', s.row", f"{_SPELL} s"),
            f"{on_roll} AND s.takeover_id = %(run)s AND s.number = mine.number AND s.verdict = 'refuse'",
        )
        self._mark(
            *(_SPELL, "record_refused", "number", "'other', r.row", f"{_RECORD} r"),
            """r.takeover_id = %(run)s AND r.number = mine.number AND mine.number <> '' AND r.verdict = 'refuse'
               AND mine.verdict <> 'refuse'""",
        )

    def _twice(self, table: str, rule: str, key: str, by: str) -> None:
        """Refuse every row whose key stands more than once: which of them counts cannot be told."""
        equal = " AND ".join(f"mine.{column} = found.{column}" for column in by.split(", "))
        gaps = f"'value', mine.{key}, 'count', found.count, 'other', found.first"
        grouped = f"""(SELECT {by}, count(*) AS count, min(row) AS first FROM {table}
                        WHERE takeover_id = %(run)s AND {key} <> '' GROUP BY {by} HAVING count(*) > 1) found"""
        self._mark(table, rule, key, gaps, grouped, equal)

    def _mark(self, table: str, rule: str, key: str, gaps: str, source: str | None, which: str) -> None:
        """Add one reason to every row of `table` (called mine) for which the condition holds."""
        weight = sentences()[rule].weight
        verdict = "CASE mine.verdict WHEN 'accept' THEN 'warn' ELSE mine.verdict END" if weight == WARN else "'refuse'"
        self._run(
            f"""UPDATE {table} mine SET verdict = {verdict}, reasons = mine.reasons || jsonb_build_array(
                    jsonb_build_object('field', %(field)s::text, 'rule', '{rule}', 'weight', '{weight}',
                                       'gaps', jsonb_build_object({gaps})))
                 {f"FROM {source}" if source else ""}
                 WHERE mine.takeover_id = %(run)s AND {which}""",
            field=self._heading(table, key),
        )

    def _heading(self, table: str, key: str) -> str:
        sheet = TakenSheet.RECORDS if table == _RECORD else TakenSheet.SPELLS
        found = self.sheets.get(sheet)
        return found.heading(key) if found else columns(sheet)[key].heading

    def _run(self, statement: str, **more: Any) -> None:
        told = {"run": self.run, "on_roll": _ON_ROLL, "licensed": self.licensed, **more}
        with connection.cursor() as cursor:
            cursor.execute(statement, told)
