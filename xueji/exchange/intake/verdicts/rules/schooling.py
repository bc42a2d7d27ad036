"""The grade, the modes of admission and attendance, and whatever else is a plain code."""

from __future__ import annotations

from xueji.exchange.intake.verdicts.city import CityKnowledge, KnownSchool
from xueji.exchange.intake.verdicts.outcome import Finding, rule
from xueji.exchange.intake.verdicts.rules.cells import Reader, Reading, squeezed_reader
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.schooling.grades import Grade, parse_grade
from xueji.vocabulary.schooling.stages import StageGroup
from xueji.vocabulary.text import Text

_GRADE_UNKNOWN = rule("grade_unknown")
_NOT_ENTRY = rule("grade_not_entry")
_NOT_IMPORTED = rule("grade_not_imported")
_NOT_OFFERED = rule("grade_not_offered")
_UNKNOWN = rule("code_unknown")
_NOT_ALLOWED = rule("code_not_allowed")
_OTHER_STAGE = rule("admission_mode_of_other_stage")

_ATTENDANCE = frozenset({"1", "2"})
_MODES_OF = {
    StageGroup.COMPULSORY: frozenset({"11", "12", "99"}),
    StageGroup.SENIOR: frozenset({"21", "22", "23", "99"}),
}


def grade_reader(heading: str, city: CityKnowledge) -> Reader:
    """Read the grade; an admissions list holds entry grades only."""
    listed = _listed(city.grades)

    def read(text: str) -> Reading:
        grade = parse_grade(text)
        if grade is None:
            return None, (_GRADE_UNKNOWN.found(field=heading, value=text),)
        if not grade.is_entry:
            return None, (_NOT_ENTRY.found(field=heading, grade=grade.label),)
        if grade not in city.grades:
            return None, (_NOT_IMPORTED.found(field=heading, grade=grade.label, allowed=listed),)
        return grade, ()

    return squeezed_reader(heading, read)


def grade_finding(school: KnownSchool, grade: Grade, heading: str) -> Finding | None:
    """Compare the grade with those the school offers."""
    if grade in school.grades:
        return None
    offered = _listed(frozenset(grade for grade in school.grades if grade.is_entry))
    return _NOT_OFFERED.found(field=heading, grade=grade.label, school=school.name, allowed=offered)


def code_reader(heading: str, table_name: str, allowed: frozenset[str] | None = None) -> Reader:
    """Read a code of a table, by code or by label; `allowed` narrows the table."""
    table = code_table(table_name)
    listed = _labels(table_name, allowed) if allowed else Text("", "")

    def read(text: str) -> Reading:
        code = table.code_of(text)
        if code is None:
            return None, (_UNKNOWN.found(field=heading, value=text, standard=table.standard),)
        if allowed and code not in allowed:
            return None, (_NOT_ALLOWED.found(field=heading, value=text, allowed=listed),)
        return code, ()

    return squeezed_reader(heading, read)


def attendance_reader(heading: str) -> Reader:
    """Read the mode of attendance; the student form takes day student and boarder only."""
    return code_reader(heading, "attendance_mode", _ATTENDANCE)


def mode_finding(mode: str, grade: Grade, heading: str) -> Finding | None:
    """Compare the mode of admission with the stage."""
    if mode in _MODES_OF[grade.stage.group]:
        return None
    return _OTHER_STAGE.found(
        field=heading, value=code_table("admission_mode").label(mode), stage=grade.stage.group.label
    )


def _listed(grades: frozenset[Grade]) -> Text:
    ordered = [grade for grade in Grade if grade in grades]
    return Text("、".join(grade.label.zh for grade in ordered), ", ".join(grade.label.en for grade in ordered))


def _labels(table_name: str, codes: frozenset[str]) -> Text:
    entries = [entry for entry in code_table(table_name).entries if entry.code in codes]
    return Text("、".join(entry.zh for entry in entries), ", ".join(entry.en for entry in entries))
