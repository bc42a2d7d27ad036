"""Choosing files, confirming what was judged, beginning again, and taking the sheets back with their verdicts."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.children.paging import keyset_page
from xueji.desks.children.printing import IN_MEMORY, workbook_answer
from xueji.desks.design.filters import language
from xueji.desks.design.parts import Column, Link, Row
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.takeover.pages import begins_again, found, page_of
from xueji.desks.takeover.telling import RUNNING, status_tag, steps
from xueji.exchange.acts.office.takeover import begin_again, take_over_register, upload_register
from xueji.exchange.models import TakeOver
from xueji.exchange.takeover.keeping import MAX_BYTES
from xueji.exchange.takeover.returned import IN_A_WORKBOOK, write_csv_zip, write_workbook
from xueji.exchange.takeover.template import write_workbook as write_template
from xueji.parties.actors import Actor
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import RefusedError


@require_GET
@for_posts_that_may("take_over_register")
def takeovers(request: DeskRequest) -> HttpResponse:
    """The take-overs there were, newest first."""
    every = TakeOver.objects.defer("content").order_by()
    total = every.count()
    page = keyset_page(every.annotate(newest=-F("pk")), [("newest", int)], request.GET)
    context = {
        "total": total,
        "columns": [
            Column("file", _("文件"), "open"),
            Column("by", _("上传人")),
            Column("on", _("日期"), "date"),
            Column("rows", _("行数"), "number"),
            Column("refused", _("不能接管"), "number"),
            Column("status", _("状态"), "tag"),
        ],
        "rows": [_row(takeover) for takeover in page.rows],
        "pages": page.pager(request.GET, total),
    }
    return render(request, "takeover/takeovers.jinja", context)


@require_http_methods(["GET", "POST"])
@for_posts_that_may("take_over_register")
def new_takeover(request: DeskRequest) -> HttpResponse:
    """Show the form, or keep the file and have it judged. Nothing is written to the register yet."""
    sent = Answers({})
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            sent.fault("file", _("没有选择文件。"), _("请选择工作簿，或装有五张表的 zip。"))
        else:
            try:
                # One byte more than allowed is read at most, and then refused.
                content = upload.read(MAX_BYTES + 1)
                takeover = upload_register(actor=request.actor, file_name=upload.name or "register", content=content)
                return HttpResponseRedirect(address("takeover", takeover.pk))
            except RefusedError as error:
                sent.refused(error)
    context = {
        "crumbs": [Link(_("接管学籍"), address("takeovers"))],
        "steps": steps(None),
        "megabytes": MAX_BYTES >> 20,
        "errors": sent.wrong,
        "wrong": sent.by_field,
    }
    return render(request, "takeover/new.jinja", context, status=422 if sent.wrong else 200)


@require_POST
@for_posts_that_may("take_over_register")
def confirm_takeover(request: DeskRequest, pk: int) -> HttpResponse:
    """Write the good rows. Sent twice, it is done once."""
    takeover, sent = found(pk), Answers({})
    try:
        with transaction.atomic():
            take_over_register(actor=request.actor, takeover=takeover)
    except RefusedError as error:
        sent.refused(error)
        return page_of(request, takeover, sent.wrong)
    return HttpResponseRedirect(address("takeover", pk))


@require_POST
@for_posts_that_may("take_over_register")
def retry_takeover(request: DeskRequest, pk: int) -> HttpResponse:
    """Begin a broken-off take-over again. Pressed twice, or while the worker is at it, it changes nothing."""
    takeover = found(pk)
    if begins_again(takeover):
        begin_again(actor=request.actor, takeover=takeover)
        messages.info(request, _("已重新开始，不需要再次上传文件。"))
    return HttpResponseRedirect(address("takeover", pk))


@require_GET
@for_posts_that_may("take_over_register")
def takeover_template(request: DeskRequest) -> FileResponse:
    """The empty sheets, and a page that explains every column."""
    del request
    file = io.BytesIO()
    write_template(file)
    file.seek(0)
    return workbook_answer(file, _("接管模板.xlsx"))


@require_GET
@for_posts_that_may("take_over_register")
def takeover_result(request: DeskRequest, pk: int) -> HttpResponseBase:
    """The same sheets with a column that says what became of every row."""
    takeover = found(pk)
    if takeover.status in RUNNING or not takeover.sheets:
        raise Http404
    file = give_back(actor=request.actor, takeover=takeover, language=language())
    stem = Path(takeover.file_name).stem
    if _rows(takeover) > IN_A_WORKBOOK:
        name = _("%(name)s（带结论）.zip") % {"name": stem}
        return FileResponse(file, content_type="application/zip", as_attachment=True, filename=name)
    return workbook_answer(file, _("%(name)s（带结论）.xlsx") % {"name": stem})


@office_act("take_over_register")
def give_back(*, actor: Actor, reason: str, takeover: TakeOver, language: str) -> Done:
    """Write the sheets with their verdicts; result is the open file."""
    file: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed on to the answer
    (write_csv_zip if _rows(takeover) > IN_A_WORKBOOK else write_workbook)(takeover, file, language)
    file.seek(0)
    return Done(f"takeover:{takeover.pk}", {"list": takeover.file_name, "rows": _rows(takeover)}, file)


def _rows(takeover: TakeOver) -> int:
    return sum(counts["rows"] for counts in takeover.counts.values())


def _row(takeover: TakeOver) -> Row:
    counts = takeover.counts.values()
    cells = {
        "file": takeover.file_name,
        "by": takeover.created_name or _("命令行"),
        "on": takeover.created_on,
        "rows": sum(one["rows"] for one in counts) if takeover.counts else None,
        "refused": sum(one["refused"] for one in counts) if takeover.counts else None,
        "status": status_tag(takeover),
    }
    return Row(str(takeover.pk), cells, address("takeover", takeover.pk))
