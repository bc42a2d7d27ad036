"""Identity documents (身份证件), by the codes of JY/T 1001."""

from __future__ import annotations

from enum import StrEnum

from xueji.vocabulary.text import Text


class DocumentType(StrEnum):
    """A kind of identity document; the value is its code in JY/T 1001 (D, H and I are later additions, domain §3)."""

    RESIDENT_ID = "1"
    OFFICER_CARD = "2"
    SOLDIER_CARD = "3"
    CIVIL_CADRE_CARD = "4"
    MILITARY_RETIREMENT_CARD = "5"
    HONG_KONG_DOCUMENT = "6"
    MACAO_DOCUMENT = "7"
    TAIWAN_PERMIT = "8"
    PERMANENT_RESIDENCE = "9"
    PASSPORT = "A"
    HUKOU_BOOKLET = "B"
    HONG_KONG_MACAO_PERMIT = "D"
    HONG_KONG_MACAO_RESIDENCE = "H"
    TAIWAN_RESIDENCE = "I"
    OTHER = "Z"

    @property
    def label(self) -> Text:
        """The name people read."""
        return _LABELS[self]

    @property
    def number_required(self) -> bool:
        """Whether the number of the document must be given: always, unless the type is Z, other (domain §2)."""
        return self is not DocumentType.OTHER

    @property
    def student_allowed(self) -> bool:
        """Whether the national student form of 2015 takes this type: 1, 6, 7, 8, 9, A and Z only (domain §3)."""
        return self in _STUDENT


def parse_document_type(text: str) -> DocumentType | None:
    """Read a document type by its code, its name in the standard or a common short name; None if it is none of them."""
    found = _WRITTEN.get(text)
    if found is None:
        found = _WRITTEN.get("".join(text.split()).upper())
    return found


_D = DocumentType
_STUDENT = frozenset(DocumentType(code) for code in "16789AZ")
_LABELS = {
    _D.RESIDENT_ID: Text("居民身份证", "Resident identity card"),
    _D.OFFICER_CARD: Text("军官证", "Military officer's card"),
    _D.SOLDIER_CARD: Text("士兵证", "Soldier's card"),
    _D.CIVIL_CADRE_CARD: Text("文职干部证", "Civilian cadre's card"),
    _D.MILITARY_RETIREMENT_CARD: Text("部队离退休证", "Military retirement card"),
    _D.HONG_KONG_DOCUMENT: Text("香港特区护照/身份证明", "Hong Kong passport or identity document"),
    _D.MACAO_DOCUMENT: Text("澳门特区护照/身份证明", "Macao passport or identity document"),
    _D.TAIWAN_PERMIT: Text("台湾居民来往大陆通行证", "Mainland travel permit for Taiwan residents"),
    _D.PERMANENT_RESIDENCE: Text("境外永久居住证", "Permanent residence card from abroad"),
    _D.PASSPORT: Text("护照", "Passport"),
    _D.HUKOU_BOOKLET: Text("户口簿", "Hukou booklet"),
    _D.HONG_KONG_MACAO_PERMIT: Text(
        "港澳居民来往内地通行证", "Mainland travel permit for Hong Kong and Macao residents"
    ),
    _D.HONG_KONG_MACAO_RESIDENCE: Text("港澳居民居住证", "Residence permit for Hong Kong and Macao residents"),
    _D.TAIWAN_RESIDENCE: Text("台湾居民居住证", "Residence permit for Taiwan residents"),
    _D.OTHER: Text("其他", "Other"),
}
_WRITTEN = {
    **{kind.value: kind for kind in DocumentType},
    **{label.zh: kind for kind, label in _LABELS.items()},
    "身份证": _D.RESIDENT_ID,
    "二代身份证": _D.RESIDENT_ID,
    "居民身份证号": _D.RESIDENT_ID,
    "香港特区护照": _D.HONG_KONG_DOCUMENT,
    "香港身份证": _D.HONG_KONG_DOCUMENT,
    "香港特区身份证明": _D.HONG_KONG_DOCUMENT,
    "澳门特区护照": _D.MACAO_DOCUMENT,
    "澳门身份证": _D.MACAO_DOCUMENT,
    "澳门特区身份证明": _D.MACAO_DOCUMENT,
    "台胞证": _D.TAIWAN_PERMIT,
    "户口本": _D.HUKOU_BOOKLET,
    "回乡证": _D.HONG_KONG_MACAO_PERMIT,
    "外国护照": _D.PASSPORT,
    "其它": _D.OTHER,
}
