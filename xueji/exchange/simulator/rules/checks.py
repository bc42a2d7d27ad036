"""The check of an application against the sending province's row: which error, if any, follows from the data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xueji.vocabulary.border.messages import Application
from xueji.vocabulary.border.verbs import Business
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.people.standings import RecordStanding

IN_PROVINCE = "province"
"""The mark of business that is open inside the child's own province."""


def error_of(asked: Application, child: Mapping[str, Any] | None, *, contested: bool, about: str) -> str | None:
    """Return the key of the error (`errors.csv`) that the check of an application meets first, or None.

    `child` is the row of the number in the sending province, `about` the application itself, which is not "other
    business". L, G and J numbers all count (S12).
    """
    if asked["business"] == Business.CONTINUATION:
        return _of_graduate(asked, child, contested=contested, about=about)
    if child is None or child["standing"] == RecordStanding.TRANSFERRED_OUT:
        return "absent"
    if _differs(asked, child):
        return "wrong_data"
    if contested:
        return "problem_record"
    if not RecordStanding(child["standing"]).on_roll or child["open_business"] not in ("", about):
        return "open_business"
    return None


def _of_graduate(asked: Application, child: Mapping[str, Any] | None, *, contested: bool, about: str) -> str | None:
    if child is None or child["standing"] == RecordStanding.TRANSFERRED_OUT:
        return "absent_graduate"
    if name_key(asked["name"]) != name_key(child["name"]):
        return "name_differs"
    if contested:
        return "problem_record"
    return _of_leaving(child, about)


def _of_leaving(child: Mapping[str, Any], about: str) -> str | None:
    if not child["leaving_outcome"]:
        return "not_graduate"
    if child["admitted_by"]:
        return "admitted"
    if child["open_business"] == IN_PROVINCE:
        return "progression"
    return "open_business" if child["open_business"] not in ("", about) else None


def _differs(asked: Application, child: Mapping[str, Any]) -> bool:
    """Whether what was asked is another child than the row; what was left out is not compared."""
    if name_key(asked["name"]) != name_key(child["name"]):
        return True
    compared = ("sex", "birth_date", "document_number")
    return any(asked.get(field) and child[field] and asked.get(field) != child[field] for field in compared)
