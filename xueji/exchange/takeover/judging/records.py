"""A row of the records by itself: who the child is, its numbers, its standing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import orjson

from xueji.exchange.intake.verdicts.outcome import rule
from xueji.exchange.intake.verdicts.rules import identity, residence
from xueji.exchange.intake.verdicts.rules.persons import sex_text
from xueji.exchange.intake.workbook.cells import Cell
from xueji.exchange.takeover.judging.columns import RowReader, Values, text_cells
from xueji.exchange.takeover.rules import Reason, broken, found, of_value, verdict_of
from xueji.exchange.takeover.sheets import Found
from xueji.records.models.identity import Identity
from xueji.records.student_form import identity_answers
from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.form.items import missing
from xueji.vocabulary.numbers.city_student_number import CityStudentNumber
from xueji.vocabulary.numbers.education_id import EducationId
from xueji.vocabulary.numbers.national_student_number import NationalStudentNumber
from xueji.vocabulary.numbers.resident_id import ResidentId
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.people.pinyin import initials, pinyin
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import RecordStanding

FIELDS = (
    *("takeover", "row", "verdict", "outcome", "reasons", "cells"),
    *("number", "name", "name_pinyin", "name_initials", "name_key", "former_name", "sex", "birth_date"),
    *("document_type", "document_number", "nationality", "ethnicity", "residency", "as_local_category"),
    *("hukou_place", "city_number", "education_id", "standing", "leaving_outcome", "established_on", "closed_on"),
    *("form", "missing"),
)
_BIRTH_DIFFERS, _SEX_DIFFERS = rule("birth_date_differs"), rule("sex_differs")
_NUMBERS = {"number": 19, "city_number": 16, "education_id": 8}
# The register fills these in itself, from the spell; nobody owes them.
_FROM_SPELL = ("grade", "class_group")
_GUARDIAN = {"guardian_name": "name", "guardian_kinship": "kinship", "guardian_phone": "telephone"}


class RecordJudge:
    """Judges the rows of the records, each by itself, and lays them out for COPY."""

    def __init__(self, takeover: int, sheet: Found, today: date) -> None:
        """Prepare the readers of the sheet."""
        self._takeover = takeover
        self._sheet = sheet
        self._reader = RowReader(sheet, today)

    def judge(self, number: int, cells: Sequence[Cell]) -> tuple[Any, ...]:
        """The staged row, values in the order of `FIELDS`."""
        values, reasons = self._reader.read(cells)
        heading = self._sheet.heading
        values["nationality"] = values["nationality"] or "CHN"
        kind = values["document_type"] if isinstance(values["document_type"], DocumentType) else None
        document = identity.read_document(
            kind, self._reader.cell(cells, "document_number"), heading("document_type"), heading("document_number")
        )
        values["document_number"] = document.number or ""
        if document.findings:
            reasons += [found(heading("document_number"), finding) for finding in document.findings]
        if document.resident is not None:
            reasons += self._resident(values, document.resident)
        reasons += self._residence(values, kind)
        reasons += self._numbers(values, document.resident)
        reasons += self._standing(values)
        answers, left = _form(values)
        name = values["name"] or ""
        return (
            *(self._takeover, number, verdict_of(reasons).value, "", _json(reasons) if reasons else "[]"),
            text_cells(cells, len(self._sheet.headings)),
            *(values["number"], name, pinyin(name), initials(name), name_key(name), values["former_name"] or ""),
            *(values["sex"] or "", values["birth_date"] or None, kind.value if kind else "", values["document_number"]),
            *(values["nationality"], values["ethnicity"] or "", str(values["residency"] or "")),
            *(values["as_local_category"] or "", values["hukou_place"] or "", values["city_number"]),
            *(values["education_id"], str(values["standing"] or ""), str(values["leaving_outcome"] or "")),
            *(values["established_on"] or None, values["closed_on"] or None, answers, left),
        )

    def _resident(self, values: Values, resident: ResidentId) -> Iterator[Reason]:
        """The resident ID says when its holder was born, and the sex."""
        born, sex, heading = values["birth_date"], values["sex"], self._sheet.heading
        old = identity.old_number_finding(
            resident, born if isinstance(born, date) else None, heading("document_number")
        )
        if old is not None:
            yield found(heading("document_number"), old)
        if isinstance(born, date) and born != resident.birth_date:
            gaps = {"field": heading("birth_date"), "value": born, "other": resident.birth_date}
            yield found(heading("birth_date"), _BIRTH_DIFFERS.found(number=resident.number, **gaps))
        if sex and sex != resident.sex:
            gaps = {"field": heading("sex"), "value": sex_text(sex), "other": sex_text(resident.sex)}
            yield found(heading("sex"), _SEX_DIFFERS.found(number=resident.number, **gaps))

    def _residence(self, values: Values, kind: DocumentType | None) -> Iterator[Reason]:
        residency, nationality, heading = values["residency"], values["nationality"], self._sheet.heading
        if kind is not None and values["document_number"] and nationality:
            nation = residence.document_nation_finding(
                kind, values["document_number"], nationality, heading("document_type")
            )
            if nation is not None:
                yield found(heading("document_type"), nation)
        if not isinstance(residency, Residency):
            return
        if nationality:
            for finding in residence.residency_findings(residency, nationality, heading("residency")):
                yield found(heading("residency"), finding)
        if residency is Residency.AS_LOCAL and not values["as_local_category"]:
            yield broken("category_missing", heading("as_local_category"))
        if residency is not Residency.AS_LOCAL:
            values["as_local_category"] = ""

    def _numbers(self, values: Values, resident: ResidentId | None) -> Iterator[Reason]:
        for key, width in _NUMBERS.items():
            raw = values[key] = values[key] or ""
            if not raw:
                continue
            try:
                values[key] = str(_PARSERS[key](raw))
            except BadValueError as bad:
                values[key] = raw[:width]
                yield of_value(self._sheet.heading(key), bad)
        number = values["number"]
        if resident is not None and number.startswith("G") and number[1:] != values["document_number"]:
            yield broken("number_differs_from_document", self._sheet.heading("number"))

    def _standing(self, values: Values) -> Iterator[Reason]:
        standing, heading = values["standing"], self._sheet.heading
        if not isinstance(standing, RecordStanding):
            return
        left = standing is RecordStanding.LEFT
        if left and values["leaving_outcome"] == "":
            yield broken("outcome_missing", heading("leaving_outcome"))
        if not left and values["leaving_outcome"]:
            values["leaving_outcome"] = ""
            yield broken("outcome_surplus", heading("leaving_outcome"))
        ended = values["closed_on"]
        if standing.on_roll and ended:
            yield broken("closed_on_surplus", heading("closed_on"))
        if not standing.on_roll and ended == "":
            yield broken("closed_on_missing", heading("closed_on"))
        pairs = (("closed_on", "established_on"), ("established_on", "birth_date"))
        for later, earlier in pairs:
            both = isinstance(values[later], date) and isinstance(values[earlier], date)
            if both and values[later] < values[earlier]:
                yield broken("dates_out_of_order", heading(later), other=heading(earlier))


def _form(values: Values) -> tuple[str, int]:
    """What the sheet already answers of the 72 items, as JSON, and how many required ones are left."""
    if not isinstance(values["birth_date"], date) or not values["name"]:
        return "{}", 0
    who = cast("Identity", SimpleNamespace(**{**_NO_PINYIN, **{key: values[key] or "" for key in _IDENTITY}}))
    answers = identity_answers(who)
    answers |= {"name_pinyin": pinyin(values["name"]), "ethnicity": values["ethnicity"] or ""}
    answers |= {"hukou_place": values["hukou_place"] or "", "present_address": values["present_address"] or ""}
    answers |= {f"member1_{item}": str(values[key] or "") for key, item in _GUARDIAN.items()}
    if isinstance(values["established_on"], date):
        answers["entry_month"] = f"{values['established_on']:%Y%m}"
    if answers["member1_name"]:
        answers["member1_guardian"] = "1"
    answers = {key: str(value) for key, value in answers.items() if value}
    return _json(answers), _left(frozenset(answers), answers.get("document_type", ""))


@cache
def _left(given: frozenset[str], document_type: str) -> int:
    """How many required items are open: it depends on which items are answered, not on what is in them."""
    return len(missing({**dict.fromkeys((*given, *_FROM_SPELL), "-"), "document_type": document_type}))


def _json(value: object) -> str:
    # PostgreSQL's jsonb holds no NUL.
    return orjson.dumps(value).decode().replace("\\u0000", "")


_NO_PINYIN = {"name_pinyin": ""}
_IDENTITY = ("name", "sex", "birth_date", "nationality", "document_type", "document_number")
_PARSERS: dict[str, Callable[[str], object]] = {
    "number": NationalStudentNumber.parse,
    "city_number": CityStudentNumber.parse,
    "education_id": EducationId.parse,
}
