"""Names of persons: tidying what was typed, saying what is wrong with it, and comparing two spellings."""

from __future__ import annotations

import re
import unicodedata

from xueji.vocabulary.faults import Fault
from xueji.vocabulary.text import Text

LONGEST_NAME = 50
MIDDLE_DOT = "·"

# Unified ideographs, extension A, compatibility ideographs, 〇, and every later extension (B and on, planes 2 and 3).
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_CLEAN = re.compile(f"[{_HAN}]{{1,20}}(?:{MIDDLE_DOT}[{_HAN}]{{1,20}})*")
# The typed dots that stand for the middle dot of names such as 阿依古丽·买买提, and blanks around it.
_DOTS = "•‧∙⋅・･᛫⸱⸳ᐧ﹒｡⦁●‣"
_AROUND_DOT = re.compile(rf"\s*{MIDDLE_DOT}\s*")
_POINT_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s*[.．]\s*(?=[{_HAN}])")
_BLANK_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_BLANKS = re.compile(r"\s+")
_DOT_TABLE = dict.fromkeys(map(ord, _DOTS), MIDDLE_DOT)
_FULL_WIDTH_TABLE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_TABLE: dict[int, int | str] = {**_FULL_WIDTH_TABLE, **_DOT_TABLE}
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# NFC would silently exchange these ideographs for others, and the name may be registered with them.
_COMPATIBILITY = re.compile("[\uf900-\ufaff\U0002f800-\U0002fa1f]")
_KEPT_OUT_OF_KEYS = re.compile(rf"[\s{MIDDLE_DOT}.'’`-]")
_SIGNS_IN_LATIN_NAMES = frozenset(f" {MIDDLE_DOT}-'’.")
_FORMULA_SIGNS = ("=", "+", "-", "@")
_PLACEHOLDERS = frozenset({"无", "不详", "未知", "暂无", "无名", "未填", "空", "N/A", "NULL", "NONE", "NA"})
_PRIVATE_USE = frozenset({"Co", "Cn"})


def tidy_name(raw: str) -> str:
    """Return a name as it should be kept; a clean one comes back as it is.

    Full-width letters become plain, blanks at the ends and between Chinese characters go, blanks between Latin words
    become one, control, zero-width and variant-selecting characters go, and every form of the middle dot becomes "·".
    No letter is ever changed, so a rare character stays what it is. What remains wrong is for `name_problem` to say.
    """
    if _CLEAN.fullmatch(raw):
        return raw
    text = _SELECTORS.sub("", raw)
    if not _COMPATIBILITY.search(text):
        text = unicodedata.normalize("NFC", text)
    text = text.translate(_TABLE)
    text = "".join(" " if sign in "\t\n\r" else sign for sign in text if _is_kept(sign))
    text = _BLANKS.sub(" ", text).strip()
    text = _BLANK_BESIDE_HAN.sub("", text)
    text = _POINT_BETWEEN_HAN.sub(MIDDLE_DOT, text)
    return _AROUND_DOT.sub(MIDDLE_DOT, text)


def name_problem(name: str) -> Text | None:
    """Say what is wrong with a tidied name; None if nothing is."""
    fault = name_fault(name)
    return None if fault is None else fault.says


def name_fault(name: str) -> Fault | None:
    """Return the first rule a tidied name breaks, with its remedy; None if it breaks none.

    Rules: name_empty, name_formula, name_too_long, name_digits, name_placeholder, name_private_character, name_signs.
    """
    if _CLEAN.fullmatch(name) and len(name) <= LONGEST_NAME and name not in _PLACEHOLDERS:
        return None
    if not name.strip():
        return _EMPTY
    if name.startswith(_FORMULA_SIGNS):
        return _FORMULA
    if len(name) > LONGEST_NAME:
        return _TOO_LONG
    if name.upper() in _PLACEHOLDERS:
        return _PLACEHOLDER
    return _fault_in_signs(name)


def name_key(name: str) -> str:
    """Return a key for comparing names: two spellings of one name have the same key.

    Compatibility forms, case, blanks, middle dots, hyphens and apostrophes do not count; ○ counts as 〇.
    """
    text = unicodedata.normalize("NFKC", tidy_name(name)).casefold()
    return _KEPT_OUT_OF_KEYS.sub("", text).replace("○", "〇")


def _is_kept(sign: str) -> bool:
    return sign in "\t\n\r" or unicodedata.category(sign) not in _DROPPED


def _fault_in_signs(name: str) -> Fault | None:
    for sign in name:
        if sign.isdigit() or sign.isdecimal():
            return _DIGITS
        if sign.isalpha() or sign in _SIGNS_IN_LATIN_NAMES or _is_han(sign):
            continue
        category = unicodedata.category(sign)
        if category in _PRIVATE_USE:
            return Fault("name_private_character", _PRIVATE.format(code=f"U+{ord(sign):04X}"), _PRIVATE_MEND)
        if category != "Mn":
            return Fault("name_signs", _SIGNS.format(sign=sign), _SIGNS_MEND)
    if not any(sign.isalpha() or _is_han(sign) for sign in name):
        return Fault("name_signs", _SIGNS.format(sign=name[0]), _SIGNS_MEND)
    return None


def _is_han(sign: str) -> bool:
    # Python's own tables may be older than the newest extension, so the range is asked, not isalpha() alone.
    return sign == "〇" or "\U00020000" <= sign <= "\U0003fffd"


_EMPTY = Fault(
    "name_empty",
    Text("姓名为空。", "The name is empty."),
    Text("请按居民户口簿填写姓名。", "Write the name as in the hukou booklet."),
)
_FORMULA = Fault(
    "name_formula",
    Text("姓名以“=、+、-、@”开头，是公式而不是姓名。", "The name begins with =, +, - or @: this is a formula."),
    Text("请删除公式，按居民户口簿填写姓名文本。", "Remove the formula and write the name as text."),
)
_TOO_LONG = Fault(
    "name_too_long",
    Text(f"姓名超过{LONGEST_NAME}个字符。", f"The name is longer than {LONGEST_NAME} characters."),
    Text("请只填写姓名，说明文字填入备注。", "Write the name alone; put remarks elsewhere."),
)
_DIGITS = Fault(
    "name_digits",
    Text("姓名中含有数字。", "The name contains digits."),
    Text("请删除数字；同名学生不用数字区分。", "Remove the digits; children of one name are not told apart by them."),
)
_PLACEHOLDER = Fault(
    "name_placeholder",
    Text("姓名填写的是占位文字，不是姓名。", "This is a placeholder, not a name."),
    Text("请按居民户口簿填写姓名。", "Write the name as in the hukou booklet."),
)
_PRIVATE = Text(
    "姓名中的字符（{code}）是本机造字，换一台机器无法显示。",
    "The character {code} in the name was made on one machine and cannot be shown elsewhere.",
)
_PRIVATE_MEND = Text(
    "请改用该字的标准编码（GB 18030），或联系公安户籍部门确认。",
    "Use the standard code of the character (GB 18030), or ask the hukou office.",
)
_SIGNS = Text("姓名中含有不允许的符号“{sign}”。", "The name contains the sign “{sign}”, which is not allowed.")
_SIGNS_MEND = Text(
    "姓名只能含汉字、字母、间隔号“·”、空格、连字符、撇号和缩写点，请删除其他符号。",
    "A name holds Chinese characters, letters, the middle dot, blanks, hyphens, apostrophes and points: remove others.",
)
