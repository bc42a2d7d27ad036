"""Messages to try the wires with: one of every verb and body, and any that hypothesis can think of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as some

from xueji.vocabulary.border.messages import Dispatch, Pupil, Tidings
from xueji.vocabulary.border.verbs import Business, FromNation, RemoteLevel, ToNation
from xueji.vocabulary.people.standings import LeavingOutcome, RecordStanding

MOMENT = datetime(2015, 9, 1, 8, 30, 15, 123456, tzinfo=timezone(timedelta(hours=8)))


def pupil(number: str = "G110101200601011234", **other: Any) -> Pupil:
    known: Pupil = {
        "national_number": number, "name": "𬍛·阿卜杜拉", "sex": "1", "birth_date": "2006-01-01",
        "document_type": "1", "document_number": "110101200601011234", "nationality": "CHN",
        "standing": "studying", "leaving_outcome": "", "left_on": "", "school_code": "1111000001",
        "school": "第一示例小学", "grade": "P3", "school_year": 2015,
    }  # fmt: skip
    return {**known, **other}  # type: ignore[typeddict-item]


_PERSON = ("national_number", "name", "sex", "birth_date", "document_type", "document_number")
_PERSON_OF = {name: value for name, value in pupil().items() if name in _PERSON}
_FAULT = {"code": "2001", "text": "提交转学申请时学生信息有误"}
_ANSWER = {"problem": "WT-7", "national_number": "G110101200601011234", "text": ""}
_FILE = {
    "pupil": pupil(standing="transferred_out", left_on="2015-09-01"),
    "form": {"name": "𬍛", "member1_kinship": "51", "photo": None, "commute_distance": 1.5},
    "spells": [{"school": "第一示例小学", "from": "2012-09-01", "grades": ["P1", "P2"], "leave": {"days": 3}}, {}],
}
_APPLICATION = {
    **_PERSON_OF, "business": "transfer", "sending_province": "110000", "receiving_province": "990000",
    "receiving_district": "兰亭区", "receiving_school_code": "9901000001", "receiving_school": "兰亭示例小学",
    "stage_group": "compulsory", "grade": "P3", "school_year": 2015, "reason": "随父母迁居",
    "attachments": ["a" * 64, "b" * 64],
}  # fmt: skip
_STANDING = {"national_number": "G110101200601011234", "standing": "on_leave"}
_VERDICT = {"level": "district", "approved": False, "text": "材料不全"}
_REPORT = {"event": "student_file_received", "pupil": pupil()}

SAYABLE: Mapping[ToNation, list[dict[str, Any]]] = {
    ToNation.REPORT: [_REPORT],
    ToNation.APPLY: [_APPLICATION, {**_APPLICATION, "attachments": [], "business": "continuation"}],
    ToNation.WITHDRAW: [{}, {"text": "家长撤回"}],
    ToNation.REQUEST_FILE: [{}],
    ToNation.REVIEW: [_VERDICT, {**_VERDICT, "approved": True, "last": True}],
    ToNation.RELEASE_FILE: [_FILE, {**_FILE, "form": {}, "spells": []}],
    ToNation.REQUEST_NUMBER: [{"pupil": pupil("")}],
    ToNation.SUBSTANTIATE: [_ANSWER],
    ToNation.CORRECT: [{**_ANSWER, "pupil": pupil(name="")}],
    ToNation.REMOVE: [_ANSWER],
    ToNation.SET_STANDING: [_STANDING],
}
TELLABLE: Mapping[FromNation, list[dict[str, Any]]] = {
    FromNation.RECEIVED: [{}],
    FromNation.REJECTED: [_FAULT],
    FromNation.CHECK_PASSED: [{}],
    FromNation.CHECK_FAILED: [_FAULT, {"code": "", "text": "学籍号在转出省不存在！"}],
    FromNation.REVIEWED: [{**_VERDICT, "level": level.value} for level in RemoteLevel],
    FromNation.FILE_READY: [{}],
    FromNation.FILE_SENT: [_FILE],
    FromNation.WITHDRAWN: [{}],
    FromNation.WITHDRAWAL_REFUSED: [_FAULT],
    FromNation.ABORTED: [{"code": "", "text": ""}],
    FromNation.APPLICATION_ARRIVED: [_APPLICATION],
    FromNation.APPLICATION_WITHDRAWN: [{}],
    FromNation.FILE_REQUESTED: [{}],
    FromNation.NUMBER_ALLOCATED: [{"old": "", "new": "G110101200601011234", "name": "·"}],
    FromNation.NUMBER_REFUSED: [_FAULT],
    FromNation.PROBLEM_RAISED: [
        {"problem": "WT-7", "kind": "same_document", "ours": pupil(), "other": pupil(), "other_province": "990000"}
    ],
    FromNation.PROBLEM_CLOSED: [_ANSWER],
    FromNation.PROBLEM_REFUSED: [{**_ANSWER, "pupil": pupil()}],
    FromNation.STANDING_SET: [_STANDING],
}


def dispatches(count: int, *, start: int = 0) -> list[Dispatch]:
    """So many reports, each with a key and a text of its own."""
    return [
        Dispatch(f"case-{number}-report", ToNation.REPORT, f"record:{number}", _REPORT, MOMENT)
        for number in range(start, start + count)
    ]


def every_dispatch() -> list[Dispatch]:
    bodies = [(verb, body) for verb, found in SAYABLE.items() for body in found]
    return [Dispatch(f"k-{n}", verb, f"110000-{n}", body, MOMENT) for n, (verb, body) in enumerate(bodies)]


def every_tidings() -> list[Tidings]:
    bodies = [(verb, body) for verb, found in TELLABLE.items() for body in found]
    return [
        Tidings(f"N{n:05d}", verb, f"110000-{n}", body, MOMENT, f"k-{n}" if n % 2 else "")
        for n, (verb, body) in enumerate(bodies)
    ]


# What a database of texts can keep: everything but NUL and halves of characters.
characters = some.characters(exclude_categories=("Cs",), exclude_characters="\0")
words = some.one_of(
    some.sampled_from(["", "𬍛", "阿依古丽·买买提", "㐂𠮷", " ", "\u200b", '"\\\n\x7f']),
    some.text(characters, max_size=60),
)
days = some.one_of(some.just(""), some.dates().map(lambda day: day.isoformat()))
_values = some.recursive(
    some.none()
    | some.booleans()
    | words
    | some.integers(-(2**53), 2**53)
    | some.floats(allow_nan=False, allow_infinity=False),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
pupils = some.fixed_dictionaries(
    {
        **dict.fromkeys(pupil(), words),
        "birth_date": days,
        "left_on": days,
        "standing": some.sampled_from(["", *(each.value for each in RecordStanding)]),
        "leaving_outcome": some.sampled_from(["", *(each.value for each in LeavingOutcome)]),
        "school_year": some.integers(1900, 2100),
    }
)
_form_names = some.sampled_from(["name", "sex", "photo", "member2_position"]) | words.map(lambda word: f"extra_{word}")
files = some.fixed_dictionaries(
    {
        "pupil": pupils,
        "form": some.dictionaries(_form_names, _values, max_size=4),
        "spells": some.lists(some.dictionaries(words, _values, max_size=3), max_size=3),
    }
)
applications = some.fixed_dictionaries(
    {
        **dict.fromkeys(_APPLICATION, words),
        "business": some.sampled_from([each.value for each in Business]),
        "birth_date": days,
        "stage_group": some.sampled_from(["", "compulsory", "senior"]),
        "school_year": some.integers(1900, 2100),
        "attachments": some.lists(words, max_size=3),
    }
)
_verdicts = some.fixed_dictionaries(
    {"level": some.sampled_from([each.value for each in RemoteLevel]), "approved": some.booleans(), "text": words}
)
_moments = some.datetimes(timezones=some.sampled_from([UTC, MOMENT.tzinfo]))
_contents = some.one_of(
    some.tuples(some.just(ToNation.RELEASE_FILE), files),
    some.tuples(some.just(ToNation.APPLY), applications),
    some.tuples(some.just(ToNation.REVIEW), _verdicts),
    some.tuples(some.just(ToNation.REPORT), some.fixed_dictionaries({"event": words, "pupil": pupils})),
)
any_dispatch = some.builds(
    lambda content, about, at, key: Dispatch(f"k{key}", content[0], about, content[1], at),
    _contents,
    words,
    _moments,
    some.text(characters, max_size=30),
)
