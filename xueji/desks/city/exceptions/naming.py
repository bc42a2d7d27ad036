"""Whom a paper names: entrants found by name or number, or listed by registration number; schools by code."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from xueji.desks.design.parts import Label
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import key_of
from xueji.parties.actors import Actor
from xueji.parties.models import School
from xueji.parties.queries import schools_below
from xueji.records.models import Entrant
from xueji.records.queries import entrants_visible_to

MOST_FOUND = 20
MOST_NAMED = 500
SHORTEST = 2
SEPARATORS = str.maketrans({"，": " ", ",": " ", "、": " ", ";": " ", "；": " ", "\n": " ", "\r": " ", "\t": " "})


@dataclass
class Named:
    """The entrants and schools named so far."""

    entrants: list[Entrant] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)


def find_entrants(actor: Actor, school_year: int, typed: str) -> list[Entrant]:
    """Entrants of the year whose name, pinyin, number or document begins like this; at most a screenful."""
    word = "".join(typed.split())
    if len(word) < SHORTEST:
        return []
    known = Q(name__startswith=word)
    if word.isascii():
        known |= Q(name_pinyin__startswith=word.lower()) | Q(registration_number__startswith=word)
        known |= Q(document_number__startswith=word.upper())
    found = entrants_visible_to(actor).filter(known, school_year=school_year).select_related("school")
    return list(found.order_by("name_pinyin", "pk")[:MOST_FOUND])


def read_named(sent: Answers, picked: list[str], actor: Actor, school_year: int) -> Named:
    """Everybody named by the form; what names nobody is a fault of its field."""
    named = Named()
    keys = {key for typed in picked[:MOST_NAMED] if (key := key_of(typed)) is not None}
    visible = entrants_visible_to(actor).filter(school_year=school_year).select_related("school")
    numbers = _listed(sent, "numbers", _("登记编号"))
    found = list(visible.filter(Q(pk__in=keys) | Q(registration_number__in=numbers)).order_by("pk"))
    named.entrants = found
    known = {entrant.registration_number for entrant in found}
    _unknown(sent, "numbers", [number for number in numbers if number not in known], _("登记编号"))
    codes = _listed(sent, "schools", _("学校标识码"))
    named.schools = list(schools_below(actor).filter(code__in=codes))
    known = {school.code for school in named.schools}
    _unknown(sent, "schools", [code for code in codes if code not in known], _("学校标识码"))
    return named


def _listed(sent: Answers, name: str, label: Label) -> list[str]:
    words = sent.typed.get(name, "").translate(SEPARATORS).split()
    if len(words) > MOST_NAMED:
        told = {"field": label, "most": MOST_NAMED}
        sent.fault(name, _("“%(field)s”一次最多%(most)s个。") % told, _("请分几次批准。"))
    return list(dict.fromkeys(words[:MOST_NAMED]))


def _unknown(sent: Answers, name: str, words: list[str], label: Label) -> None:
    if words:
        told = {"field": label, "words": "、".join(words[:5])}
        sent.fault(name, _("没有找到%(field)s：%(words)s。") % told, _("请核对后重新填写，一行一个。"))
