"""The life line, newest first: decisions, spells, numbers, corrections, papers, each with who, why and the article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueji.cases.evidence.seeing import hidden_from, paper_kinds
from xueji.cases.queries import ENTRY
from xueji.desks.children.life.reading import CHANGE_CLASS, HISTORY, Life, Number, Spell, Trace
from xueji.desks.children.life.wording import (
    changes_between,
    entry_label,
    exit_label,
    grade_of,
    number_in_words,
    who_acted,
)
from xueji.desks.design.filters import in_words, masked_id
from xueji.desks.design.parts import Event, Link, Tone
from xueji.desks.forms import MASKED
from xueji.parties.rulebook import rulebook_of
from xueji.process.notation import OPEN, Ask
from xueji.records.models.enrollments import EntryType, ExitType
from xueji.vocabulary.codes.tables import code_table

_TONES: dict[str, Tone] = {"positive": "done", "negative": "late", "neutral": "info"}
_TOGETHER = timedelta(seconds=10)
_AT_MOST = timedelta(days=2)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_CORRECTION, _FORM, _CARD = "correct_entrant", "save_student_form", "print_record_card"
# The spell that follows tells these already.
_WITHIN_THE_SCHOOL = (ExitType.CLASS_CHANGE, ExitType.PROMOTION)


@dataclass(frozen=True)
class Moment:
    """One entry of the life line and where it stands in it; `legal` ones are printed on the record card."""

    on: date
    at: datetime
    event: Event
    legal: bool = False


def life_line(life: Life, decisions: Sequence[Any], traces: Sequence[Trace], *, may_open: bool) -> list[Moment]:
    """Every moment of the child's life in the register, newest first. `may_open`: cases are linked to their pages."""
    closing = [decision for decision in decisions if _closes(decision)]
    established = {decision.city_date: decision for decision in closing if decision.case.entrant_id}
    transfers = [decision for decision in closing if decision.case.student_record_id]
    changed = [trace for trace in traces if trace.kind == CHANGE_CLASS]
    papers = _papers(decisions) if may_open else {}
    moments = [
        *(_decision(decision, life, papers.get(decision.pk, ()), may_open=may_open) for decision in decisions),
        *_spells(life.spells, established, transfers, changed),
        *_numbers(_numbers_here(life), established),
        *_class_changes(life, changed),
        *_corrections(traces),
        *_office(traces),
    ]
    return sorted(moments, key=lambda moment: (moment.on, moment.at), reverse=True)


def _procedure(decision: Any) -> Any:
    return rulebook_of(decision.edition).procedure(decision.case.procedure)


def _closes(decision: Any) -> bool:
    return bool(_procedure(decision).state(decision.to_state).closed == "approved")


def _decision(decision: Any, life: Life, papers: Sequence[Link], *, may_open: bool) -> Moment:
    procedure = _procedure(decision)
    frm = None if decision.event == OPEN else decision.from_state
    transition = procedure.transition(frm, decision.event, decision.case.route_row)
    told = _answers(transition, decision, life) if transition else []
    if decision.reason:
        told.append(_("理由：%(reason)s") % {"reason": decision.reason})
    if decision.to_state != decision.from_state:
        told.append(_("状态：%(state)s") % {"state": in_words(procedure.state(decision.to_state).label)})
    event = Event(
        decision.city_date,
        transition.label if transition else decision.event,
        who=who_acted(decision) or None,
        note=_("；").join(told) or None,
        source=decision.source or None,
        tone=_TONES[transition.tone] if transition else "plain",
        url=_page(decision.case) if may_open and decision.case.entrant_id else None,
        links=papers,
    )
    return Moment(decision.city_date, decision.at, event, legal=_closes(decision))


def _page(case: Any) -> str:
    """The page of a case about an entrant: an arrival from another province lies on the case desk."""
    at_entrance = case.procedure == ENTRY
    return reverse("entrant", args=[case.entrant_id]) if at_entrance else reverse("case", args=[case.pk])


def _answers(transition: Any, decision: Any, life: Life) -> list[str]:
    """What was answered, in words; a place that this page does not know by name is left out."""
    told = []
    for asked in transition.asks:
        answer = str(decision.answers.get(asked.key, ""))
        if not answer or not isinstance(asked, Ask):
            continue
        if isinstance(asked.choices, tuple) and asked.choices:
            answer = str(in_words(dict(asked.choices).get(answer, answer)))
        elif asked.kind == "class_group":
            answer = next((spell.class_group for spell in life.spells if str(spell.class_group_id) == answer), "")
        elif asked.kind == "school":
            continue
        elif asked.key in MASKED:
            answer = masked_id(answer)
        elif isinstance(asked.choices, str) and asked.choices:
            answer = str(in_words(code_table(asked.choices).label(answer) or answer))
        if answer:
            told.append(_("%(what)s：%(answer)s") % {"what": in_words(asked.label), "answer": answer})
    return told


def _papers(decisions: Sequence[Any]) -> Mapping[int, Sequence[Link]]:
    """Each document of a case once, by the first step that brought it, with everything that it proves there.

    One that is hidden from some party is opened from its case alone.
    """
    links: dict[int, list[Link]] = defaultdict(list)
    told = set()
    for decision in decisions:
        for proof in decision.proofs:
            document = (decision.case_id, proof["attachment"])
            brought = str(decision.answers.get(proof["kind"], "")) == str(proof["attachment"])
            if brought and document not in told and not hidden_from(proof["kind"], decision.case):
                told.add(document)
                links[decision.pk].append(Link(_with_uses(proof, decision), reverse("evidence", args=[proof["pk"]])))
    return links


def _with_uses(paper: Any, decision: Any) -> str:
    """The file's name, and what it proves by the words of the procedure."""
    kinds = paper_kinds(decision.case)
    used = dict.fromkeys(proof["kind"] for proof in decision.proofs if proof["attachment"] == paper["attachment"])
    uses = [str(in_words(kinds[kind].label)) for kind in used if kind in kinds]
    return _("%(file)s（%(uses)s）") % {"file": paper["file"], "uses": _("、").join(uses)} if uses else paper["file"]


def _spells(
    spells: Sequence[Spell], established: dict[date, Any], transfers: Sequence[Any], changed: Sequence[Trace]
) -> Iterator[Moment]:
    """When the child came and when it left; a change of class that the journal tells is told there, with its reason.

    Each end of a spell is put down to the decision that made it, and to no other one of the day.
    """
    told_already = {trace.on for trace in changed}
    for spell in spells:
        where = [spell.school, spell.campus, spell.class_group or str(in_words(grade_of(spell.grade)))]
        if spell.seat:
            where.append(_("班内学号 %(seat)s") % {"seat": spell.seat})
        if spell.entry != EntryType.CLASS_CHANGE or spell.since not in told_already:
            event = Event(spell.since, entry_label(spell.entry), note=" ".join(where), tone="done")
            yield _beside(spell.since, _began(spell, established, transfers), event, legal=True)
        if spell.until is not None and spell.leaving and spell.leaving not in _WITHIN_THE_SCHOOL:
            event = Event(spell.until, exit_label(spell.leaving), note=spell.school)
            yield _beside(spell.until, _ended(spell, transfers), event, legal=True)


def _began(spell: Spell, established: dict[date, Any], transfers: Sequence[Any]) -> Any:
    """The decision by which the child came; None where none made the spell, as with a promotion."""
    if spell.entry == EntryType.ENTRY:
        return established.get(spell.since)
    if spell.entry != EntryType.TRANSFER:
        return None
    into = (one for one in transfers if one.case.school_id == spell.school_id)
    return next((one for one in into if _took_effect(one, spell.since)), None)


def _ended(spell: Spell, transfers: Sequence[Any]) -> Any:
    """The decision by which the child left for another school; None for every other way out."""
    if spell.leaving != ExitType.TRANSFER or spell.until is None:
        return None
    away = (one for one in transfers if one.case.school_id != spell.school_id)
    return next((one for one in away if _took_effect(one, spell.until)), None)


def _took_effect(decision: Any, day: date) -> bool:
    """Whether a transfer decided then may have been done on `day`: a spell of today ends tomorrow at the earliest."""
    return bool(timedelta(0) <= day - decision.city_date <= _AT_MOST)


def _numbers_here(life: Life) -> list[Number]:
    """The numbers as the life line tells them: to a former place, only what was given while the child was there."""
    if life.left is None:
        return list(life.numbers)
    left = life.left.on
    known = [number for number in life.numbers if number.since < left]
    return [replace(number, until=None) if number.until and number.until >= left else number for number in known]


def _numbers(numbers: Sequence[Number], established: dict[date, Any]) -> Iterator[Moment]:
    """Numbers given on one day are one entry."""
    for day in sorted({number.since for number in numbers}):
        told = _("；").join(number_in_words(number) for number in numbers if number.since == day)
        yield _beside(day, established.get(day), Event(day, _("取得号码"), note=told, tone="done"))
    for number in numbers:
        if number.until is not None:
            told = number_in_words(number)
            yield _beside(number.until, established.get(number.until), Event(number.until, _("号码停用"), note=told))


def _beside(day: date, decision: Any, event: Event, *, legal: bool = False) -> Moment:
    """What follows from a decision stands right after it and names its article."""
    if decision is None:
        return Moment(day, _EARLIEST, event, legal=legal)
    told = Event(event.when, event.title, who_acted(decision) or None, event.note, decision.source or None, event.tone)
    return Moment(day, decision.at + timedelta(microseconds=1), told, legal=legal)


def _class_changes(life: Life, changed: Iterable[Trace]) -> Iterator[Moment]:
    for trace in changed:
        day = trace.day
        into = next((spell.class_group for spell in life.spells if spell.since <= day < (spell.until or date.max)), "")
        note = _("调入%(class)s") % {"class": into}
        event = Event(day, _("调班"), trace.who or None, _with_reason(note, trace.reason), tone="info")
        yield Moment(day, trace.at, event, legal=True)


def _corrections(traces: Sequence[Trace]) -> Iterator[Moment]:
    """Each row of the history against the one before it. The reason stands in the journal of the same moment."""
    rows = [trace for trace in traces if trace.kind == HISTORY]
    reasons = [trace for trace in traces if trace.kind == _CORRECTION]
    for before, after in pairwise(rows):
        changes = changes_between(before.told, after.told)
        if not changes:
            continue
        reason = next((one.reason for one in reasons if abs(one.at - after.at) < _TOGETHER), "")
        day = after.day
        event = Event(
            day,
            _("更正身份信息"),
            after.who or None,
            _with_reason(_("；").join(changes), reason),
            _("变更历史"),
            "waits",
        )
        yield Moment(day, after.at, event, legal=True)


def _office(traces: Iterable[Trace]) -> Iterator[Moment]:
    """What an office did without a procedure: the form filled in, a card printed."""
    for trace in traces:
        day = trace.day
        if trace.kind == _FORM:
            count, missing = len(trace.told.get("changed", ())), trace.told.get("missing", 0)
            said = ngettext("填写或修改%(n)s项", "填写或修改%(n)s项", count) % {"n": count}
            left = _("必填项已填完") if missing == 0 else _("还缺%(n)s项必填") % {"n": missing}
            event = Event(
                day, _("填写基本信息表"), trace.who or None, f"{said}，{left}", tone="done" if missing == 0 else "info"
            )
            yield Moment(day, trace.at, event)
        elif trace.kind == _CARD:
            yield Moment(day, trace.at, Event(day, _("打印学籍卡片"), trace.who or None, trace.reason or None))


def _with_reason(note: str, reason: str) -> str:
    return _("%(note)s。理由：%(reason)s") % {"note": note, "reason": reason} if reason else note
