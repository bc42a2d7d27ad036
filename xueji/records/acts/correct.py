"""A child's identity before a record is established: what may be wrong with it, and putting it right."""

from dataclasses import dataclass
from datetime import date

from xueji.parties.refusals import Complaint, refuse, refuse_all
from xueji.records.models import Entrant, Student, StudentRecord
from xueji.records.models.identity import IDENTITY, Identity
from xueji.vocabulary.numbers.resident_id import BadResidentId, ResidentId
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.names import name_fault, name_key, tidy_name
from xueji.vocabulary.people.pinyin import initials, pinyin
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.text import Text

_CORRECTABLE = (
    *("name", "sex", "birth_date", "document_type", "document_number", "ethnicity", "nationality"),
    *("residency", "as_local_category", "hukou_place"),
)


@dataclass(frozen=True)
class Correction:
    """The identity as it should be; every field, corrected or not."""

    name: str
    sex: str
    birth_date: date
    document_type: DocumentType
    document_number: str
    ethnicity: str
    nationality: str
    residency: Residency
    as_local_category: str = ""
    hukou_place: str = ""


def correct_identity(entrant: Entrant, to: Correction) -> dict[str, list[str]]:
    """Correct an entrant and the child made of it; the admissions row itself stays verbatim.

    Answers what changed, numbers masked. Raises RefusedError once a record exists, or with every fault of `to`.
    """
    if (
        entrant.student_id
        and StudentRecord.objects.filter(student_id=entrant.student_id, removed_at__isnull=True).exists()
    ):
        raise refuse(
            "",
            "record_established",
            Text("该生已建立学籍，信息不能在此更正。", "The child has a record; it cannot be corrected here."),
            Text("建立学籍后须办理“关键信息变更”。", "After establishment this takes a key-field change."),
        )
    refuse_all(faults_of(to))
    before = {name: str(getattr(entrant, name)) for name in _CORRECTABLE}
    _set(entrant, to)
    entrant.save(update_fields=list(IDENTITY))
    if entrant.student_id:
        student = Student.objects.get(pk=entrant.student_id)
        _set(student, to)
        student.save(update_fields=list(IDENTITY))
    changed = {
        name: [old, str(getattr(entrant, name))] for name, old in before.items() if old != str(getattr(entrant, name))
    }
    return _masked(changed)


def faults_of(to: Correction) -> list[Complaint]:
    """Every fault of an identity as typed, field by field."""
    found = []
    fault = name_fault(tidy_name(to.name))
    if fault is not None:
        found.append(Complaint("name", fault.rule, fault.says, fault.mend))
    if to.document_type is DocumentType.RESIDENT_ID:
        found += _resident_faults(to)
    elif to.document_type.number_required and not to.document_number:
        found.append(
            Complaint(
                "document_number",
                "document_number_missing",
                Text("该证件类型须填写证件号。", "This document needs a number."),
                Text("请填写证件号；确无证件的，类型选“其他”。", "Enter it, or choose type “other”."),
            )
        )
    if (to.residency is Residency.AS_LOCAL) != bool(to.as_local_category):
        found.append(
            Complaint(
                "as_local_category",
                "as_local_category",
                Text("“按本市户籍对待”与其类别须同时填写。", "Treated as local and its category go together."),
                Text("请选择类别，或更改户籍类别。", "Choose the category, or change the residency."),
            )
        )
    if (to.residency is Residency.FOREIGN) == (to.nationality in {"CHN", "HKG", "MAC", "TWN"}):
        found.append(
            Complaint(
                "residency",
                "residency_nationality",
                Text("户籍类别与国籍不符。", "Residency and nationality contradict each other."),
                Text("外籍仅指外国国籍；港澳台学生不属外籍。", "Foreign means foreign nationality only."),
            )
        )
    return found


def _resident_faults(to: Correction) -> list[Complaint]:
    if not to.document_number:
        return [
            Complaint(
                "document_number",
                "document_number_missing",
                Text("居民身份证号为空。", "The resident ID is empty."),
                Text("请填写身份证号。", "Enter the number."),
            )
        ]
    try:
        parsed = ResidentId.parse(to.document_number)
    except BadResidentId as bad:
        return [Complaint("document_number", bad.rule, bad.says, bad.mend)]
    found = []
    if parsed.birth_date != to.birth_date:
        found.append(
            Complaint(
                "birth_date",
                "birth_date_differs_from_id",
                Text("出生日期与身份证号不符。", "The birth date differs from the ID."),
                Text("请核对户口簿后更正其中之一。", "Check the hukou booklet and correct one."),
            )
        )
    if parsed.sex != to.sex:
        found.append(
            Complaint(
                "sex",
                "sex_differs_from_id",
                Text("性别与身份证号不符。", "The sex differs from the ID."),
                Text("请核对户口簿后更正其中之一。", "Check the hukou booklet and correct one."),
            )
        )
    return found


def _set(who: Identity, to: Correction) -> None:
    name = tidy_name(to.name)
    who.name, who.name_key, who.name_pinyin, who.name_initials = name, name_key(name), pinyin(name), initials(name)
    number = to.document_number.strip().upper()
    for field in _CORRECTABLE[1:]:
        setattr(who, field, getattr(to, field))
    who.document_type, who.residency, who.document_number = to.document_type.value, to.residency.value, number


def _masked(changed: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        name: ["…" + value[-4:] if name == "document_number" else value for value in pair]
        for name, pair in changed.items()
    }
