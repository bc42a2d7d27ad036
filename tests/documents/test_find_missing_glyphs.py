"""What the font of the papers can draw."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from xueji.documents.papers import fonts


@pytest.fixture
def no_memory() -> Iterator[None]:
    """Forget fonts loaded before and after."""
    fonts.drawable.cache_clear()
    fonts.fonts.cache_clear()
    yield
    fonts.drawable.cache_clear()
    fonts.fonts.cache_clear()


@pytest.mark.parametrize("text", ["王𬍛", "阿依古丽·买买提", "㐂", "龘", "𠮷", "〓", "G1102\n", "Zoë"])
def test_it_draws_names_of_the_register(text: str) -> None:
    assert fonts.missing_glyphs(text) == ()


def test_it_names_what_it_cannot_draw_once_and_in_order() -> None:
    extension_g, extension_i = "\U00030000", "\U0002ebf0"
    assert fonts.missing_glyphs(f"李{extension_i}{extension_g}{extension_i}") == (extension_i, extension_g)
    assert fonts.missing_glyphs(["王", extension_g]) == (extension_g,)


def test_a_missing_font_is_a_sentence_with_its_remedy(monkeypatch: pytest.MonkeyPatch, no_memory: None) -> None:
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_font_package")
    for ask in (fonts.font_file, fonts.fonts, fonts.drawable):
        with pytest.raises(fonts.FontMissingError) as missing:
            ask()
        assert "NotoSansCJK-Regular.ttc" in missing.value.says.zh
        assert "pip install" in missing.value.mend.en
