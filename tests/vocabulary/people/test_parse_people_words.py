"""Residency, documents and standings as lists write them."""

from __future__ import annotations

from datetime import date

import pytest

from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.documents import DocumentType, parse_document_type
from xueji.vocabulary.people.residency import (
    AsLocalCategory,
    Residency,
    as_local_categories,
    as_local_category,
    parse_residency,
)
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding
from xueji.vocabulary.text import Text


@pytest.mark.parametrize(
    ("text", "residency"),
    [
        ("本市户籍", Residency.LOCAL), (" 非本市户籍 ", Residency.NON_LOCAL), ("按本市户籍对待", Residency.AS_LOCAL),
        ("外籍", Residency.FOREIGN), ("non_local", Residency.NON_LOCAL), ("火星籍", None), ("", None),
    ],
)  # fmt: skip
def test_it_reads_a_residency(text: str, residency: Residency | None) -> None:
    assert parse_residency(text) is residency


def test_local_and_treated_as_local_count_as_local() -> None:
    assert {residency for residency in Residency if residency.counts_as_local} == {Residency.LOCAL, Residency.AS_LOCAL}


def test_every_category_treated_as_local_has_a_proof_a_known_expiry_and_its_doubt() -> None:
    categories = as_local_categories()
    assert len(categories) == 9
    for category in categories:
        assert category.proof.zh
        assert category.expires in {"never", "with_proof", "yearly"}
        assert category.note == "[MEM-LOW]"
        assert as_local_category(category.code) is category
        assert as_local_category(category.label.zh) is category


def test_a_category_is_not_found_before_it_was_in_force() -> None:
    assert as_local_category("01", date(2013, 8, 31)) is None
    assert as_local_category("01", date(2013, 9, 1)) is not None
    assert as_local_category("77") is None


def test_the_last_day_of_a_category_still_counts() -> None:
    text = Text("甲", "A")
    category = AsLocalCategory("1", text, text, "never", None, date(2020, 8, 31), "")
    assert category.in_force(date(2020, 8, 31))
    assert not category.in_force(date(2020, 9, 1))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("居民身份证", DocumentType.RESIDENT_ID), ("身份证", DocumentType.RESIDENT_ID), ("1", DocumentType.RESIDENT_ID),
        ("护照", DocumentType.PASSPORT), ("a", DocumentType.PASSPORT), ("其他", DocumentType.OTHER),
        ("z", DocumentType.OTHER),
        ("香港特区护照/身份证明", DocumentType.HONG_KONG_DOCUMENT), ("驾照", None), ("", None),
    ],
)  # fmt: skip
def test_it_reads_a_document_type(text: str, kind: DocumentType | None) -> None:
    assert parse_document_type(text) is kind


def test_only_the_type_other_goes_without_a_number() -> None:
    assert {kind for kind in DocumentType if not kind.number_required} == {DocumentType.OTHER}


def test_the_student_form_takes_seven_types() -> None:
    assert "".join(sorted(kind.value for kind in DocumentType if kind.student_allowed)) == "16789AZ"


def test_types_and_code_table_say_the_same() -> None:
    table = code_table("document_type")
    assert {kind.value: kind.label for kind in DocumentType} == {entry.code: entry.label for entry in table.entries}
    for kind in DocumentType:
        assert table.code_of(kind.label.zh) == kind.value


def test_a_school_holds_the_records_of_those_who_study_or_are_on_leave() -> None:
    assert {standing for standing in RecordStanding if standing.on_roll} == {
        RecordStanding.STUDYING,
        RecordStanding.ON_LEAVE,
    }


@pytest.mark.parametrize("word", [*RecordStanding, *LeavingOutcome, *Residency])
def test_every_word_has_a_name(word: RecordStanding | LeavingOutcome | Residency) -> None:
    assert word.label.zh
    assert word.label.en
