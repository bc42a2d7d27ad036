"""Numbers, grades and corrected values in words, identity numbers masked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from xueji.desks.children.life.reading import TRACKED, Number
from xueji.desks.children.telling import shown_number
from xueji.desks.design.filters import grouped, in_words, masked_id
from xueji.desks.design.parts import Label
from xueji.records.models.enrollments import EntryType, ExitType
from xueji.records.models.numbers import NATIONAL, NumberScheme
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.form.items import form_item
from xueji.vocabulary.parties import Party
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency, as_local_category
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

_CODED = ("sex", "nationality", "ethnicity")
_OWN_LABELS = {
    "residency": Text("户籍类别", "Residency"),
    "as_local_category": Text("按本市户籍对待类别", "Category treated as local"),
}
_SCHEMES = {
    NumberScheme.TEMPORARY: "National student number (temporary)",
    NumberScheme.FORMAL: "National student number (formal)",
    NumberScheme.EDUCATION: "National student number (education)",
    NumberScheme.CITY: "City student number",
    NumberScheme.EDUCATION_ID: "Education ID",
}
_ENTRIES = {
    EntryType.ENTRY: "Entry",
    EntryType.CLASS_CHANGE: "Change of class",
    EntryType.PROMOTION: "Promotion",
    EntryType.TRANSFER: "Transfer in",
    EntryType.ARRIVAL: "Arrival from another province",
    EntryType.REOPENED: "Studying again",
}
_EXITS = {
    ExitType.CLASS_CHANGE: "Change of class",
    ExitType.PROMOTION: "Promotion",
    ExitType.LEAVING: "End of the stage",
    ExitType.TRANSFER: "Transfer out",
    ExitType.DEPARTURE: "Departure to another province",
}


def grade_of(code: str) -> Text:
    """The grade's name."""
    return Grade(code).label


def scheme_label(scheme: str) -> str:
    """What kind of number it is."""
    known = NumberScheme(scheme)
    return str(in_words(Text(str(known.label), _SCHEMES[known])))


def entry_label(entry: str) -> Text:
    """Why a spell began."""
    known = EntryType(entry)
    return Text(str(known.label), _ENTRIES[known])


def exit_label(leaving: str) -> Text:
    """Why a spell ended."""
    known = ExitType(leaving)
    return Text(str(known.label), _EXITS[known])


def who_acted(decision: Any) -> str:
    """Who took a step: office and name as they were then; a machine by its name in the reader's language."""
    machine = Party(decision.party).label
    if not decision.actor_place and decision.actor_name == machine.zh:
        return str(in_words(machine))
    return " ".join(part for part in (decision.actor_place, decision.actor_name) if part)


def number_shown(number: Number) -> str:
    """The number as everybody may see it: a formal one carries the identity number and is masked."""
    return shown_number(number.number) if number.scheme in NATIONAL else grouped(number.number)


def number_in_words(number: Number) -> str:
    """The kind and the number."""
    return _("%(what)s %(number)s") % {"what": scheme_label(number.scheme), "number": number_shown(number)}


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Each changed value of the identity: what it was and what it is."""
    said = _("%(what)s：%(old)s → %(new)s")
    return [
        said % {"what": in_words(_label(name)), "old": _value(name, before[name]), "new": _value(name, after[name])}
        for name in TRACKED
        if before.get(name) != after.get(name)
    ]


def _label(name: str) -> Label:
    return _OWN_LABELS.get(name) or form_item(name).label


def _value(name: str, value: Any) -> str:
    if not value:
        return str(_("空"))
    if name == "document_number":
        return masked_id(str(value))
    found: Label | None = str(value)
    if name in _CODED:
        found = code_table(name).label(value)
    elif name == "document_type":
        found = DocumentType(value).label
    elif name == "residency":
        found = Residency(value).label
    elif name == "as_local_category":
        category = as_local_category(value)
        found = category.label if category else None
    elif name == "birth_date":
        found = date.fromisoformat(value).isoformat()
    return str(in_words(found or value))
