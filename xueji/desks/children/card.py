"""学籍卡片: the child's record as a paper. Identity numbers are masked unless a reason is given, which is journaled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from xueji.desks.children.answers import typed
from xueji.desks.children.form.answers import current_answers, in_chinese
from xueji.desks.children.life.events import Moment, life_line
from xueji.desks.children.life.reading import Life, decisions_about, history_of, life_of
from xueji.desks.children.life.wording import grade_of, number_shown, scheme_label
from xueji.desks.children.printing import paper_answer, print_record_card, printed
from xueji.desks.design.filters import grouped, masked_id
from xueji.documents.papers.record_card import (
    CardItem,
    CardNumber,
    CardSection,
    Change,
    FamilyMember,
    RecordCard,
)
from xueji.documents.papers.record_card import Spell as CardSpell
from xueji.parties.actors import Actor
from xueji.records.acts.office.identity import reveal_number
from xueji.records.models import StudentPhoto
from xueji.records.models.enrollments import EntryType, ExitType
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.form.items import FORM_ITEMS, FormItem
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.people.standings import RecordStanding

PAPERS_SPEAK = "zh-hans"
BASIC = "个人基础信息"
WIDE = 60
_NOT_PRINTED = frozenset({"photo", "name"})
_NUMBERS = frozenset({"document_number", "member1_document_number", "member2_document_number"})


@require_GET
def record_card(request: Any, pk: int) -> HttpResponseBase:
    """The card with masked identity numbers."""
    life = _own_life(request.actor, pk)
    return _answer(request.actor, life, "", whole=False)


@require_POST
def whole_record_card(request: Any, pk: int) -> HttpResponseBase:
    """The card with the full identity numbers. Takes a reason; the look and the print both stand in the journal."""
    life = _own_life(request.actor, pk)
    reason = typed(request.POST, "reason")
    reveal_number(actor=request.actor, reason=reason, who=life.student)
    return _answer(request.actor, life, reason, whole=True)


def card_of(life: Life, moments: Sequence[Moment], actor: Actor, *, whole: bool) -> RecordCard:
    """Everything that the card shows, in Chinese."""
    answers = current_answers(life)
    now, record = life.now, life.records[0]
    last = now or next(iter(life.spells), None)
    return RecordCard(
        name=life.student.name,
        school=last.school if last else "",
        school_code=last.school_code if last else "",
        standing=RecordStanding(record["standing"]).label.zh,
        identity=_identity(life, answers, whole=whole),
        numbers=[
            CardNumber(
                scheme_label(one.scheme),
                grouped(one.number) if whole else number_shown(one),
                one.since,
                one.until - timedelta(days=1) if one.until else None,
            )
            for one in life.numbers
        ],
        sections=_sections(answers, whole=whole),
        family=[member for prefix in ("member1", "member2") if (member := _member(answers, prefix))],
        spells=[_spell(spell) for spell in life.spells],
        changes=[_change(moment) for moment in moments if moment.legal],
        printed=printed(actor),
        photo=_photo_of(life.student.pk),
    )


def _photo_of(student_id: int) -> bytes | None:
    content = StudentPhoto.objects.filter(student_id=student_id).values_list("content", flat=True).first()
    return bytes(content) if content else None


def _own_life(actor: Actor, pk: int) -> Life:
    """A child on the roll of the actor's place, with a record. Raises Http404 for everybody else's."""
    life = life_of(actor, pk)
    if not life.records or not life.held_by(actor):
        raise Http404
    return life


def _answer(actor: Actor, life: Life, reason: str, *, whole: bool) -> HttpResponseBase:
    with override(PAPERS_SPEAK):
        moments = life_line(life, decisions_about(actor, life), history_of(actor, life), may_open=False)
        card = card_of(life, moments, actor, whole=whole)
    pdf = print_record_card(actor=actor, reason=reason, student=life.student, card=card)
    return paper_answer(pdf, f"{life.student.name}学籍卡片.pdf")


def _identity(life: Life, answers: dict[str, str], *, whole: bool) -> list[CardItem]:
    items = [item for item in FORM_ITEMS if item.section.zh == BASIC and item.key not in _NOT_PRINTED]
    residency = CardItem("户籍类别", Residency(life.student.residency).label.zh)
    return [CardItem("姓名", life.student.name), *(_item(item, answers, whole=whole) for item in items), residency]


def _sections(answers: dict[str, str], *, whole: bool) -> list[CardSection]:
    """The sections between the identity and the family, as on the paper form."""
    titles = dict.fromkeys(item.section.zh for item in FORM_ITEMS if not item.key.startswith("member"))
    return [
        CardSection(title, [_item(item, answers, whole=whole) for item in FORM_ITEMS if item.section.zh == title])
        for title in titles
        if title != BASIC
    ]


def _item(item: FormItem, answers: dict[str, str], *, whole: bool) -> CardItem:
    value = answers.get(item.key, "")
    if item.key in _NUMBERS:
        return CardItem(item.label.zh, grouped(value) if whole else masked_id(value))
    return CardItem(item.label.zh, in_chinese(item, value), wide=item.max_length > WIDE and item.kind == "text")


def _member(answers: dict[str, str], prefix: str) -> FamilyMember | None:
    name = answers.get(f"{prefix}_name", "")
    if not name:
        return None
    items = {item.key: item for item in FORM_ITEMS}
    said = {
        part: in_chinese(items[f"{prefix}_{part}"], answers.get(f"{prefix}_{part}", ""))
        for part in ("kinship", "telephone", "employer", "address")
    }
    guardian = code_table("yes_no").code_of(answers.get(f"{prefix}_guardian", "")) == "1"
    return FamilyMember(name, said["kinship"], said["telephone"], said["employer"], said["address"], guardian)


def _spell(spell: Any) -> CardSpell:
    return CardSpell(
        since=spell.since,
        until=spell.until - timedelta(days=1) if spell.until else None,
        school=spell.school,
        grade=grade_of(spell.grade).zh,
        class_group=spell.class_group.removeprefix(grade_of(spell.grade).zh),
        entry=str(EntryType(spell.entry).label),
        leaving=str(ExitType(spell.leaving).label) if spell.leaving else "",
    )


def _change(moment: Moment) -> Change:
    event = moment.event
    title = event.title if isinstance(event.title, str) else event.title.zh
    return Change(moment.on, title, str(event.note or ""), str(event.source or ""))
