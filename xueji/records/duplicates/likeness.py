"""How alike two children are, said in sentences with a weight each. Pure; the weights are ours (domain.md §7 [INF]).

Two different documents speak for two children, unless they are one number in two forms, or nearly the same number.
"""

from dataclasses import dataclass
from datetime import date

from xueji.vocabulary.numbers.resident_id import BadResidentId, ResidentId
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.text import Text

LISTED_FROM = 60
"""A pair with fewer points is not worth a clerk's time."""

_NEAR = 2


@dataclass(frozen=True, slots=True)
class Child:
    """What two children are compared by; the codes are those of `vocabulary.codes`.

    `first_part` is the name up to its first middle dot, and empty without one.
    """

    name_key: str
    name_pinyin: str
    sex: str
    birth_date: date
    document_type: str
    document_number: str
    first_part: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two are, out of 100, and why."""

    score: int
    why: tuple[Text, ...]

    def as_json(self) -> list[dict[str, str]]:
        """The sentences as they are kept."""
        return [{"zh": text.zh, "en": text.en} for text in self.why]


Point = tuple[int, Text]


def likeness(one: Child, other: Child) -> Likeness | None:
    """Weigh two children; None: not worth a look."""
    document = _document(one, other)
    if document is None or one.sex != other.sex:
        return None
    points = [point for point in (_name(one, other), _birth(one.birth_date, other.birth_date), document) if point]
    score = min(100, sum(weight for weight, _ in points))
    return Likeness(score, tuple(text for _, text in points)) if score >= LISTED_FROM else None


def birthdays_like(day: date) -> list[date]:
    """The days that two changed digits make of a birth date: day and month, or two neighbors inside one of them."""
    year, month, born = f"{day:%Y}", f"{day:%m}", f"{day:%d}"
    written = {
        (year, born, month),
        (year, month[::-1], born),
        (year, month, born[::-1]),
        (year[:2] + year[:1:-1], month, born),
    }
    return sorted(found for each in written if (found := _day(*each)) is not None and found != day)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _name(one: Child, other: Child) -> Point | None:
    if one.name_key == other.name_key:
        return 40, Text("姓名相同", "Same name")
    if one.name_pinyin == other.name_pinyin:
        return 30, Text("姓名用字不同，读音相同", "The names are written differently and sound the same")
    shorter, longer = sorted((one.name_key, other.name_key), key=len)
    if shorter and longer.startswith(shorter):
        return 25, Text("一方姓名是另一方姓名的前一部分", "One name is the first part of the other")
    return None


def _birth(one: date, other: date) -> Point | None:
    if one == other:
        return 30, Text("性别、出生日期相同", "Same sex and birth date")
    if other in birthdays_like(one):
        return 20, Text(
            "性别相同，出生日期有两位数字颠倒", "Same sex; two digits of the birth dates have changed places"
        )
    return None


def _document(one: Child, other: Child) -> Point | None:
    """What the documents say; None where they speak for two children, or are the same one (a problem record then)."""
    if not one.document_number and not other.document_number:
        return 0, Text("双方均无证件号", "Neither has a document")
    if not one.document_number or not other.document_number:
        return 15, Text("仅一方有身份证件号", "Only one of the two has a document")
    if one.document_number == other.document_number:
        return None
    if _whole(one) is not None and _whole(one) == _whole(other):
        return 40, Text("15位与18位身份证号为同一号码", "The numbers of 15 and of 18 digits are the same one")
    # A birth date stands inside the number: where two of its digits have changed places, the check digit follows.
    near = _NEAR if one.birth_date == other.birth_date else _NEAR + 1
    places = _differences(one.document_number, other.document_number)
    if places is None or places > near:
        return None
    return 25, Text(f"身份证件号仅有{places}位不同", f"The document numbers differ in {places} places only")


def _whole(child: Child) -> str | None:
    if child.document_type != DocumentType.RESIDENT_ID:
        return None
    try:
        return ResidentId.parse(child.document_number).as_18().number
    except BadResidentId:
        return None


def _differences(one: str, other: str) -> int | None:
    """In how many places two numbers of one length differ."""
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else None
