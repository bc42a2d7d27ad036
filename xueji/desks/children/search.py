"""What was typed into the search box: a number, pinyin or the beginning of a name. Each looks in one place only."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Q

from xueji.parties.models import Office
from xueji.records.models import NumberAssignment, Student
from xueji.vocabulary.people.names import tidy_name

_PINYIN = re.compile(r"[a-z' ]+", re.ASCII)
_ALONGSIDE = re.compile(r"[\s'’]+")
_LONGEST = 60
_LAST_OF_ALPHABET = "Z" * 30

SHORTEST_BEGINNING = 14
"""Signs from which a number is found by its beginning: region and day of birth. Fewer are those of half a city, each of
whom row-level security would weigh; a number that short is looked for as it stands."""


def search_condition(typed: str, *, whole_city: bool = False) -> Q:
    """Open spells of the children that the typed text may mean: by number where it has a digit, else by name or pinyin.

    Names are looked up in what a spell repeats of its child, by the index of one district, or of each of them.
    """
    text = _plain(typed)
    if any(sign.isdigit() for sign in text):
        return _by_number(_ALONGSIDE.sub("", text).upper())
    there = Q(district_id__in=Office.objects.values("pk")) if whole_city else Q()
    return there & name_condition(typed)


def name_condition(typed: str, who: str = "") -> Q:
    """Names, full pinyin or initials that begin with the typed text; `who` is the way to the identity's columns."""
    text = _plain(typed)
    lower = text.lower().replace("ü", "v")
    if _PINYIN.fullmatch(lower):
        latin = _ALONGSIDE.sub("", lower)
        return Q(**{f"{who}name_pinyin__startswith": latin}) | Q(**{f"{who}name_initials__startswith": latin})
    # Not the normalized text: it would exchange rare ideographs for others.
    return Q(**{f"{who}name__startswith": tidy_name(typed[:_LONGEST])})


def exactly(typed: str) -> Q:
    """Children who have just this name or number; no beginnings and no pinyin."""
    text = _plain(typed)
    if not any(sign.isdigit() for sign in text):
        return Q(name=tidy_name(typed[:_LONGEST]))
    number = _ALONGSIDE.sub("", text).upper()
    numbered = NumberAssignment.objects.filter(number=number)
    documents = Student.objects.filter(document_number=number)
    return Q(pk__in=numbered.values("record__student_id").union(documents.values("pk")))


def _by_number(number: str) -> Q:
    """Spells of children one of whose numbers, past ones included, is this, or begins so if it is long enough."""
    if len(number) < SHORTEST_BEGINNING:
        numbered = NumberAssignment.objects.filter(number=number)
        documents = Student.objects.filter(document_number=number)
    else:
        numbered = NumberAssignment.objects.filter(number__startswith=number)
        # Between bounds, so that the plain index on the column serves in any collation; the prefix makes it exact.
        documents = Student.objects.filter(
            document_number__gte=number,
            document_number__lte=number + _LAST_OF_ALPHABET,
            document_number__startswith=number,
        )
    # Two index probes, united.
    return Q(student_id__in=numbered.values("record__student_id").union(documents.values("pk")))


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip()[:_LONGEST]
