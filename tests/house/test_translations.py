"""English is complete: no text of the desks is without it, and none has lost a gap of its Chinese."""

import re

from tools.messages import ENGLISH, collected, read, translated

_GAPS = re.compile(r"%\((\w+)\)|%[sd]")


def test_every_text_of_the_desks_has_its_english() -> None:
    english = {message.id: message.string for message in read(ENGLISH)}
    missing = sorted(
        str(message.id) for message in collected() if message.id and not translated(english.get(message.id))
    )
    assert missing == [], "run `python -m tools.messages` and translate"


def test_gaps_are_the_same_in_both_languages() -> None:
    wrong = [
        message.id
        for message in read(ENGLISH)
        if isinstance(message.id, str)
        and message.id
        and message.string
        and sorted(_GAPS.findall(message.id)) != sorted(_GAPS.findall(str(message.string)))
    ]
    assert wrong == []


def test_the_compiled_catalog_is_as_new_as_its_source() -> None:
    compiled = ENGLISH.with_suffix(".mo").read_bytes()
    for message in read(ENGLISH):
        if isinstance(message.id, str) and message.id and isinstance(message.string, str) and message.string:
            assert message.string.encode() in compiled, message.id
