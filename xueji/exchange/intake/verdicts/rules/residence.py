"""Nationality, residency, the category treated as local, and the place of the hukou."""

from __future__ import annotations

from datetime import date

from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.outcome import Finding, rule
from xueji.exchange.intake.verdicts.rules.cells import EMPTY, NOTHING, Reader, Reading, squeeze, squeezed_reader
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import AsLocalCategory, Residency, parse_residency
from xueji.vocabulary.text import Text

CHINA = "CHN"
REGIONS = frozenset({"HKG", "MAC", "TWN"})

_RESIDENCY_UNKNOWN = rule("residency_unknown")
_FOREIGN_BUT_CHINESE = rule("residency_foreign_but_chinese")
_FOREIGN_BUT_REGION = rule("residency_foreign_but_region")
_NOT_FOREIGN = rule("residency_not_foreign")
_CATEGORY_MISSING = rule("as_local_category_missing")
_CATEGORY_UNKNOWN = rule("as_local_category_unknown")
_CATEGORY_ENDED = rule("as_local_category_not_in_force")
_CATEGORY_SURPLUS = rule("as_local_category_surplus")
_CATEGORY_CONTRADICTS = rule("as_local_category_contradicts")
_PLACE_DIFFERS = rule("hukou_place_differs")
_TYPE_AND_NATION = rule("document_type_contradicts_nationality")

_SHORTEST_PART = 4
_ELSEWHERE = ("外省", "外地", "外市", "外埠")
_D = DocumentType
# Whose documents these are; a resident ID is for citizens, or, under the regions 81 to 83, for Hong Kong, Macao, Taiwan.
_NATIONS_OF = {
    _D.HONG_KONG_DOCUMENT: frozenset({CHINA, "HKG"}),
    _D.MACAO_DOCUMENT: frozenset({CHINA, "MAC"}),
    _D.TAIWAN_PERMIT: frozenset({CHINA, "TWN"}),
    _D.HONG_KONG_MACAO_PERMIT: frozenset({CHINA, "HKG", "MAC"}),
    _D.HONG_KONG_MACAO_RESIDENCE: frozenset({CHINA, "HKG", "MAC"}),
    _D.TAIWAN_RESIDENCE: frozenset({CHINA, "TWN"}),
}
_OUTSIDE_NUMBERS = {"HKG": "81", "MAC": "82", "TWN": "83"}


def residency_reader(heading: str) -> Reader:
    """Read the residency (户籍类别)."""
    listed = Text("、".join(kind.label.zh for kind in Residency), ", ".join(kind.label.en for kind in Residency))

    def read(text: str) -> Reading:
        found = parse_residency(text)
        if found is None:
            return None, (_RESIDENCY_UNKNOWN.found(field=heading, value=text, allowed=listed),)
        return found, ()

    return squeezed_reader(heading, read)


def category_reader(heading: str, city: CityKnowledge, on: date) -> Reader:
    """Read the category treated as local: its code, its label, or a clear part of the label."""
    current = [category for category in city.as_local if category.in_force(on)]
    listed = Text(
        "、".join(f"{category.code} {category.label.zh}" for category in current),
        ", ".join(f"{category.code} {category.label.en}" for category in current),
    )

    def read(text: str) -> Reading:
        if text.upper() in NOTHING:
            return EMPTY
        category = _category(text, city.as_local)
        if category is None:
            return None, (_CATEGORY_UNKNOWN.found(field=heading, value=text, allowed=listed),)
        if not category.in_force(on):
            return None, (_CATEGORY_ENDED.found(field=heading, value=category.label, day=on),)
        return category.code, ()

    return squeezed_reader(heading, read)


def residency_findings(residency: Residency, nationality: str, heading: str) -> tuple[Finding, ...]:
    """Compare residency and nationality: FOREIGN means foreign nationality and nothing else."""
    country = code_table("nationality").label(nationality)
    if residency is Residency.FOREIGN:
        if nationality == CHINA:
            return (_FOREIGN_BUT_CHINESE.found(field=heading, country=country),)
        if nationality in REGIONS:
            return (_FOREIGN_BUT_REGION.found(field=heading, country=country),)
    elif is_foreign(nationality):
        return (_NOT_FOREIGN.found(field=heading, country=country, value=residency.label),)
    return ()


def is_foreign(nationality: str) -> bool:
    """Whether a nationality is foreign; Hong Kong, Macao and Taiwan never are."""
    return nationality != CHINA and nationality not in REGIONS


def category_finding(residency: Residency, category: object, heading: str) -> Finding | None:
    """Compare residency and category. `category` is "" if the cell is empty, None if it could not be read."""
    if residency is Residency.AS_LOCAL:
        return _CATEGORY_MISSING.found(field=heading) if category == "" else None
    if category == "":
        return None
    surplus = _CATEGORY_SURPLUS if residency is Residency.LOCAL else _CATEGORY_CONTRADICTS
    return surplus.found(field=heading, residency=residency.label)


def document_nation_finding(kind: DocumentType, number: str, nationality: str, heading: str) -> Finding | None:
    """Compare the type of the document with the nationality."""
    if kind is DocumentType.RESIDENT_ID:
        fits = nationality == CHINA or number.startswith(_OUTSIDE_NUMBERS.get(nationality, "none"))
    else:
        fits = nationality in _NATIONS_OF.get(kind, {nationality})
    if fits:
        return None
    country = code_table("nationality").label(nationality)
    return _TYPE_AND_NATION.found(field=heading, kind=kind.label, country=country)


def place_finding(residency: Residency, place: str, heading: str, home_names: tuple[str, ...]) -> Finding | None:
    """Compare residency and the place of the hukou, as far as the place says clearly where it lies."""
    if not home_names:
        return None
    at_home = place.startswith(home_names)
    elsewhere = place.startswith(_ELSEWHERE)
    if (residency is Residency.LOCAL and elsewhere) or (residency is Residency.NON_LOCAL and at_home):
        return _PLACE_DIFFERS.found(field=heading, residency=residency.label, value=place)
    return None


def _category(text: str, categories: tuple[AsLocalCategory, ...]) -> AsLocalCategory | None:
    code = f"{int(text):02d}" if text.isascii() and text.isdigit() else text
    for category in categories:
        labels = {category.code, squeeze(category.label.zh), f"{category.code}{squeeze(category.label.zh)}"}
        if code in labels or text.replace("-", "") in labels:
            return category
    if len(text) < _SHORTEST_PART:
        return None
    partly = [category for category in categories if text in squeeze(category.label.zh)]
    return partly[0] if len(partly) == 1 else None
