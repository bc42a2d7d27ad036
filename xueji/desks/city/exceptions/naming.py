"""Whom a paper names: children found by name or number, or listed by number; schools by code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from xueji.desks.children.search import search_condition
from xueji.desks.children.telling import shown_number
from xueji.desks.design.filters import in_words, masked_id
from xueji.desks.design.parts import Choice, Label
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import key_of
from xueji.parties.actors import Actor
from xueji.parties.models import School
from xueji.parties.queries import schools_below
from xueji.records.models import Entrant, NumberAssignment, StudentRecord
from xueji.records.queries import entrants_visible_to, visible_to, with_national_number
from xueji.vocabulary.schooling.grades import Grade

IN_GROUPS = re.compile(r"\b([GLJ])((?: ?[0-9]){17} ?[0-9X])\b", re.IGNORECASE)
"""A national number as this product prints it: in groups of four."""

MOST_FOUND = 20
MOST_NAMED = 500
SHORTEST = 2
SEPARATORS = str.maketrans({"，": " ", ",": " ", "、": " ", ";": " ", "；": " ", "\n": " ", "\r": " ", "\t": " "})


@dataclass
class Named:
    """The entrants, the children on a roll (by their open spells) and the schools named so far."""

    entrants: list[Entrant] = field(default_factory=list)
    spells: list[Any] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)

    @property
    def records(self) -> list[StudentRecord]:
        """The records of the children on a roll."""
        return [spell.record for spell in self.spells]


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


def find_records(actor: Actor, typed: str) -> list[Any]:
    """Children on a roll whose name, pinyin or number begins like this, by their open spells; at most a screenful."""
    if len("".join(typed.split())) < SHORTEST:
        return []
    # Put in order only once they are few: the whole city is asked, and an ordered question would read all of it.
    found = _dressed(visible_to(actor).filter(search_condition(typed, whole_city=actor.sees_whole_city)))[:MOST_FOUND]
    return sorted(found, key=lambda spell: (spell.student.name_pinyin, spell.pk))


def entrant_choice(entrant: Entrant) -> Choice:
    """An entrant as a box to tick."""
    label = f"{entrant.name} {masked_id(entrant.document_number)}"
    return Choice(str(entrant.pk), label, note=f"{entrant.school.name} · {entrant.registration_number}")


def record_choice(spell: Any) -> Choice:
    """A child on a roll as a box to tick."""
    label = f"{spell.student.name} {shown_number(spell.national_number)}"
    return Choice(str(spell.record_id), label, note=f"{spell.school.name} · {in_words(Grade(spell.grade).label)}")


def read_named(sent: Answers, picked: dict[str, list[str]], actor: Actor, school_year: int) -> Named:
    """Everybody named by the form; what names nobody is a fault of its field. `picked`: ticked boxes by name."""
    named = Named()
    keys = _keys(picked.get("entrant", []))
    visible = entrants_visible_to(actor).filter(school_year=school_year).select_related("school")
    numbers = _listed(sent, "numbers", _("登记编号"))
    if keys or numbers:
        named.entrants = list(visible.filter(Q(pk__in=keys) | Q(registration_number__in=numbers)).order_by("pk"))
    known = {entrant.registration_number for entrant in named.entrants}
    _unknown(sent, "numbers", [number for number in numbers if number not in known], _("登记编号"))
    named.spells = _spells(sent, _keys(picked.get("record", [])), actor)
    codes = _listed(sent, "schools", _("学校标识码"))
    named.schools = list(schools_below(actor).filter(code__in=codes)) if codes else []
    known = {school.code for school in named.schools}
    _unknown(sent, "schools", [code for code in codes if code not in known], _("学校标识码"))
    return named


def _spells(sent: Answers, keys: set[int], actor: Actor) -> list[Any]:
    """The open spells of the ticked records and of those listed by any number they have had."""
    numbers = [number.upper() for number in _listed(sent, "record_numbers", _("学籍号"))]
    owners = dict(NumberAssignment.objects.filter(number__in=numbers).values_list("number", "record_id"))
    found = visible_to(actor).filter(record_id__in=keys | set(owners.values()))
    spells = list(_dressed(found).order_by("pk")) if keys or owners else []
    on_roll = {spell.record_id for spell in spells}
    unknown = [number for number in numbers if owners.get(number) not in on_roll]
    _unknown(sent, "record_numbers", unknown, _("在籍学生的学籍号"))
    return spells


def _dressed(spells: Any) -> Any:
    return with_national_number(spells.select_related("student", "record", "school"))


def _keys(picked: list[str]) -> set[int]:
    return {key for typed in picked[:MOST_NAMED] if (key := key_of(typed)) is not None}


def _listed(sent: Answers, name: str, label: Label) -> list[str]:
    typed = sent.typed.get(name, "").translate(SEPARATORS)
    words = IN_GROUPS.sub(lambda number: number.group().replace(" ", ""), typed).split()
    if len(words) > MOST_NAMED:
        told = {"field": label, "most": MOST_NAMED}
        sent.fault(name, _("“%(field)s”一次最多%(most)s个。") % told, _("请分几次批准。"))
    return list(dict.fromkeys(words[:MOST_NAMED]))


def _unknown(sent: Answers, name: str, words: list[str], label: Label) -> None:
    if words:
        told = {"field": label, "words": "、".join(words[:5])}
        sent.fault(name, _("没有找到%(field)s：%(words)s。") % told, _("请核对后重新填写，一行一个。"))
