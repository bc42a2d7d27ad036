"""What is known of a child for whom a national number is asked (S12). Coarse: equal facts are decided once."""

from __future__ import annotations

from dataclasses import dataclass

from xueji.vocabulary.people.standings import RecordStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFacts:
    """The facts of one request for a national number. None means: not known yet.

    has_national_number: any class, L counts (S12). id_verifiable: the document is a resident ID whose number is sound
    and agrees with birth date and sex. id_unique: no other record of ours has it; whether it is unique in the nation
    only the nation can tell. problem_open: the record is contested, or part of a problem record.
    """

    standing: RecordStanding
    has_national_number: bool | None = None
    id_verifiable: bool | None = None
    id_unique: bool | None = None
    no_other_open_case: bool | None = None
    problem_open: bool | None = None
    due_passed: bool = False
