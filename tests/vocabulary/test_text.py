"""Text speaks both languages and fills its gaps in each."""

from __future__ import annotations

import pytest

from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.text import Text


def test_it_speaks_the_language_it_is_asked_for() -> None:
    text = Text("学校", "School")
    assert (text.in_language("zh"), text.in_language("en"), text.in_language("zh-hans")) == ("学校", "School", "学校")
    assert str(text) == "学校"


def test_it_refuses_a_language_it_does_not_speak() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        Text("学校", "School").in_language("fr")


def test_a_text_put_into_a_text_is_put_in_in_the_same_language() -> None:
    sentence = Text("等待{party}（{days}天）", "waiting for the {party} ({days} days)")
    filled = sentence.format(party=Text("区县", "district"), days=3)
    assert filled == Text("等待区县（3天）", "waiting for the district (3 days)")


def test_a_missing_value_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError, match="party"):
        Text("等待{party}", "waiting").format(days=3)


@pytest.mark.parametrize("word", [*Party, *Role])
def test_every_party_and_role_is_named_in_both_languages(word: Party | Role) -> None:
    assert word.label.zh
    assert word.label.en
    assert word.value == word.value.lower()
