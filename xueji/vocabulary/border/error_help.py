"""What the national system's refusals mean: its own words, plain words, whose turn it is, and the step that leads on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from xueji.vocabulary.tables import read_table
from xueji.vocabulary.text import Text

_SIGNS = str.maketrans(dict.fromkeys("，,。.！!、；;：:“”\"' \u3000", ""))


@dataclass(frozen=True, slots=True)
class ErrorHelp:
    """One refusal: `code` may be empty, `says` is the national system's wording, `event` the step of ours that leads on."""

    key: str
    code: str
    says: str
    business: str
    mender: Text
    event: str
    plain: Text
    remedy: Text
    source: str


@cache
def error_catalog() -> tuple[ErrorHelp, ...]:
    """Every refusal that is known, in the order of the table."""
    return tuple(_entry(row) for row in read_table("xueji.vocabulary.border", "errors_help.csv"))


def help_for(code: str, text: str, key: str = "") -> ErrorHelp | None:
    """The entry of a refusal, by its key, its wording (signs and blanks apart) or its code; None for an unknown one."""
    told = _bare(text)
    ways = (
        lambda entry: bool(key) and entry.key == key,
        lambda entry: bool(told) and _bare(entry.says) == told,
        lambda entry: bool(code) and entry.code == code,
        lambda entry: bool(told) and _bare(entry.says) in told,
    )
    return next((entry for fits in ways for entry in error_catalog() if fits(entry)), None)


def _bare(text: str) -> str:
    return text.translate(_SIGNS)


def _entry(row: Mapping[str, str]) -> ErrorHelp:
    return ErrorHelp(
        key=row["key"],
        code=row["code"],
        says=row["says"],
        business=row["business"],
        mender=MENDERS[row["mender"]],
        event=row["event"],
        plain=Text(row["zh"], row["en"]),
        remedy=Text(row["do_zh"], row["do_en"]),
        source=row["source"],
    )


MENDERS: Mapping[str, Text] = {
    "receiving_school": Text("转入学校", "The receiving school"),
    "sending_province": Text("外省市（转出省或毕业省）", "The other province"),
    "both_sides": Text("问题学籍所在的各方", "Every side of the problem record"),
    "city": Text("市级或服务团队", "The city or the service team"),
}
