"""One class: who sits in it, moving children to another class, renaming and closing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xueji.desks.children.answers import keys, typed, whole_number, wrong_by_field, wrongs
from xueji.desks.children.telling import in_order
from xueji.desks.classes.places import crumbs, own_group, visible_group
from xueji.desks.classes.roster import row_of, spells_of
from xueji.desks.design.parts import Choice, Why, Wrong
from xueji.parties.office_acts import may
from xueji.parties.refusals import RefusedError
from xueji.records.acts.office.classes import (
    MAX_CAPACITY,
    change_class,
    close_class_group,
    rename_class_group,
)
from xueji.records.models import ClassGroup
from xueji.records.queries import class_groups_of, class_groups_visible_to, with_headcounts
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.text import Text

NOT_EMPTY = Why(
    Text("班内仍有学生，不能撤销。", "There are children in this class, so it cannot be closed."),
    Text("请先在名单中选中全部学生，调到其他班。", "First select them in the roster and move them to other classes."),
)


@require_GET
def class_group(request: Any, pk: int) -> HttpResponse:
    """The roster, and what this post may do with it."""
    group = visible_group(request.actor, pk)
    spells: list[Any] = list(spells_of(request.actor, group))
    may_change = group.closed_on is None and may(request.actor, "change_class")
    context = {
        "group": group,
        "crumbs": crumbs(request.actor, group.school),
        "kind": code_table("class_kind").label(group.kind) or group.kind,
        "rows": [row_of(spell) for spell in spells],
        "girls": sum(spell.student.sex == "2" for spell in spells),
        "incomplete": sum(bool(spell.form_missing) for spell in spells),
        "others": _others(group) if may_change and spells else [],
        "may_change": may_change,
        "may_edit": group.closed_on is None and may(request.actor, "rename_class_group"),
        "may_close": group.closed_on is None and may(request.actor, "close_class_group"),
        "why_not_close": [NOT_EMPTY] if spells else [],
        "may_print": may(request.actor, "print_roster"),
        "may_export": may(request.actor, "export_list"),
    }
    return render(request, "classes/group.jinja", context)


@require_http_methods(["GET", "POST"])
def edit_class(request: Any, pk: int) -> HttpResponse:
    """Give the class another name, teacher or size. A refusal keeps what was typed."""
    group = own_group(request.actor, pk)
    found: list[Wrong] = []
    shown = {
        "name": group.name,
        "homeroom_teacher": group.homeroom_teacher,
        "capacity": str(group.capacity),
    }
    if request.method == "POST":
        shown = {name: typed(request.POST, name) for name in shown}
        found = _rename(request, group)
        if not found:
            messages.success(request, _("班级信息已保存。"))
            return redirect("class_group", pk)
    context = {
        "group": group,
        "typed": shown,
        "errors": found,
        "wrong": wrong_by_field(found),
        "largest": MAX_CAPACITY,
    }
    return render(request, "classes/edit.jinja", context, status=422 if found else 200)


@require_POST
def close_class(request: Any, pk: int) -> HttpResponse:
    """Close an empty class. Refusals become a page that says why."""
    group = own_group(request.actor, pk)
    close_class_group(actor=request.actor, reason=typed(request.POST, "reason"), group=group)
    messages.success(request, _("已撤销班级“%(name)s”。") % {"name": group.name})
    return redirect("classes")


@require_POST
def change_classes(request: Any, pk: int) -> HttpResponse:
    """调班: move the picked children of this class to another one. All of them, or nobody."""
    group = own_group(request.actor, pk)
    wanted = whole_number(typed(request.POST, "class_group"))
    target = class_groups_visible_to(request.actor).filter(pk=wanted).first() if wanted else None
    picked = keys(request.POST.getlist("pick"))
    spells = list(spells_of(request.actor, group).filter(pk__in=picked))
    if target is None or not spells:
        messages.error(
            request,
            _("没有调班：请先在名单中选中学生，并选择调入的班级。")
            if not spells
            else _("没有调班：请选择调入的班级。"),
        )
        return redirect("class_group", pk)
    change_class(actor=request.actor, reason=typed(request.POST, "reason"), spells=spells, group=target)
    names = "、".join(spell.student.name for spell in spells)
    told = {"n": len(spells), "class": target.name, "names": names}
    said = ngettext("已将%(names)s调入%(class)s。", "已将%(n)s名学生调入%(class)s：%(names)s。", len(spells))
    messages.success(request, said % told)
    return redirect("class_group", pk)


def _rename(request: Any, group: ClassGroup) -> list[Wrong]:
    capacity = whole_number(typed(request.POST, "capacity"))
    if capacity is None:
        return [Wrong("capacity", _("班额不是整数。"), _("请填写每班最多多少人，例如 40。"))]
    try:
        rename_class_group(
            actor=request.actor,
            group=group,
            name=typed(request.POST, "name"),
            homeroom_teacher=typed(request.POST, "homeroom_teacher"),
            capacity=capacity,
        )
    except RefusedError as error:
        return wrongs(error)
    return []


def _others(group: ClassGroup) -> list[Choice]:
    same = with_headcounts(class_groups_of(group.school_id, group.school_year).filter(grade=group.grade))
    return [choice_of(other) for other in in_order(same.exclude(pk=group.pk))]


def choice_of(group: Any) -> Choice:
    """A class as one entry of a select, with how full it is."""
    said = _("%(name)s（已有 %(inside)s 人，班额 %(capacity)s）")
    return Choice(str(group.pk), said % {"name": group.name, "inside": group.children, "capacity": group.capacity})
