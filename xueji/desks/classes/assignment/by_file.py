"""By file: the sheet is read and judged row by row; nothing is written before the verdicts are confirmed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.queries import ASSIGN
from xueji.desks.access import own_scopes
from xueji.desks.children.answers import whole_number
from xueji.desks.children.printing import Listing, export_list, workbook_answer
from xueji.desks.classes.assignment.desk import Desk, at_school, desk_of_request, refusals
from xueji.desks.classes.assignment.matching import Match, match
from xueji.desks.classes.assignment.outcomes import OUTCOME, batch_key, show_outcomes, was_shown
from xueji.desks.classes.assignment.sheet import read_sheet
from xueji.desks.design.filters import masked_id
from xueji.desks.design.parts import Verdict, Wrong
from xueji.exchange.intake.refusals import FileRefused
from xueji.parties.scope import scope
from xueji.vocabulary.codes.tables import code_table

MARK = ":"
PARTS = 3


@at_school
@require_GET
def upload_page(request: Any) -> HttpResponse:
    """The first step: take the template, fill in the classes, send it."""
    return _upload(request, desk_of_request(request), [])


@at_school
@require_POST
def preview_file(request: Any) -> HttpResponse:
    """Read the file and show the verdict of every row. Nothing is written."""
    desk, upload = desk_of_request(request), request.FILES.get("file")
    if upload is None:
        return _upload(request, desk, [Wrong("file", _("没有选择文件。"), _("请选择 xlsx 或 csv 文件。"))])
    try:
        rows = read_sheet(upload)
    except FileRefused as refused:
        return _upload(request, desk, [Wrong("file", refused.says, refused.mend)])
    if not rows:
        return _upload(request, desk, [Wrong("file", _("标题行下没有数据。"), _("请填写后重新上传。"))])
    cases = list(desk.cases())
    matches = match(rows, cases, desk.groups, refusals(cases, desk.actor))
    good = [one for one in matches if one.good]
    context = {
        "desk": desk,
        "file_name": upload.name,
        "verdicts": [_verdict(one) for one in matches],
        "sent": [MARK.join((str(one.row.row), str(one.case.pk), str(one.group.pk))) for one in good],
        "good": len(good),
        "bad": len(matches) - len(good),
        "batch": uuid4(),
    }
    return render(request, "classes/file_preview.jinja", context)


@own_scopes
@at_school
@require_POST
def confirm_file(request: Any) -> HttpResponse:
    """Take the good rows to the door, which judges each of them again."""
    batch = batch_key(request.POST.get("batch", ""))
    if was_shown(request, batch):
        return redirect(OUTCOME, batch)
    with scope(request.actor):
        desk = desk_of_request(request)
    steps = [step for text in request.POST.getlist("row") if (step := _step(text)) is not None]
    if not steps:
        return redirect(desk.address("assign_file"))
    return show_outcomes(request, batch, act_many(steps, actor=desk.actor, batch=batch), desk.address("assign_classes"))


@at_school
@require_GET
def file_template(request: Any) -> HttpResponseBase:
    """The waiting list of the grade with an empty column for the class."""
    desk = desk_of_request(request)
    cases = desk.cases().order_by("entrant__name_pinyin", "pk")
    listing = Listing(
        title=_("%(school)s%(grade)s待分班名单") % {"school": desk.school.short_name, "grade": desk.grade.label.zh},
        columns=["登记编号", "姓名", "性别", "出生日期", "班级"],
        rows=(_template_row(case.entrant) for case in cases),
        subject=f"school:{desk.school.pk}",
        asked={"grade": desk.grade.value},
    )
    return workbook_answer(export_list(actor=desk.actor, listing=listing), f"{listing.title}.xlsx")


def _upload(request: Any, desk: Desk, found: list[Wrong]) -> HttpResponse:
    context = {"desk": desk, "errors": found, "wrong": found[0].says if found else None}
    return render(request, "classes/file_upload.jinja", context, status=422 if found else 200)


def _verdict(one: Match) -> Verdict:
    row, entrant = one.row, one.case.entrant if one.case is not None else None
    cells = {
        "registration_number": row.registration_number or (entrant.registration_number if entrant else ""),
        "name": row.name or (entrant.name if entrant else ""),
        "document_number": masked_id(row.document_number or (entrant.document_number if entrant else "")),
        "class_group": one.group.name if one.group is not None else row.class_group,
    }
    return Verdict(row.row, "accept" if one.good else "reject", cells, one.faults)


def _step(text: str) -> Step | None:
    parts = text.split(MARK)
    numbers = [whole_number(part) for part in parts]
    if len(parts) != PARTS or None in numbers:
        return None
    row, case, group = map(int, parts)
    return Step(case, ASSIGN, {"class_group": group}, row=row)


def _template_row(entrant: Any) -> list[Any]:
    return [entrant.registration_number, entrant.name, code_table("sex").label(entrant.sex), entrant.birth_date, ""]
