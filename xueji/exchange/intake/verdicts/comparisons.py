"""The values of one row, compared with each other. Each check speaks only when it has all it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from xueji.exchange.intake.verdicts.city import CityKnowledge, KnownSchool
from xueji.exchange.intake.verdicts.outcome import Finding, rule
from xueji.exchange.intake.verdicts.rules import identity, residence, schooling
from xueji.exchange.intake.verdicts.rules.birth import age_check
from xueji.exchange.intake.verdicts.rules.persons import sex_text
from xueji.exchange.intake.verdicts.rules.schools import SchoolNames, license_finding
from xueji.exchange.intake.workbook.cells import Cell
from xueji.vocabulary.numbers.resident_id import ResidentId
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade

_BIRTH_DIFFERS = rule("birth_date_differs")
_SEX_DIFFERS = rule("sex_differs")

Found = tuple[str, Finding]
Values = dict[str, object]


class Comparisons:
    """Compares the values of a row. In `values`, "" means empty and None means unusable, which was said already."""

    def __init__(self, headings: Mapping[str, str], city: CityKnowledge) -> None:
        """Take the headings under which findings are spoken of, by field key."""
        self._headings = headings
        self._city = city
        self._ages = age_check(city)
        self.names = SchoolNames(city)

    def findings(self, values: Values, number: Cell) -> Iterator[Found]:
        """Yield what does not go together, by field key; `number` is the cell of the document number."""
        resident = None
        for found in self._document(values, number):
            if isinstance(found, ResidentId):
                resident = found
            else:
                yield found
        birth_fits = True
        if resident is not None:
            for key, finding in self._resident(values, resident):
                birth_fits = birth_fits and key != "birth_date"
                yield key, finding
        yield from self._residence(values)
        yield from self._schooling(values, birth_fits=birth_fits)

    def _document(self, values: Values, cell: Cell) -> Iterator[Found | ResidentId]:
        headings = self._headings
        kind = values.get("document_type")
        known = kind if isinstance(kind, DocumentType) else None
        document = identity.read_document(known, cell, headings["document_type"], headings["document_number"])
        values["document_number"] = document.number
        for finding in document.findings:
            yield ("document_type" if finding.rule.startswith("document_type") else "document_number"), finding
        nationality = values.get("nationality")
        if known is not None and document.number and isinstance(nationality, str) and nationality:
            nation = residence.document_nation_finding(known, document.number, nationality, headings["document_type"])
            if nation is not None:
                yield "document_type", nation
        if document.resident is not None:
            yield document.resident

    def _resident(self, values: Values, resident: ResidentId) -> Iterator[Found]:
        birth_date, sex = values.get("birth_date"), values.get("sex")
        born = birth_date if isinstance(birth_date, date) else None
        old = identity.old_number_finding(resident, born, self._headings["document_number"])
        if old is not None:
            yield "document_number", old
        outdated = old is not None and born is not None and born != resident.birth_date and old.weight
        if born is not None and born != resident.birth_date and not outdated:
            gaps = {"field": self._headings["birth_date"], "value": born, "other": resident.birth_date}
            yield "birth_date", _BIRTH_DIFFERS.found(number=resident.number, **gaps)
        if isinstance(sex, str) and sex and sex != resident.sex:
            gaps = {"field": self._headings["sex"], "value": sex_text(sex), "other": sex_text(resident.sex)}
            yield "sex", _SEX_DIFFERS.found(number=resident.number, **gaps)

    def _residence(self, values: Values) -> Iterator[Found]:
        residency, nationality = values.get("residency"), values.get("nationality")
        if not isinstance(residency, Residency):
            return
        headings = self._headings
        if isinstance(nationality, str) and nationality:
            for finding in residence.residency_findings(residency, nationality, headings["residency"]):
                yield "residency", finding
        category = residence.category_finding(
            residency, values.get("as_local_category", ""), headings["as_local_category"]
        )
        if category is not None:
            yield "as_local_category", category
            values["as_local_category"] = ""
        place = values.get("hukou_place")
        if isinstance(place, str) and place:
            differs = residence.place_finding(residency, place, headings["hukou_place"], self._city.home_names)
            if differs is not None:
                yield "hukou_place", differs

    def _schooling(self, values: Values, *, birth_fits: bool) -> Iterator[Found]:
        headings = self._headings
        school, grade, name = values.get("school_code"), values.get("grade"), values.get("school_name")
        offered = True
        if isinstance(school, KnownSchool):
            if (
                isinstance(name, str)
                and name
                and (spelled := self.names.compare(school, name, headings["school_name"]))
            ):
                yield "school_name", spelled
            if isinstance(grade, Grade) and (missing := schooling.grade_finding(school, grade, headings["grade"])):
                offered = False
                yield "grade", missing
            if _is_foreign(values) and (licensed := license_finding(school, headings["residency"])):
                yield "residency", licensed
        if not isinstance(grade, Grade):
            return
        born, mode = values.get("birth_date"), values.get("admission_mode")
        if isinstance(born, date) and birth_fits and offered:
            for finding in self._ages(born, grade):
                yield "birth_date", finding
        if isinstance(mode, str) and mode and offered:
            other = schooling.mode_finding(mode, grade, headings["admission_mode"])
            if other is not None:
                yield "admission_mode", other


def _is_foreign(values: Values) -> bool:
    """Whether the pupil is foreign as far as the row is not in two minds about it."""
    residency, nationality = values.get("residency"), values.get("nationality")
    signs = []
    if isinstance(residency, Residency):
        signs.append(residency is Residency.FOREIGN)
    if isinstance(nationality, str) and nationality:
        signs.append(residence.is_foreign(nationality))
    return bool(signs) and all(signs)
