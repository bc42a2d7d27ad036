"""Grades (年级), how they are written, and which one ends a stage."""

from __future__ import annotations

from enum import StrEnum

from xueji.vocabulary.schooling.stages import Stage
from xueji.vocabulary.text import Text


class Grade(StrEnum):
    """A grade: P1–P6 primary, J1–J3 junior, S0 the preparatory year (预科) before senior high, S1–S3 senior."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"
    P5 = "P5"
    P6 = "P6"
    J1 = "J1"
    J2 = "J2"
    J3 = "J3"
    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"

    @property
    def stage(self) -> Stage:
        """The stage the grade belongs to; the preparatory year counts as senior (domain §5.6)."""
        return _STAGE_OF_LETTER[self.value[0]]

    @property
    def number(self) -> int:
        """The year within the stage: 1 for an ordinary first grade, 0 for the preparatory year."""
        return int(self.value[1])

    @property
    def label(self) -> Text:
        """The name people read."""
        return _LABELS[self]

    @property
    def is_entry(self) -> bool:
        """Whether children begin a stage here (起始年级): P1, J1, S1 and the preparatory year S0."""
        return self in _ENTRY

    @property
    def next(self) -> Grade | None:
        """The grade after this one within the stage; None after the last, where only progression (升学) leads on."""
        return _NEXT.get(self)


def parse_grade(text: str) -> Grade | None:
    """Read a grade as schools write it (小学一年级, 一年级, 初一, 七年级, 高中一年级, 预科 …); None if it is none."""
    found = _WRITTEN.get(text)
    if found is None:
        found = _WRITTEN.get("".join(text.split()).upper())
    return found


def final_grade(stage: Stage, program_length: int) -> Grade:
    """Return the grade that ends the stage (毕业年级) for a program of so many years.

    Raises ValueError if the stage has no such program (primary 5–6, junior 3, senior 3).
    """
    try:
        return _FINAL[stage, program_length]
    except KeyError:
        known = ", ".join(str(length) for known_stage, length in _FINAL if known_stage is stage)
        message = f"no {stage.value} program of {program_length} years is known; known: {known}"
        raise ValueError(message) from None


_STAGE_OF_LETTER = {"P": Stage.PRIMARY, "J": Stage.JUNIOR, "S": Stage.SENIOR}
_ENTRY = frozenset({Grade.P1, Grade.J1, Grade.S0, Grade.S1})
_NEXT = {before: after for before, after in zip(Grade, list(Grade)[1:], strict=False) if before.stage is after.stage}
_FINAL = {
    (Stage.PRIMARY, 5): Grade.P5,
    (Stage.PRIMARY, 6): Grade.P6,
    (Stage.JUNIOR, 3): Grade.J3,
    (Stage.SENIOR, 3): Grade.S3,
}
_DIGITS = "一二三四五六七八九"
# Nine-year counting: junior grades are also written 七–九年级 (BJ-2014 art. 5); senior grades sometimes 10–12.
_YEARS_BEFORE = {Stage.PRIMARY: 0, Stage.JUNIOR: 6, Stage.SENIOR: 9}


def _label(grade: Grade) -> Text:
    if grade is Grade.S0:
        return Text("高中预科", "Senior preparatory year")
    year = _DIGITS[grade.number - 1]
    return Text(f"{grade.stage.label.zh}{year}年级", f"{grade.stage.label.en} grade {grade.number}")


def _spellings(grade: Grade) -> set[str]:
    """All the ways in which the grade is written; an ambiguous one (bare 一年级) belongs to the nine-year counting."""
    if grade is Grade.S0:
        return {"S0", "预科", "高中预科", "预科班", "内高班预科", "高中预科年级", "高中预科班"}
    number, stage = grade.number, grade.stage
    year = _DIGITS[number - 1]
    running = number + _YEARS_BEFORE[stage]
    long, short = stage.label.zh, stage.label.zh[0]
    written = {grade.value, f"{running}年级", f"{long}{year}年级", f"{long}{number}年级", f"{long}{year}"}
    written |= {f"普通{long}{year}年级"}
    written |= {f"{short}{year}", f"{short}{number}", f"{short}{year}年级"}
    if running <= len(_DIGITS):
        written |= {f"{_DIGITS[running - 1]}年级", f"{long}{_DIGITS[running - 1]}年级"}
    else:
        written |= {f"十{'一二'[running - 11] if running > 10 else ''}年级"}  # noqa: PLR2004
    return written


_LABELS = {grade: _label(grade) for grade in Grade}
_WRITTEN = {spelling: grade for grade in Grade for spelling in _spellings(grade)}
