"""A message across the line and the bodies it carries: plain JSON values under our own names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NotRequired, TypedDict

from xueji.vocabulary.border.verbs import FromNation, ToNation


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One thing we say. `key` makes a repeat harmless; messages with the same `about` keep their order.

    `about` is the application's key, or `record:<key>` for what concerns a record outside any application.
    """

    key: str
    verb: ToNation
    about: str
    body: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Tidings:
    """One thing the national system tells us, understood. `in_reply_to` is the key of our message, or empty."""

    number: str
    verb: FromNation
    about: str
    body: Mapping[str, Any]
    at: datetime
    in_reply_to: str = ""


class Pupil(TypedDict):
    """A child as the national store knows it. Dates are ISO texts, codes those of `vocabulary.codes`."""

    national_number: str
    name: str
    sex: str
    birth_date: str
    document_type: str
    document_number: str
    nationality: str
    standing: str
    leaving_outcome: str
    left_on: str
    school_code: str
    school: str
    grade: str
    school_year: int


class Application(TypedDict):
    """Body of APPLY and of APPLICATION_ARRIVED. Provinces by their six-digit codes; attachments by SHA-256."""

    business: str
    national_number: str
    name: str
    sex: str
    birth_date: str
    document_type: str
    document_number: str
    sending_province: str
    receiving_province: str
    receiving_district: str
    receiving_school_code: str
    receiving_school: str
    stage_group: str
    grade: str
    school_year: int
    reason: str
    attachments: list[str]


class Verdict(TypedDict):
    """Body of REVIEW and of REVIEWED: who reviewed (`RemoteLevel`), how, and in which words."""

    level: str
    approved: bool
    text: str


class Fault(TypedDict):
    """Body of whatever refuses: a code (may be empty) and the text as the national system words it."""

    code: str
    text: str


class StudentFile(TypedDict):
    """Body of RELEASE_FILE and FILE_SENT: the child, its form, and its spells, newest first."""

    pupil: Pupil
    form: dict[str, Any]
    spells: list[dict[str, Any]]


class Report(TypedDict):
    """Body of REPORT: what happened in one word (the event of the decision), and the child as it is now."""

    event: str
    pupil: Pupil


class NumberChange(TypedDict):
    """Body of NUMBER_ALLOCATED: the number that ends (empty where there was none), and the new one."""

    old: str
    new: str
    name: str


class Problem(TypedDict):
    """Body of PROBLEM_RAISED: the nation's key of it, its kind, our row as the nation has it, and the other side's."""

    problem: str
    kind: str
    ours: Pupil
    other: Pupil
    other_province: str


class ProblemAnswer(TypedDict):
    """Body of PROBLEM_CLOSED, PROBLEM_REFUSED, and of our SUBSTANTIATE, CORRECT and REMOVE."""

    problem: str
    national_number: str
    text: str
    pupil: NotRequired[Pupil]


class Standing(TypedDict):
    """Body of SET_STANDING and STANDING_SET: the standing (`RecordStanding`) that the national store shows."""

    national_number: str
    standing: str
