"""What was typed into the search box: a number, pinyin or the beginning of a name. Each looks in one place only."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Q, QuerySet

from xueji.records.models import NumberAssignment, Student
from xueji.vocabulary.people.names import tidy_name

_PINYIN = re.compile(r"[a-z' ]+", re.ASCII)
_ALONGSIDE = re.compile(r"[\s'’]+")
_LONGEST = 60
_LAST_OF_ALPHABET = "Z" * 30


def search_condition(typed: str, *, within_a_place: bool = False) -> Q:
    """Spells of the children that the typed text may mean: by number where it has a digit, else by name or pinyin.

    A place is searched by what its spells repeat of the child; looking among the whole city's children first would
    cost it a question of row-level security for each of the others.
    """
    text = _plain(typed)
    if any(sign.isdigit() for sign in text):
        return Q(student_id__in=_students_with_number(_ALONGSIDE.sub("", text).upper()))
    return name_condition(typed, "" if within_a_place else "student__")


def name_condition(typed: str, who: str = "") -> Q:
    """Names, full pinyin or initials that begin with the typed text; `who` is the way to the identity's columns."""
    text = _plain(typed)
    lower = text.lower().replace("ü", "v")
    if _PINYIN.fullmatch(lower):
        latin = _ALONGSIDE.sub("", lower)
        return Q(**{f"{who}name_pinyin__startswith": latin}) | Q(**{f"{who}name_initials__startswith": latin})
    # Not the normalized text: it would exchange rare ideographs for others.
    return Q(**{f"{who}name__startswith": tidy_name(typed[:_LONGEST])})


def _students_with_number(number: str) -> QuerySet[Student]:
    """Keys of children one of whose numbers, past ones included, begins so. Two index probes, united."""
    numbered = NumberAssignment.objects.filter(number__startswith=number).values("record__student_id")
    # Between bounds, so that the plain index on the column serves in any collation; the prefix makes it exact.
    documents = Student.objects.filter(
        document_number__gte=number, document_number__lte=number + _LAST_OF_ALPHABET, document_number__startswith=number
    ).values("pk")
    return numbered.union(documents)  # type: ignore[return-value]  # keys of one table, by two ways


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip()[:_LONGEST]
