"""Which reader reads which field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from xueji.exchange.intake.columns.fields import Field
from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.rules import birth, cells, form, identity, persons, residence, schooling, schools
from xueji.exchange.intake.verdicts.rules.cells import Reader, memoized

# Almost every row has another value: remembering them would only fill the memory.
_ALL_DIFFERENT = frozenset({"registration_number", "name", "present_address", "guardian_name", "guardian_phone"})
_OF_KEY: dict[str, Callable[[str], Reader]] = {
    "name": persons.name_reader,
    "sex": persons.sex_reader,
    "ethnicity": lambda heading: schooling.code_reader(heading, "ethnicity"),
    "nationality": lambda heading: schooling.code_reader(heading, "nationality"),
    "residency": residence.residency_reader,
    "guardian_name": persons.name_reader,
    "guardian_kinship": persons.kinship_reader,
    "guardian_phone": persons.phone_reader,
    "admission_mode": lambda heading: schooling.code_reader(heading, "admission_mode"),
    "attendance_mode": schooling.attendance_reader,
}
# These may say 无 for nothing.
_OPTIONAL_TEXTS = frozenset({"hukou_place", "present_address", "school_name"})


def reader_of(field: Field, heading: str, city: CityKnowledge, on: date) -> Reader:
    """Return the reader of a field under that heading. The document number has none: it depends on the type."""
    reader = _new_reader(field, heading, city, on)
    return reader if field.key in _ALL_DIFFERENT else memoized(reader)


def _new_reader(field: Field, heading: str, city: CityKnowledge, on: date) -> Reader:
    if field.item is not None:
        return form.form_reader(heading, field)
    match field.key:
        case "birth_date":
            return birth.birth_date_reader(heading, on)
        case "document_type":
            return identity.document_type_reader(heading, on)
        case "as_local_category":
            return residence.category_reader(heading, city, on)
        case "school_code":
            return schools.school_reader(heading, city)
        case "grade":
            return schooling.grade_reader(heading, city)
        case "registration_number":
            return cells.text_reader(heading, field.longest, exact=True)
    make = _OF_KEY.get(field.key)
    if make is not None:
        return make(heading)
    return cells.text_reader(heading, field.longest, nothing=field.key in _OPTIONAL_TEXTS)
