"""However a spell began or ended, the child's page has words for it: the words are the desk's, the ways the register's."""

from __future__ import annotations

import pytest

from xueji.desks.children.life.wording import entry_label, exit_label, scheme_label
from xueji.records.models.enrollments import EntryType, ExitType
from xueji.records.models.numbers import NumberScheme


@pytest.mark.parametrize("way", EntryType.values)
def test_every_way_in_has_a_name_in_both_languages(way: str) -> None:
    assert entry_label(way).en


@pytest.mark.parametrize("way", ExitType.values)
def test_every_way_out_has_a_name_in_both_languages(way: str) -> None:
    assert exit_label(way).en


@pytest.mark.parametrize("scheme", NumberScheme.values)
def test_every_kind_of_number_has_a_name(scheme: str) -> None:
    assert scheme_label(scheme)
