"""What the nightly comparison found: our children and the exchange's that do not agree, and settling them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages as flash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.border.results import Result, already_done, keep_and_show, read_batch
from xueji.desks.border.watching import for_border_posts
from xueji.desks.children.answers import keys, typed
from xueji.desks.children.paging import keyset_page
from xueji.desks.children.telling import shown_number
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.filters import masked_id
from xueji.desks.design.parts import Action, Cell, Choice, Column, Filter, Label, Link, Row
from xueji.desks.district.asking import address, asked, asked_key
from xueji.exchange.acts.office.border import RESENT, settle_difference
from xueji.exchange.models import Difference
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.parties.queries import districts
from xueji.parties.refusals import RefusedError
from xueji.vocabulary.text import Text

LARGEST = 200
OPEN, SETTLED = "", "settled"
FIELDS: dict[str, Text] = {
    "missing_there": Text("交换库中没有", "Missing there"),
    "missing_here": Text("本地没有", "Missing here"),
    "name": Text("姓名", "Name"),
    "sex": Text("性别", "Sex"),
    "birth_date": Text("出生日期", "Birth date"),
    "document_type": Text("证件类型", "Document"),
    "document_number": Text("证件号", "Document number"),
    "nationality": Text("国籍/地区", "Nationality"),
    "standing": Text("学籍状态", "Standing"),
    "leaving_outcome": Text("毕结业", "Leaving"),
    "left_on": Text("离校日期", "Left on"),
    "school_code": Text("学校标识码", "School code"),
    "school": Text("学校", "School"),
    "grade": Text("年级", "Grade"),
    "school_year": Text("学年", "School year"),
}
_DONE = ("这一条已有人处理。", "Somebody has settled it.", "请刷新列表后再看。", "Load the list anew.")


@require_GET
@for_border_posts
def differences(request: DeskRequest) -> HttpResponse:
    """Show one page of the list."""
    shown, field, district = asked(request, "shown"), asked(request, "field"), asked_key(request, "district")
    found = Difference.objects.filter(settled_on__isnull=shown != SETTLED)
    found = found.filter(field=field) if field in FIELDS else found
    found = found.filter(district_id=district) if district else found
    total = found.count()
    page = keyset_page(found.select_related("school", "record__student"), [("pk", int)], request.GET)
    context: dict[str, Any] = {
        "crumbs": [Link(_("跨省交换"), reverse("border"))],
        "filters": _filters(shown, field, district),
        "asked": any((shown, field, district)),
        "columns": _columns(shown),
        "rows": [_row(difference) for difference in page.rows],
        "pages": page.pager(request.GET, total),
        "total": total,
        "actions": _actions(request.actor) if page.rows and shown != SETTLED else [],
        "batch": uuid4(),
    }
    return render(request, "border/differences.jinja", context)


@require_POST
@for_border_posts
def settle_differences(request: DeskRequest) -> HttpResponse:
    """Report picked children once more, or keep that the other side was told; a result for each."""
    batch, back = read_batch(request), reverse("border_differences")
    if already_done(request, batch):
        return HttpResponseRedirect(reverse("border_result", args=[batch]))
    picked, reason = keys(request.POST.getlist("pick"))[:LARGEST], typed(request.POST, "reason", 500)
    if not picked or not reason:
        flash.warning(request, _("没有办理：请勾选差异，并填写理由。"))
        return HttpResponseRedirect(back)
    rows = Difference.objects.filter(pk__in=picked).select_related("record__student").order_by("pk")
    try:
        results = [_settle(request.actor, difference, reason) for difference in rows]
    except RefusedError as error:
        for complaint in error.complaints:
            flash.warning(request, str(words(complaint.says)))
        return HttpResponseRedirect(back)
    return keep_and_show(request, _("处理差异"), back, results, batch)


def _settle(actor: Actor, difference: Any, reason: str) -> Result:
    name = f"{name_of(difference)} {words(field_label(difference.field))}"
    if difference.settled_on is not None:
        return Result(difference.pk, name, taken=False, why=[_DONE])
    settle_difference(actor=actor, reason=reason, difference=difference)
    return Result(difference.pk, name, taken=True)


def name_of(difference: Any) -> str:
    """The child, as far as we know it."""
    return difference.record.student.name if difference.record else shown_number(difference.national_number)


def field_label(field: str) -> Label:
    """What does not agree."""
    return FIELDS.get(field, Text(field, field))


def _filters(shown: str, field: str, district: int | None) -> list[Filter]:
    everything = Choice("", _("全部"))
    fields = [everything, *(Choice(key, label) for key, label in FIELDS.items())]
    offices = [everything, *(Choice(str(office.pk), office.name) for office in districts())]
    states = [Choice(OPEN, _("待处理")), Choice(SETTLED, _("已处理"))]
    return [
        Filter("shown", _("处理"), value=shown, choices=states),
        Filter("field", _("差异"), value=field, choices=fields),
        Filter("district", _("区县"), value=str(district or ""), choices=offices),
    ]


def _columns(shown: str) -> list[Column]:
    columns = [
        Column("name", _("学生"), "open"),
        Column("school", _("学校"), on_phone=False),
        Column("field", _("差异")),
        Column("ours", _("本地")),
        Column("theirs", _("交换库")),
        Column("found", _("发现日期"), "date", on_phone=False),
    ]
    return [*columns, Column("settled", _("处理"), "date")] if shown == SETTLED else columns


def _row(difference: Any) -> Row:
    hidden = difference.field == "document_number"
    ours, theirs = (masked_id(each) if hidden else each for each in (difference.ours, difference.theirs))
    how = _("已再次上报") if difference.settled_how == RESENT else _("已告知对方")
    cells = {
        "name": Cell(name_of(difference), shown_number(difference.national_number)),
        "school": difference.school.short_name if difference.school else None,
        "field": field_label(difference.field),
        "ours": ours or "—",
        "theirs": theirs or "—",
        "found": difference.found_on,
        "settled": Cell(difference.settled_on, how) if difference.settled_on else None,
    }
    url = address("child", difference.record.student_id) if difference.record else None
    return Row(str(difference.pk), cells, url, can_pick=difference.settled_on is None)


def _actions(actor: Actor) -> list[Action]:
    if not may(actor, "settle_difference"):
        return []
    note = _("本地有学籍的再次上报；本地没有的，记为已告知对方。")
    return [Action(_("处理选中的差异"), value="settle", tone="primary", note=note)]
