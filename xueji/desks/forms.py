"""Any step's form from what the procedure asks: fields to show, answers to read, papers to keep.

A widget belongs to a kind of question (date, code, school, class group, paper), never to a procedure; a new procedure
brings its form with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from xueji.cases.acts.office.evidence import MAX_BYTES, attach_evidence
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.filters import masked_id
from xueji.desks.design.parts import Choice, Field, Label, Wrong
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.queries import schools_below
from xueji.parties.refusals import RefusedError
from xueji.process.compiled import Transition
from xueji.process.notation import Ask, Asked, Proof
from xueji.process.wording import Reason
from xueji.records.queries import class_groups_of
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.pinyin import initials, pinyin
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

REASON = "reason"
NATIONAL_NUMBER = "national_number"
MASKED = frozenset({NATIONAL_NUMBER, "document_number"})
"""Answers that are, or carry, an identity number: told back with their last signs hidden."""

NUMBER_WITH = ("document_type", "document_number", "birth_date")
SHORT_TABLE = 12
"""Entries up to which a code table is shown as a list to choose from."""

LONGEST_ANSWER = 500
PAPERS = ".pdf,.jpg,.jpeg,.png"


@dataclass(frozen=True)
class Places:
    """Which schools and class groups a clerk may choose from: those of one school year, and of one grade if given."""

    actor: Actor
    school_id: int | None
    school_year: int
    grades: frozenset[str] = field(default_factory=frozenset)

    def schools(self) -> list[Choice]:
        """The schools below the actor's office that have every grade asked about."""
        found = schools_below(self.actor).filter(closed_on__isnull=True)
        return [
            Choice(str(school.pk), school.name)
            for school in found
            if self.grades <= set(school.grades) and school.pk != self.school_id
        ]

    def class_groups(self) -> list[Choice]:
        """The open classes of the school, of the grades asked about."""
        if self.school_id is None:
            return []
        found = class_groups_of(self.school_id, self.school_year)
        return [Choice(str(group.pk), group.name) for group in found if not self.grades or group.grade in self.grades]


@dataclass(frozen=True)
class Given:
    """What was typed: answers by key, the reason, and uploaded papers not kept yet."""

    answers: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    papers: dict[str, Any] = field(default_factory=dict)

    @property
    def with_papers(self) -> dict[str, str]:
        """The answers as they will be once the papers are kept, for a look ahead that changes nothing."""
        return {**self.answers, **dict.fromkeys(self.papers, "0")}


@dataclass(frozen=True)
class Term:
    """When something is asked that is not asked of everybody: never in this case, or only after one of some answers.

    `ask` is the key of the question it hangs on, `codes` the answers after which it is asked, `says` tells people so.
    """

    ask: str = ""
    codes: tuple[str, ...] = ()
    says: Text | None = None

    def spares(self, answers: Mapping[str, str]) -> bool:
        """Whether it is not asked after these answers."""
        return not self.ask or answers.get(self.ask, "") not in self.codes


@dataclass(frozen=True)
class Known:
    """What a form knows besides the step: when its questions are asked, and which papers the case has already."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)


NOTHING_KNOWN = Known()


def asks_anything(transition: Transition) -> bool:
    """Whether the step has a form at all; one without is a single button."""
    return bool(transition.asks) or transition.needs_reason


def takes_papers(transition: Transition) -> bool:
    """Whether the form must be sent as files."""
    return any(isinstance(asked, Proof) for asked in transition.asks)


def fields_of(
    transition: Transition, given: Given, wrong: Sequence[Wrong], places: Places, known: Known = NOTHING_KNOWN
) -> list[Field]:
    """The form's fields, in the order of the procedure file; the reason comes last.

    What this case is never asked is left out; what hangs on another answer says so, and stands there for those whose
    browser does not hide it.
    """
    says = {fault.name: fault.says for fault in wrong}
    shown = [asked for asked in transition.asks if (term := known.terms.get(asked.key)) is None or term.ask]
    fields = [_conditional(_field(asked, given, says.get(asked.key), places), asked, known) for asked in shown]
    if transition.needs_reason:
        fields.append(
            Field(
                REASON,
                _("理由"),
                "textarea",
                given.reason,
                wrong=says.get(REASON),
                required=True,
                max_length=LONGEST_ANSWER,
            )
        )
    return fields


def read_answers(transition: Transition, sent: QueryDict, files: Mapping[str, Any]) -> Given:
    """What the form sent, tidied: dates as 2015-09-16 however they were typed, codes instead of their labels."""
    answers, papers = {}, {}
    for asked in transition.asks:
        if isinstance(asked, Proof):
            if files.get(asked.key):
                papers[asked.key] = files[asked.key]
            continue
        typed = sent.get(asked.key, "").strip()[:LONGEST_ANSWER]
        if typed:
            answers[asked.key] = _tidied(asked, typed)
    return Given(answers, sent.get(REASON, "").strip()[:LONGEST_ANSWER], papers)


def code_faults(transition: Transition, given: Given) -> list[Wrong]:
    """Answers that are in no entry of their code table: the grammar leaves tables named by a word to the form."""
    found = []
    for asked in transition.asks:
        answer = given.answers.get(asked.key)
        table = asked.choices if isinstance(asked, Ask) and isinstance(asked.choices, str) else ""
        if answer and table and answer not in code_table(table):
            told = {"what": words(asked.label), "answer": answer}
            says = _("“%(what)s”中没有“%(answer)s”。") % told
            found.append(Wrong(asked.key, says, _("请从列表中选择，可用文字、代码或拼音查找。")))
    return found


def without_unasked(given: Given, terms: Mapping[str, Term]) -> Given:
    """What was given, without answers and papers to questions that are not asked after these answers."""
    spared = {key for key, term in terms.items() if term.spares(given.answers)}
    answers = {key: answer for key, answer in given.answers.items() if key not in spared}
    return Given(answers, given.reason, {key: paper for key, paper in given.papers.items() if key not in spared})


def keep_papers(given: Given, *, actor: Actor) -> tuple[Given, list[Wrong]]:
    """Keep the uploaded papers; answer what was given with their keys in it, and what was wrong with them."""
    answers, wrong = dict(given.answers), []
    for key, upload in given.papers.items():
        try:
            # One byte more than allowed is read at most, and then refused.
            content = upload.read(MAX_BYTES + 1)
            kept = attach_evidence(actor=actor, reason=given.reason, file_name=upload.name or "", content=content)
            answers[key] = str(kept.pk)
        except RefusedError as refusal:
            wrong += [Wrong(key, complaint.says, complaint.mend) for complaint in refusal.complaints]
    return Given(answers, given.reason), wrong


def faults_of(reasons: Sequence[Reason]) -> list[Wrong]:
    """Those reasons that speak of one field of the form."""
    return [Wrong(reason.field, reason.says, reason.mend) for reason in reasons if reason.field]


def in_words(asked: Ask | Proof, answer: str, names: Mapping[str, str]) -> Text | str:
    """An answer as people read it; `names` are those of the schools and classes that answers may point at."""
    if isinstance(asked, Ask) and isinstance(asked.choices, tuple) and asked.choices:
        return dict(asked.choices).get(answer, Text(answer, answer))
    if isinstance(asked, Ask) and isinstance(asked.choices, str) and asked.choices:
        return code_table(asked.choices).label(answer) or answer
    if asked.key in MASKED:
        return masked_id(answer)
    # What another province says of a grade comes as it is; a code of ours is read.
    if asked.key == "grade" and answer in set(Grade):
        return Grade(answer).label
    return names.get(f"{asked.kind}:{answer}", answer) if isinstance(asked, Ask) else answer


@lru_cache(maxsize=64)
def coded_choices(table: str, on: date) -> tuple[Choice, ...]:
    """The entries of a code table in force on a day, each found by code, full pinyin and initials."""
    return tuple(
        Choice(entry.code, entry.label, find=f"{entry.code} {pinyin(entry.zh)} {initials(entry.zh)}")
        for entry in code_table(table).entries_on(on)
    )


def typed_date(typed: str) -> date | None:
    """Read 2015-09-16, 2015/9/16, 2015年9月16日 or 20150916; None if it is no date."""
    plain = typed.strip()
    for sign in "/.年月":
        plain = plain.replace(sign, "-")
    parts = plain.rstrip("日").split("-")
    if len(parts) == 1 and len(plain) == 8:  # noqa: PLR2004 - eight digits are the one shape without separators
        parts = [plain[:4], plain[4:6], plain[6:]]
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _tidied(asked: Ask, typed: str) -> str:
    if asked.kind == "date":
        day = typed_date(typed)
        return day.isoformat() if day else typed
    if asked.kind == "code" and isinstance(asked.choices, str) and asked.choices:
        return code_table(asked.choices).code_of(typed) or typed
    return typed


def _field(asked: Ask | Proof, given: Given, wrong: Label | None, places: Places) -> Field:
    if isinstance(asked, Proof):
        must = asked.required and asked.when is None
        hint = _("PDF、JPG 或 PNG，不超过 5 MB。")
        return Field(asked.key, asked.label, "file", hint=hint, wrong=wrong, required=must, accept=PAPERS)
    told: dict[str, Any] = {"value": given.answers.get(asked.key, ""), "wrong": wrong, "required": asked.required}
    if asked.kind == "date":
        return Field(asked.key, asked.label, "date", **told)
    if asked.kind == "text":
        return Field(asked.key, asked.label, "text", max_length=LONGEST_ANSWER, **told, **_checks(asked))
    if isinstance(asked.choices, str) and asked.choices:
        return _coded(asked, asked.choices, told)
    choices = _choices(asked, places)
    hint_of_empty = None if choices else _what_fills(asked)
    return Field(asked.key, asked.label, "select", choices=choices, hint=hint_of_empty, **told)


def _coded(asked: Ask, table: str, told: Mapping[str, Any]) -> Field:
    """A question for a code of a table: a short table is a list, a long one is searched and shows its labels."""
    choices = coded_choices(table, city_today())
    if len(choices) <= SHORT_TABLE:
        return Field(asked.key, asked.label, "select", choices=choices, **told)
    shown = str(words(code_table(table).label(told["value"]) or told["value"]))
    return Field(asked.key, asked.label, "code", choices=choices, **{**told, "value": shown})


def _checks(asked: Ask) -> dict[str, Any]:
    """What checks an answer as it is typed: a national number is asked for in many procedures, and always the same."""
    if asked.key != NATIONAL_NUMBER:
        return {}
    hint = _("一个字母（L、G或J）和18位号码，共19位。")
    return {"hint": hint, "check": reverse("check_number"), "check_with": NUMBER_WITH}


def _conditional(shown: Field, asked: Asked, known: Known) -> Field:
    term, held = known.terms.get(asked.key), known.held.get(asked.key)
    if held:
        told = _("已有“%(file)s”，不再上传则沿用。") % {"file": held}
        shown = replace(shown, required=False, hint=f"{told}{shown.hint or ''}")
    if term is None:
        return replace(shown, required=asked.required and not held) if asked.when is not None and known.terms else shown
    hint = " ".join(str(words(part)) for part in (term.says, shown.hint) if part)
    return replace(shown, required=False, hint=hint, hangs_on=(term.ask, term.codes))


def _choices(asked: Ask, places: Places) -> list[Choice]:
    if asked.kind == "school":
        return places.schools()
    if asked.kind == "class_group":
        return places.class_groups()
    # A code table named by a word has its own widget, so what is left is a list of codes.
    return [Choice(code, label) for code, label in asked.choices] if isinstance(asked.choices, tuple) else []


def _what_fills(asked: Ask) -> str | None:
    """What would fill an empty list of places."""
    if asked.kind == "class_group":
        return _("本校本年级还没有班级，请先在“班级”中建立。")
    return _("本区县没有其他开设该年级的学校。") if asked.kind == "school" else None
