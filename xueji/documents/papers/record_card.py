"""The record card (学籍卡片): one child's record on both sides of a sheet of A4."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PIL import Image, UnidentifiedImageError

from xueji.documents.papers.render import Printed, render
from xueji.vocabulary.faults import BadValueError
from xueji.vocabulary.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

# 26 mm by 32 mm at 350 dots an inch, the size in which schools collect the photo.
PHOTO_PIXELS = (358, 441)
PHOTO_LARGEST_SIDE = 8_000
PHOTO_FORMATS = ("JPEG", "PNG")


@dataclass(frozen=True, slots=True)
class CardItem:
    """One item of the form as printed; an empty value leaves the box free; a wide one takes a row of its own."""

    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class CardSection:
    """One section of the form, in the order of the paper form."""

    title: str
    items: Sequence[CardItem]


@dataclass(frozen=True, slots=True)
class CardNumber:
    """One number of the record and the days from and until which it was in force (None: still)."""

    kind: str
    number: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """One member of the family."""

    name: str
    relation: str
    phone: str = ""
    workplace: str = ""
    address: str = ""
    guardian: bool = False


@dataclass(frozen=True, slots=True)
class Spell:
    """One spell at a school, with how it was entered and left."""

    since: date
    until: date | None
    school: str
    grade: str
    class_group: str = ""
    entry: str = ""
    leaving: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the record and the decision or paper behind it."""

    on: date
    title: str
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class RecordCard:
    """What the card shows; all labels in Chinese, numbers as the reader may see them.

    `identity` is printed beside and under the photo (the first seven items beside it); `photo` is a JPEG or PNG.
    """

    name: str
    school: str
    school_code: str
    standing: str
    identity: Sequence[CardItem]
    numbers: Sequence[CardNumber]
    sections: Sequence[CardSection]
    family: Sequence[FamilyMember]
    spells: Sequence[Spell]
    changes: Sequence[Change]
    printed: Printed
    photo: bytes | None = None


def record_card_pdf(card: RecordCard) -> bytes:
    """Draw the card: the form, then family and history, two pages when no value is unusually long.

    Raises BadValueError (rule `photo_unreadable`) when the photo cannot be used, and FontMissingError.
    """
    photo = list(_photo(card.photo)) if card.photo is not None else None
    extra: dict[str, Any] = {"photo": photo}
    return render("record_card.typ", replace(card, photo=None), at=card.printed.at, extra=extra)


def _photo(content: bytes) -> bytes:
    """Draw the photo anew as a small JPEG: nothing but its picture goes into the paper, whatever the file held."""
    try:
        with Image.open(io.BytesIO(content), formats=PHOTO_FORMATS) as picture:
            if max(picture.size) > PHOTO_LARGEST_SIDE:
                raise _unreadable()
            picture.thumbnail(PHOTO_PIXELS)
            drawn = io.BytesIO()
            picture.convert("RGB").save(drawn, "JPEG", quality=88)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as fault:
        raise _unreadable() from fault
    return drawn.getvalue()


def _unreadable() -> BadValueError:
    return BadValueError(
        "photo_unreadable",
        Text(
            zh="照片不是可用的 JPG 或 PNG 图片，学籍卡片没有生成。",
            en="The photo is no usable JPG or PNG picture, so no record card was made.",
        ),
        Text(zh="请重新上传该学生的照片后再打印。", en="Upload this child's photo again and print once more."),
    )
