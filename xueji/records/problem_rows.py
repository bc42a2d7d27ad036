"""The two rows of a problem record side by side (S21): ours as it is now, and the one it is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from xueji.records.models import Enrollment, Student
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.text import Text

COMPARED = ("name", "sex", "birth_date", "document_type", "document_number", "nationality")
"""The fields by which two rows agree or not: who the child is. The others are shown beside them."""

_LABELS: Mapping[str, Text] = {
    "name": Text("姓名", "Name"),
    "sex": Text("性别", "Sex"),
    "birth_date": Text("出生日期", "Birth date"),
    "document_type": Text("身份证件类型", "Document type"),
    "document_number": Text("身份证件号", "Document number"),
    "nationality": Text("国籍", "Nationality"),
    "national_number": Text("全国学籍号", "National number"),
    "standing": Text("学籍状态", "Standing"),
    "school": Text("学校", "School"),
    "grade": Text("年级", "Grade"),
}


# Seeing a whole number is an act of its own (design.md §5).
_MASKED = ("document_number", "national_number")
_LAST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a value; `differs` where the other row has something else in its place."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class FieldBeside:
    """One field of both rows, as people read it, cut where it differs; of numbers, what is equal is masked."""

    key: str
    label: Text
    ours: tuple[Segment, ...]
    theirs: tuple[Segment, ...]

    @property
    def differs(self) -> bool:
        """Whether the two rows say different things here."""
        return any(segment.differs for segment in (*self.ours, *self.theirs))


def row_of(student: Student, spell: Enrollment | None, national_number: str, standing: str) -> dict[str, str]:
    """A child of ours in the keys of `vocabulary.border.messages.Pupil`; `spell` is its present or last one."""
    return {
        "name": student.name,
        "sex": student.sex,
        "birth_date": student.birth_date.isoformat(),
        "document_type": student.document_type,
        "document_number": student.document_number,
        "nationality": student.nationality,
        "national_number": national_number,
        "standing": standing,
        "school": spell.school.name if spell else "",
        "grade": spell.grade if spell else "",
    }


def agree(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether the rows say the same of who the child is; names as the duplicate check compares them."""
    for key in COMPARED:
        one, other = str(ours.get(key) or ""), str(theirs.get(key) or "")
        if key in theirs and one != other and not (key == "name" and name_key(one) == name_key(other)):
            return False
    return True


def beside(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[FieldBeside]:
    """Both rows field by field, differing characters marked. A field that the other row does not have is left out."""
    found = []
    for key, label in _LABELS.items():
        if key not in theirs:
            continue
        one, other = _shown(key, ours.get(key)), _shown(key, theirs.get(key))
        hidden = key in _MASKED
        found.append(FieldBeside(key, label, _cut(one, other, hidden=hidden), _cut(other, one, hidden=hidden)))
    return found


def _shown(key: str, value: Any) -> str:
    text = str(value or "")
    if key in ("sex", "nationality"):
        entry = code_table(key).entry(text)
        return entry.label.zh if entry else text
    if key == "document_type" and text in {kind.value for kind in DocumentType}:
        return DocumentType(text).label.zh
    if key == "standing" and text in {standing.value for standing in RecordStanding}:
        return RecordStanding(text).label.zh
    return text


def _cut(text: str, other: str, *, hidden: bool) -> tuple[Segment, ...]:
    """Cut a text where it differs. Of a number only what differs is shown, and its last characters."""
    made: list[Segment] = []
    for kind, start, end, _, _ in SequenceMatcher(a=text, b=other, autojunk=False).get_opcodes():
        if end == start:
            continue
        piece, equal = text[start:end], kind == "equal"
        if equal and hidden:
            shown = max(0, end - max(start, len(text) - _LAST_SHOWN))
            piece = "•" * (len(piece) - shown) + piece[len(piece) - shown :]
        made.append(Segment(piece, differs=not equal))
    return tuple(made) or ((Segment("", differs=True),) if other else ())
