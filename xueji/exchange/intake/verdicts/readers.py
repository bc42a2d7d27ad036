"""Which reader reads which field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from xueji.exchange.intake.columns.fields import Field
from xueji.exchange.intake.verdicts.city import CityKnowledge
from xueji.exchange.intake.verdicts.rules import birth, cells, form, identity, persons, residence, schooling, schools
from xueji.exchange.intake.verdicts.rules.cells import Memory, Reader, Reading

# Almost every row has another value: remembering them would only fill the memory.
_ALL_DIFFERENT = frozenset({"registration_number", "name", "present_address", "guardian_name", "guardian_phone"})
Make = Callable[[Field, str, CityKnowledge, date], Reader]
_READERS: dict[str, Make] = {
    "registration_number": lambda field, heading, _city, _on: cells.text_reader(heading, field.longest, exact=True),
    "name": lambda _field, heading, _city, _on: persons.name_reader(heading),
    "sex": lambda _field, heading, _city, _on: persons.sex_reader(heading),
    "birth_date": lambda _field, heading, _city, on: birth.birth_date_reader(heading, on),
    "document_type": lambda _field, heading, _city, on: identity.document_type_reader(heading, on),
    "ethnicity": lambda field, heading, _city, _on: schooling.code_reader(heading, field.key),
    "nationality": lambda field, heading, _city, _on: schooling.code_reader(heading, field.key),
    "residency": lambda _field, heading, _city, _on: residence.residency_reader(heading),
    "as_local_category": lambda _field, heading, city, on: residence.category_reader(heading, city, on),
    "guardian_name": lambda _field, heading, _city, _on: persons.name_reader(heading),
    "guardian_kinship": lambda _field, heading, _city, _on: persons.kinship_reader(heading),
    "guardian_phone": lambda _field, heading, _city, _on: persons.phone_reader(heading),
    "school_code": lambda _field, heading, city, _on: schools.school_reader(heading, city),
    "grade": lambda _field, heading, city, _on: schooling.grade_reader(heading, city),
    "admission_mode": lambda field, heading, _city, _on: schooling.code_reader(heading, field.key),
    "attendance_mode": lambda _field, heading, _city, _on: schooling.attendance_reader(heading),
}


def text_look_up(field: Field, read: Reader) -> Callable[[str], Reading]:
    """Return what reads the texts of a field: the reader itself, or its memory where values repeat."""
    return read if field.key in _ALL_DIFFERENT else Memory(read).__getitem__


def reader_of(field: Field, heading: str, city: CityKnowledge, on: date) -> Reader:
    """Return the reader of a field under that heading. The document number has none: it depends on the type."""
    if field.item is not None:
        return form.form_reader(heading, field)
    make = _READERS.get(field.key)
    if make is not None:
        return make(field, heading, city, on)
    # Places, addresses and names of schools are free text; 无 says that there is none.
    return cells.text_reader(heading, field.longest, nothing=True)
