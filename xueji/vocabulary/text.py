"""Text that people read, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in both languages of the registry; as a plain string it is the Chinese one."""

    zh: str
    en: str

    def __str__(self) -> str:
        """Return the Chinese text, which is the language of the regulation."""
        return self.zh

    def in_language(self, language: str) -> str:
        """Return the text in "zh" or "en"; a longer tag such as "zh-hans" counts by its first two letters.

        Raises ValueError for any other language.
        """
        short = language[:2].lower()
        if short == "zh":
            return self.zh
        if short == "en":
            return self.en
        message = f"unknown language {language!r}: Text speaks zh and en"
        raise ValueError(message)

    def format(self, **values: object) -> Text:
        """Fill the {gaps} of both languages; a value that is itself a Text is put in in the matching language."""
        zh = {name: value.zh if isinstance(value, Text) else value for name, value in values.items()}
        en = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))
