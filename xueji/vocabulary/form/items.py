"""The national student information form (学生基本信息表): its 72 items, and what is wrong or missing in one."""

from __future__ import annotations

from collections.abc import Mapping

from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.form import faults
from xueji.vocabulary.form.checks import check_for
from xueji.vocabulary.form.faults import FormFault
from xueji.vocabulary.form.formats import parse_day
from xueji.vocabulary.form.table import FORM_ITEMS, ITEM_OF_KEY, FormItem
from xueji.vocabulary.numbers.resident_id import BadResidentId, ResidentId
from xueji.vocabulary.people.documents import DocumentType, parse_document_type

__all__ = ["FORM_ITEMS", "FormFault", "FormItem", "check_answers", "form_item", "missing"]

_CHECKS = {item.key: check_for(item) for item in FORM_ITEMS}
_CHINESE = "CHN"
_CHINESE_REGIONS = frozenset({"HKG", "MAC", "TWN"})
_FOREIGN_CATEGORIES = frozenset({"41", "51"})
_SECOND_MEMBER = "member2_"


def form_item(key: str) -> FormItem:
    """Return an item by its key. Raises KeyError."""
    return ITEM_OF_KEY[key]


def check_answers(answers: Mapping[str, str]) -> list[FormFault]:
    """Return every fault of the answers given, by item key; codes may be given as codes or as their labels.

    Empty answers are not checked here (see `missing`), but answers are also compared with each other: number with
    document type, birth date and sex with the resident ID, overseas category with nationality, guardians.
    """
    found: list[FormFault] = []
    for key, answer in answers.items():
        check = _CHECKS.get(key)
        if check is None:
            found.append(faults.UNKNOWN_KEY.broken(key, ITEM_OF_KEY["name"].label, key))
        elif answer:
            fault = check(answer)
            if fault is not None:
                found.append(fault)
    found += _identity_faults(answers)
    found += _document_faults(answers, "member1_")
    found += _document_faults(answers, "member2_")
    found += _overseas_faults(answers)
    found += _guardian_faults(answers)
    return found


def missing(answers: Mapping[str, str]) -> list[FormItem]:
    """Return the required items without an answer, in the order of the form, conditional ones where they apply."""
    return [item for item in FORM_ITEMS if not answers.get(item.key, "").strip() and _is_required(item, answers)]


def _is_required(item: FormItem, answers: Mapping[str, str]) -> bool:
    if item.required != "conditional":
        return item.required == "yes"
    if item.key.startswith(_SECOND_MEMBER):
        return bool(answers.get("member2_name", "").strip())
    # The number of the identity document: required unless the type is Z, other (domain §2).
    kind = parse_document_type(answers.get("document_type", ""))
    return kind is None or kind.number_required


def _identity_faults(answers: Mapping[str, str]) -> list[FormFault]:
    kind = parse_document_type(answers.get("document_type", ""))
    number = answers.get("document_number", "")
    if kind is None or not number:
        return _document_faults(answers, "")
    if kind is not DocumentType.RESIDENT_ID:
        return []
    try:
        identity = ResidentId.parse(number)
    except BadResidentId as bad:
        return [FormFault("document_number", bad.rule, bad.says, bad.mend)]
    found: list[FormFault] = []
    born = parse_day(answers.get("birth_date", ""))
    if born is not None and born != identity.birth_date:
        found.append(_broken(faults.BIRTH_DIFFERS, "birth_date", f"{born}", other=f"{identity.birth_date}"))
    sex = code_table("sex").code_of(answers.get("sex", ""))
    if sex is not None and sex != identity.sex:
        found.append(_broken(faults.SEX_DIFFERS, "sex", answers["sex"]))
    return found


def _document_faults(answers: Mapping[str, str], prefix: str) -> list[FormFault]:
    kind = parse_document_type(answers.get(f"{prefix}document_type", ""))
    if kind is None:
        return []
    number = answers.get(f"{prefix}document_number", "")
    if not number:
        # Only the child must show a number; those of the family are asked for, not required (items 59 and 71).
        if prefix or not kind.number_required:
            return []
        return [_broken(faults.DOCUMENT_MISSING, "document_number", "", kind=kind.label)]
    if kind is not DocumentType.RESIDENT_ID:
        return []
    try:
        ResidentId.parse(number)
    except BadResidentId as bad:
        return [FormFault(f"{prefix}document_number", bad.rule, bad.says, bad.mend)]
    return []


def _overseas_faults(answers: Mapping[str, str]) -> list[FormFault]:
    nationality = code_table("nationality").code_of(answers.get("nationality", ""))
    category = code_table("overseas_category").code_of(answers.get("overseas_category", ""))
    if nationality is None or category is None:
        return []
    if nationality in _CHINESE_REGIONS:
        fits = category != "00" and category not in _FOREIGN_CATEGORIES
    elif nationality == _CHINESE:
        fits = category not in _FOREIGN_CATEGORIES
    else:
        fits = category in _FOREIGN_CATEGORIES or category == "99"
    if fits:
        return []
    other = code_table("nationality").label(nationality)
    return [_broken(faults.OVERSEAS_DIFFERS, "overseas_category", answers["overseas_category"], other=other)]


def _guardian_faults(answers: Mapping[str, str]) -> list[FormFault]:
    yes_no = code_table("yes_no")
    marks = [yes_no.code_of(answers.get(f"member{number}_guardian", "")) for number in (1, 2)]
    if marks == ["0", "0"]:
        return [_broken(faults.NO_GUARDIAN, "member1_guardian", "")]
    return []


def _broken(rule: faults.Rule, key: str, answer: str, **more: object) -> FormFault:
    return rule.broken(key, ITEM_OF_KEY[key].label, answer, **more)
