"""Facts are frozen, hashable and coarse, so that equal children are decided once."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, replace
from datetime import date, datetime

import pytest

from xueji.vocabulary.facts.entry import AdmissionKind, AdmissionSource, EntryFacts, ExceptionKind, PriorRecord
from xueji.vocabulary.facts.transfer import Scope, TransferFacts, TransferReason
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage, StageGroup

ENTRY = EntryFacts(stage=Stage.PRIMARY, grade=Grade.P1)
TRANSFER = TransferFacts(stage_group=StageGroup.COMPULSORY, residency=Residency.LOCAL, scope=Scope.WITHIN_DISTRICT)


@pytest.mark.parametrize("facts", [ENTRY, TRANSFER])
def test_equal_facts_are_one_key(facts: EntryFacts | TransferFacts) -> None:
    assert len({facts, replace(facts)}) == 1
    other = replace(facts, exceptions=frozenset({ExceptionKind.SENIOR_NON_LOCAL}))
    assert len({facts, other}) == 2


def test_facts_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        ENTRY.confirmed = True  # type: ignore[misc]


def test_what_has_not_been_asked_is_not_known() -> None:
    assert ENTRY.place_free is None
    assert ENTRY.foreign_license is None
    assert TRANSFER.five_proofs_verified is None
    assert TRANSFER.in_transfer_window is None


@pytest.mark.parametrize("kind", [EntryFacts, TransferFacts])
def test_no_fact_is_a_date_or_a_number(kind: type) -> None:
    for each in fields(kind):
        assert not any(word in str(each.type) for word in (date.__name__, datetime.__name__, "int", "str")), each.name


@pytest.mark.parametrize(
    "word",
    [*AdmissionSource, *AdmissionKind, *PriorRecord, *ExceptionKind, *Scope, *TransferReason, *Stage, *StageGroup],
)
def test_every_word_of_the_facts_has_a_name(
    word: AdmissionSource | AdmissionKind | PriorRecord | ExceptionKind | Scope | TransferReason | Stage | StageGroup,
) -> None:
    assert word.label.zh
    assert word.label.en
