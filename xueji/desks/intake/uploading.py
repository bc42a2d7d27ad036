"""The first step: choosing a file, or an empty list to fill in."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xueji.desks.access import DeskRequest
from xueji.desks.children.printing import XLSX, workbook_answer
from xueji.desks.design.parts import Link
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.intake.telling import steps
from xueji.exchange.acts.office.admissions import upload_admissions
from xueji.exchange.intake.returned.template import write_template
from xueji.exchange.landing.knowledge import city_knowledge
from xueji.exchange.landing.staging import MAX_BYTES
from xueji.exchange.seeding import sample_list
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today, in_training
from xueji.parties.models import School
from xueji.parties.refusals import RefusedError

ACCEPTED = ".xlsx,.csv"


@require_http_methods(["GET", "POST"])
@for_posts_that_may("import_admissions")
def new_import(request: DeskRequest) -> HttpResponse:
    """Show the form, or keep the file and have it judged. Nothing is written to the register yet."""
    sent = Answers({})
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            sent.fault("file", _("没有选择文件。"), _("请选择 .xlsx 或 .csv 名单。"))
        else:
            try:
                # One byte more than allowed is read at most, and then refused.
                content = upload.read(MAX_BYTES + 1)
                batch = upload_admissions(actor=request.actor, file_name=upload.name or "list", content=content)
                return HttpResponseRedirect(address("import", batch.pk))
            except RefusedError as error:
                sent.refused(error)
    context = {
        "crumbs": [Link(_("导入名单"), address("imports"))],
        "steps": steps(None),
        "school": _own_school(request),
        "megabytes": MAX_BYTES // (1024 * 1024),
        "accept": ACCEPTED,
        "errors": sent.wrong,
        "wrong": sent.by_field,
        "training": in_training(),
    }
    return render(request, "intake/new_import.jinja", context, status=422 if sent.wrong else 200)


@require_GET
@for_posts_that_may("import_admissions")
def import_template(request: DeskRequest) -> FileResponse:
    """The empty list: headings, drop-down lists, and a page that explains every column."""
    file, today = io.BytesIO(), city_today()
    write_template(file, city_knowledge(school_year_of(today), _own_school(request)), on=today)
    file.seek(0)
    return workbook_answer(file, _("录取名单模板.xlsx"))


@require_GET
@for_posts_that_may("import_admissions")
def import_sample(request: DeskRequest) -> FileResponse:
    """The invented list to practise with; only a training city has one."""
    del request
    if not in_training():
        raise Http404
    path = sample_list()
    return FileResponse(path.open("rb"), content_type=XLSX, as_attachment=True, filename=path.name)


def _own_school(request: DeskRequest) -> School | None:
    return School.objects.filter(pk=request.actor.school_id).first() if request.actor.school_id else None
