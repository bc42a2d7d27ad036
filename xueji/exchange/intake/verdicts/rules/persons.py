"""Names, sex, and the guardian."""

from __future__ import annotations

import re

from xueji.exchange.intake.verdicts.outcome import rejected, rule
from xueji.exchange.intake.verdicts.rules.cells import (
    EMPTY,
    Reader,
    Reading,
    squeeze,
    squeezed_reader,
    text_of,
    tidy_text,
)
from xueji.exchange.intake.workbook.cells import Cell
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.form.formats import is_phone
from xueji.vocabulary.people.names import name_fault, tidy_name
from xueji.vocabulary.text import Text

_TIDIED = rule("name_tidied")
_SEX_UNKNOWN = rule("sex_unknown")
_CODE_UNKNOWN = rule("code_unknown")
_NOT_A_GUARDIAN = rule("kinship_not_a_guardian")
_PHONE = rule("phone_shape")
_FIRST_PHONE = rule("phone_first_taken")

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_COUNTRY = re.compile(r"(?<!\d)(?:\+|00)86[- ]?")
_SEPARATORS = re.compile(r"[/、,，;；|]|\s{1,}(?=(?:1[3-9]\d{9}|0\d{2,3}-))")
_AREA = re.compile(r"\((0\d{2,3})\)-?")
# A pupil's guardian is no child or spouse of the pupil, and not the pupil.
_NEVER_GUARDIANS = ("0", "1", "2", "3", "53", "54", "55", "56")


def name_reader(heading: str) -> Reader:
    """Read the name of a person, tidied; what is wrong with it is said by the vocabulary."""

    def read(cell: Cell) -> Reading:
        raw, findings = text_of(cell, heading)
        if raw is None:
            return None, findings
        name = tidy_name(raw)
        if not name:
            return EMPTY
        fault = name_fault(name)
        if fault is not None:
            return None, (rejected(fault),)
        if name == raw:
            return name, ()
        return name, (_TIDIED.found(field=heading, value=name),)

    return read


def sex_reader(heading: str) -> Reader:
    """Read the sex as code 1 (male) or 2 (female); the form takes no other."""
    table = code_table("sex")

    def read(text: str) -> Reading:
        code = table.code_of(text)
        if code not in {"1", "2"}:
            return None, (_SEX_UNKNOWN.found(field=heading, value=text),)
        return code, ()

    return squeezed_reader(heading, read)


def kinship_reader(heading: str) -> Reader:
    """Read what the guardian is to the pupil, as a code of GB/T 4761."""
    table = code_table("kinship")

    def read(text: str) -> Reading:
        code = table.code_of(text)
        if code is None:
            return None, (_CODE_UNKNOWN.found(field=heading, value=text, standard=table.standard),)
        if not may_be_guardian(code):
            return None, (_NOT_A_GUARDIAN.found(field=heading, value=text),)
        return code, ()

    return squeezed_reader(heading, read)


def may_be_guardian(code: str) -> bool:
    """Whether a relative of this code of GB/T 4761 can be a pupil's guardian."""
    return not code.startswith(_NEVER_GUARDIANS)


def phone_reader(heading: str) -> Reader:
    """Read a telephone number. Of several numbers in one cell the first is taken, if all of them are numbers."""

    def read(cell: Cell) -> Reading:
        # A mobile number survives as a number in a sheet; a fixed line loses its first zero and is refused by its shape.
        raw, findings = text_of(cell, heading)
        if raw is None:
            return None, findings
        if _MOBILE.fullmatch(raw):
            return raw, findings
        text = tidy_text(raw)
        if not text:
            return EMPTY
        numbers = [_plain_phone(part) for part in _SEPARATORS.split(_COUNTRY.sub("", text)) if part.strip()]
        if not numbers or not all(is_phone(number) for number in numbers):
            return None, (_PHONE.found(field=heading, value=text),)
        if len(numbers) > 1:
            return numbers[0], (_FIRST_PHONE.found(field=heading, value=numbers[0]),)
        return numbers[0], findings

    return read


def sex_text(code: str) -> Text:
    """Name a sex code for a sentence."""
    return Text("男", "male") if code == "1" else Text("女", "female")


def _plain_phone(text: str) -> str:
    number = squeeze(text).lstrip("'`’‘")
    number = _AREA.sub(r"\1-", number).replace("—", "-").replace("–", "-")
    digits = number.replace("-", "")
    return digits if _MOBILE.fullmatch(digits) else number
