"""Children that come twice: in the same list, or in the list and in the city."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from xueji.exchange.intake.verdicts.city import CityKnowledge, DocumentKey, Holder, PersonKey, Registered
from xueji.exchange.intake.verdicts.outcome import Finding, Reason, Weight, rule
from xueji.exchange.intake.workbook.cells import Cell
from xueji.vocabulary.people.names import name_key

_ROW_REPEATED = rule("row_repeated")
_NUMBER_REPEATED = rule("registration_number_repeated")
_NUMBER_TAKEN = rule("registration_number_taken")
_ALREADY = rule("already_imported")
_DOCUMENT_IN_FILE = rule("same_document_in_file")
_DOCUMENT_IN_CITY = rule("same_document_in_city")
_CHILD_IN_FILE = rule("same_child_in_file")
_CHILD_IN_CITY = rule("same_child_in_city")

_Key = TypeVar("_Key")
_Found = TypeVar("_Found")


@dataclass(slots=True)
class Judged:
    """A row judged by itself, before it is compared with others."""

    row: int
    cells: Sequence[Cell]
    values: dict[str, object]
    reasons: list[Reason]
    content: int = 0
    number: str = ""
    document: DocumentKey | None = None
    person: PersonKey | None = None

    @property
    def rejected(self) -> bool:
        """Whether the row is kept out already."""
        return any(reason.weight is Weight.REJECT for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings under which repeats are spoken of."""

    number: str
    document: str
    name: str


@dataclass(slots=True)
class Repeats:
    """Remembers the rows taken so far, and asks the city in batches.

    Only rows that are taken are remembered: a rejected row brings no child, so a later one cannot be its duplicate.
    """

    city: CityKnowledge
    headings: Headings
    _contents: dict[int, int] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _documents: dict[DocumentKey, int] = field(default_factory=dict)
    _persons: dict[PersonKey, tuple[int, bool]] = field(default_factory=dict)

    def compare(self, batch: Sequence[Judged]) -> None:
        """Add to the rows of a batch whatever they repeat."""
        taken = [row for row in batch if not row.rejected]
        registered = _ask(self.city.registered, {row.number for row in taken if row.number})
        holders = _ask(self.city.holders, {row.document for row in taken if row.document})
        lonely = {row.person for row in taken if row.person is not None and row.document is None}
        namesakes = _ask(self.city.namesakes, lonely)
        for row in taken:
            self._against_file(row)
            if not row.rejected:
                self._against_imports(row, registered.get(row.number))
            if not row.rejected:
                self._against_city(row, holders, namesakes)
                self._remember(row)

    def _against_file(self, row: Judged) -> None:
        same = self._contents.get(row.content)
        if same is not None:
            self._add(row, "", _ROW_REPEATED.found(row=same))
            return
        earlier = self._numbers.get(row.number) if row.number else None
        if earlier is not None:
            heading = self.headings.number
            self._add(row, heading, _NUMBER_REPEATED.found(field=heading, value=row.number, row=earlier))
        holder = self._documents.get(row.document) if row.document else None
        if row.document is not None and holder is not None:
            heading = self.headings.document
            self._add(row, heading, _DOCUMENT_IN_FILE.found(field=heading, value=row.document[1], row=holder))
            return
        namesake = self._persons.get(row.person) if row.person else None
        if namesake is not None and not (row.document is not None and namesake[1]):
            self._add(row, self.headings.name, _CHILD_IN_FILE.found(row=namesake[0]))

    def _against_imports(self, row: Judged, known: Registered | None) -> None:
        if known is None:
            return
        heading = self.headings.number
        same = _same_child(row, known)
        answer = _ALREADY if same else _NUMBER_TAKEN
        self._add(row, heading, answer.found(field=heading, value=row.number))

    def _against_city(
        self, row: Judged, holders: Mapping[DocumentKey, Holder], namesakes: Mapping[PersonKey, Holder]
    ) -> None:
        if row.document is not None:
            holder = holders.get(row.document)
            heading = self.headings.document
            if holder is not None and not _is_itself(row, holder):
                self._add(
                    row, heading, _DOCUMENT_IN_CITY.found(field=heading, value=row.document[1], holder=holder.says)
                )
        elif row.person is not None:
            namesake = namesakes.get(row.person)
            if namesake is not None and not _is_itself(row, namesake):
                self._add(row, self.headings.name, _CHILD_IN_CITY.found(holder=namesake.says))

    def _remember(self, row: Judged) -> None:
        self._contents.setdefault(row.content, row.row)
        if row.number:
            self._numbers.setdefault(row.number, row.row)
        if row.document is not None:
            self._documents.setdefault(row.document, row.row)
        if row.person is not None:
            has_document = row.document is not None
            before = self._persons.get(row.person)
            # Of several namesakes the one without a document is remembered: it is the one that leaves a doubt.
            if before is None or (before[1] and not has_document):
                self._persons[row.person] = (row.row, has_document)

    @staticmethod
    def _add(row: Judged, heading: str, finding: Finding) -> None:
        row.reasons.append(Reason(heading, finding.rule, finding.weight, finding.says, finding.mend))


def person_key(name: object, sex: object, birth_date: object) -> PersonKey | None:
    """Return what tells a child without a document apart; None if any of the three is not known."""
    if isinstance(name, str) and name and isinstance(sex, str) and sex and isinstance(birth_date, date):
        return name_key(name), sex, birth_date
    return None


def _ask(look_up: Callable[[Collection[_Key]], Mapping[_Key, _Found]], keys: set[_Key]) -> Mapping[_Key, _Found]:
    return look_up(keys) if keys else {}


def _same_child(row: Judged, known: Registered) -> bool:
    if known.document is not None and row.document is not None:
        return known.document == row.document
    name, birth_date = row.values.get("name"), row.values.get("birth_date")
    return isinstance(name, str) and name_key(name) == name_key(known.name) and birth_date == known.birth_date


def _is_itself(row: Judged, holder: Holder) -> bool:
    return bool(row.number) and holder.registration_number == row.number
