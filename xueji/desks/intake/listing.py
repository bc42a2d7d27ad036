"""The imports of an office, newest first."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.parts import Cell, Choice, Column, Filter, Row
from xueji.desks.district.asking import address, asked
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.intake.telling import status_tag
from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus
from xueji.exchange.queries import batches_visible_to
from xueji.parties.office_acts import may

STATUSES = (BatchStatus.JUDGED, BatchStatus.DONE, BatchStatus.REFUSED, BatchStatus.UNDONE, BatchStatus.FAILED)


@require_GET
@for_posts_that_may("import_admissions", "undo_import")
def imports(request: DeskRequest) -> HttpResponse:
    """Show them."""
    found = batches_visible_to(request.actor)
    status = asked(request, "status")
    found = found.filter(status=status) if status else found
    total = found.count()
    page = keyset_page(found.annotate(newest=-F("pk")), [("newest", int)], request.GET)
    context = {
        "filters": [Filter("status", _("状态"), "select", status, _statuses())],
        "total": total,
        "may_import": may(request.actor, "import_admissions"),
        "columns": _columns(),
        "rows": [_row(batch) for batch in page.rows],
        "pages": page.pager(request.GET, total),
    }
    return render(request, "intake/imports.jinja", context)


def _statuses() -> list[Choice]:
    known = [Choice(status.value, status_tag(ImportBatch(status=status)).label) for status in STATUSES]
    return [Choice("", _("全部")), *known]


def _columns() -> list[Column]:
    return [
        Column("file", _("文件"), "open"),
        Column("source", _("名单来源")),
        Column("by", _("导入人")),
        Column("on", _("日期"), "date"),
        Column("rows", _("行数"), "number"),
        Column("good", _("可导入"), "number"),
        Column("problem", _("疑似重复"), "number"),
        Column("reject", _("不导入"), "number"),
        Column("status", _("状态"), "tag"),
    ]


def _row(batch: ImportBatch) -> Row:
    counts = batch.counts
    cells = {
        "file": batch.file_name,
        "source": Cell(_("学校自带"), batch.school.short_name) if batch.school else _("招生入学名单"),
        "by": batch.created_name or _("命令行"),
        "on": batch.created_on,
        "rows": counts.get("rows"),
        "good": counts.get("accept"),
        "problem": counts.get("problem"),
        "reject": counts.get("reject"),
        "status": status_tag(batch),
    }
    return Row(str(batch.pk), cells, address("import", batch.pk))
