"""One child: who it is, where it sits, its life line, and what this post may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.desks.children.answers import typed
from xueji.desks.children.life.events import life_line
from xueji.desks.children.life.reading import Life, decisions_about, history_of, life_of
from xueji.desks.children.life.wording import grade_of, number_shown, scheme_label
from xueji.desks.children.measures.section import measures_of
from xueji.desks.children.telling import form_tag, shown_number
from xueji.desks.design.filters import iso_date
from xueji.desks.design.parts import Action, Fact, Link, Row, Tag
from xueji.desks.framing import decides
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import may
from xueji.records.acts.office.identity import reveal_number
from xueji.records.models.numbers import NATIONAL
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency, as_local_category
from xueji.vocabulary.people.standings import RecordStanding

REVEALED = "revealed_child"
MEMBERS = ("member1", "member2")


@require_GET
def child(request: Any, pk: int) -> HttpResponse:
    """The page. A number that was just revealed is shown once; reloading masks it again."""
    actor = request.actor
    life = life_of(actor, pk)
    moments = life_line(life, decisions_about(actor, life), history_of(actor, life), may_open=decides(actor))
    held = life.held_by(actor)
    revealed = held and request.session.get(REVEALED) == pk
    if revealed:
        del request.session[REVEALED]
    context = {
        "student": life.student,
        "life": life,
        "tags": _tags(life),
        "facts": _facts(life, held=held),
        "crumbs": _crumbs(life, actor),
        "held": held,
        "events": [moment.event for moment in moments],
        "identity": [] if life.left else _identity(life),
        "left": _left(life),
        "family": _family(life),
        "numbers": [_number_row(number) for number in life.numbers],
        "form": form_tag(life.form.missing, life.form.due_on, city_today()) if life.form else None,
        "doubts": _doubts(life, actor) if decides(actor) else [],
        "measures": measures_of(life, actor, city_today()),
        "actions": _actions(life, actor) if held else [],
        "has_procedures": bool(life.records) and decides(actor),
        "whole_card": held and bool(life.records) and _may_see_whole(actor),
        "revealed": revealed,
        "may_reveal": held and may(actor, "reveal_number"),
        "entrant": life.admissions[0] if life.admissions and not life.records and decides(actor) else None,
    }
    return render(request, "children/child.jinja", context)


@require_POST
def reveal(request: Any, pk: int) -> HttpResponse:
    """Show the full identity number once, on the page that follows. The reason is kept with the name of who looked."""
    life = life_of(request.actor, pk)
    if not life.held_by(request.actor):
        return redirect("child", pk)
    reveal_number(actor=request.actor, reason=typed(request.POST, "reason"), who=life.student)
    request.session[REVEALED] = pk
    return redirect("child", pk)


def _may_see_whole(actor: Actor) -> bool:
    return may(actor, "print_record_card") and may(actor, "reveal_number")


def _left(life: Life) -> str:
    """What a former place is told of where the child is now; empty where the child's present is told."""
    if life.left is None:
        return ""
    if not life.left.to:
        return _("该生已不在本单位就读，此页只供查阅在本单位期间的记录。")
    told = {"school": life.left.to, "day": iso_date(life.left.on)}
    return _("已转到%(school)s，%(day)s起。此页只供查阅该生在本单位期间的记录。") % told


def _tags(life: Life) -> list[Tag]:
    if not life.records:
        return [Tag(_("尚未建立学籍"), "waits")]
    if life.left:
        return [Tag(_("已转出") if life.left.to else _("已离开"))]
    standing = RecordStanding(life.records[0]["standing"])
    tags = [Tag(standing.label, "plain" if standing.on_roll else "late")]
    return [*tags, Tag(_("疑似重复，待查"), "late")] if life.records[0]["contested"] else tags


def _doubts(life: Life, actor: Actor) -> list[Link]:
    """Open problem records of the child (S21): until they are settled it may not move."""
    if not life.held_by(actor):
        return []
    told = _("问题学籍（%(day)s发现）")
    return [
        Link(told % {"day": problem["found_on"]}, reverse("problem_record", args=[problem["pk"]]))
        for problem in life.problems
    ]


def _across(life: Life) -> list[Fact]:
    """The province a record came from, or went to."""
    provinces, facts = code_table("province"), []
    for column, label in (("came_from_province", _("转来省份")), ("went_to_province", _("转往省份"))):
        code = next((record[column] for record in life.records if record.get(column)), "")
        if code:
            facts.append(Fact(label, provinces.label(code) or code))
    return facts


def _facts(life: Life, *, held: bool) -> list[Fact]:
    now, number = life.now, next((one for one in life.numbers if one.scheme in NATIONAL and one.until is None), None)
    facts = [Fact(_("全国学籍号"), shown_number(number.number) if number else _("尚未取得"))]
    if now is not None:
        group = now.class_group or grade_of(now.grade)
        url = reverse("class_group", args=[now.class_group_id]) if held and now.class_group_id else None
        facts += [Fact(_("学校"), now.school), Fact(_("班级"), group, url=url)]
        if now.seat:
            facts.append(Fact(_("班内学号"), now.seat))
    return [*facts, *_across(life)]


def _crumbs(life: Life, actor: Actor) -> list[Link]:
    crumbs = [Link(_("学生"), reverse("children"))]
    now = life.now
    if now is not None and now.class_group_id and life.held_by(actor):
        crumbs.append(Link(now.class_group, reverse("class_group", args=[now.class_group_id])))
    return crumbs


def _identity(life: Life) -> list[Fact]:
    student = life.student
    category = as_local_category(student.as_local_category) if student.as_local_category else None
    return [
        Fact(_("性别"), code_table("sex").label(student.sex)),
        Fact(_("出生日期"), student.birth_date.isoformat()),
        Fact(_("身份证件类型"), DocumentType(student.document_type).label),
        Fact(_("民族"), code_table("ethnicity").label(student.ethnicity)),
        Fact(_("国籍/地区"), code_table("nationality").label(student.nationality)),
        Fact(_("户籍类别"), Residency(student.residency).label, note=category.label if category else None),
        Fact(_("户口所在地"), student.hukou_place),
        *([Fact(_("曾用名"), student.former_name)] if student.former_name else []),
    ]


def _family(life: Life) -> list[dict[str, Any]]:
    """The family as the form tells it, guardians first."""
    answers = life.form.answers if life.form else {}
    yes, kinship = code_table("yes_no"), code_table("kinship")
    told = []
    for member in MEMBERS:
        name = answers.get(f"{member}_name")
        if name:
            relation = answers.get(f"{member}_kinship", "")
            told.append(
                {
                    "name": name,
                    "kinship": kinship.label(kinship.code_of(relation) or "") or relation,
                    "telephone": answers.get(f"{member}_telephone", ""),
                    "guardian": yes.code_of(answers.get(f"{member}_guardian", "")) == "1",
                }
            )
    return sorted(told, key=lambda one: not one["guardian"])


def _number_row(number: Any) -> Row:
    cells = {
        "kind": scheme_label(number.scheme),
        "number": number_shown(number),
        "since": number.since,
        "until": number.until or Tag(_("使用中"), "done"),
    }
    return Row(number.number, cells)


def _actions(life: Life, actor: Actor) -> list[Action]:
    pk, actions = life.student.pk, []
    if life.form is not None and may(actor, "save_student_form"):
        said = _("填写基本信息表") if life.form.missing else _("修改基本信息表")
        actions.append(Action(said, reverse("child_form", args=[pk]), tone="primary" if life.form.missing else "plain"))
    if life.records and may(actor, "print_record_card"):
        note = _("身份证件号只显示前段")
        actions.append(Action(_("打印学籍卡片（PDF）"), reverse("record_card", args=[pk]), note=note))
    return actions
