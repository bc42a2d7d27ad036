"""One take-over under one address: what it shows depends on how far it is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from procrastinate.contrib.django.models import ProcrastinateJob

from xueji.desks.access import DeskRequest
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.parts import Action, Choice, Fact, Filter, Link, Why, Wrong
from xueji.desks.district.asking import address, asked
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.takeover import telling
from xueji.exchange.models import TakenRecord, TakeOver
from xueji.exchange.models.takeover import TakenSheet, TakenVerdict, TakeOverStatus
from xueji.exchange.takeover.jobs import judge_takeover, land_takeover
from xueji.exchange.takeover.totals.counting import rows_of

HTMX_REDIRECT = "HX-Redirect"
SCHOOLS_SHOWN = 100
QUIET = 60
"""A worker tells that it lives every ten seconds; after so many without a sign it is taken for dead."""


@require_GET
@for_posts_that_may("take_over_register")
def takeover_page(request: DeskRequest, pk: int) -> HttpResponse:
    """Show how far it is: being judged, refused, to be confirmed, being written, or done."""
    return page_of(request, found(pk))


@require_GET
@for_posts_that_may("take_over_register")
def takeover_progress(request: DeskRequest, pk: int) -> HttpResponse:
    """The part of the page that renews itself; once the work is done the whole page is asked for anew."""
    takeover = found(pk)
    if takeover.status not in telling.RUNNING:
        answer = HttpResponse(status=200)
        answer[HTMX_REDIRECT] = address("takeover", pk)
        return answer
    return render(request, "takeover/progress.jinja", _progress(takeover))


@require_GET
@for_posts_that_may("take_over_register")
def takeover_rows(request: DeskRequest, pk: int, sheet: str) -> HttpResponse:
    """The rows of one sheet with their verdicts, a page at a time."""
    takeover = found(pk)
    if sheet not in takeover.sheets or takeover.status in telling.RUNNING:
        raise Http404
    known = TakenSheet(sheet)
    verdict = asked(request, "verdict")
    rows = rows_of(takeover, known)
    rows = rows.filter(verdict=verdict) if verdict in TakenVerdict.values else rows
    page = keyset_page(rows.order_by(), [("row", int)], request.GET)
    words = telling.verdict_words(takeover)
    choices = [Choice("", _("全部")), *(Choice(kind, words[shown]) for kind, shown in _KINDS)]
    context = {
        "takeover": takeover,
        "title": telling.sheet_label(sheet),
        "crumbs": [Link(_("接管学籍"), address("takeovers")), Link(takeover.file_name, address("takeover", pk))],
        "filters": [Filter("verdict", _("结论"), "select", verdict, choices)],
        "here": address("takeover_rows", pk, sheet),
        "columns": telling.sheet_columns(takeover, known),
        "verdicts": [telling.sheet_row(row, takeover, known) for row in page.rows],
        "words": words,
        "pages": page.pager(request.GET, rows.count()),
    }
    return render(request, "takeover/rows.jinja", context)


def found(pk: int) -> TakeOver:
    """The take-over, without an upload of many megabytes. Raises Http404."""
    takeover = TakeOver.objects.defer("content").filter(pk=pk).first()
    if takeover is None:
        raise Http404
    return takeover


def page_of(request: DeskRequest, takeover: TakeOver, wrong: list[Wrong] | None = None) -> HttpResponse:
    """The page of a take-over; `wrong`: why a deed was refused."""
    context: dict[str, Any] = {
        "takeover": takeover,
        "crumbs": [Link(_("接管学籍"), address("takeovers"))],
        "tag": telling.status_tag(takeover),
        "steps": telling.steps(takeover),
        "facts": _facts(takeover),
        "reasons": telling.whys(takeover.reasons),
        "errors": wrong or [],
    }
    status = 422 if wrong else 200
    if takeover.status in telling.RUNNING:
        return render(request, "takeover/running.jinja", {**context, **_progress(takeover)}, status=status)
    if takeover.status in {TakeOverStatus.REFUSED, TakeOverStatus.FAILED}:
        return render(request, "takeover/refused.jinja", context, status=status)
    return render(request, "takeover/judged.jinja", {**context, **_judged(request, takeover)}, status=status)


def begins_again(takeover: TakeOver) -> bool:
    """Whether nobody works on it any more, so that beginning again can help. It never harms."""
    return takeover.status == TakeOverStatus.FAILED or bool(_progress(takeover).get("broken"))


def _progress(takeover: TakeOver) -> dict[str, Any]:
    landing = takeover.status == TakeOverStatus.LANDING
    job = _job(takeover)
    total = TakenRecord.objects.filter(takeover=takeover).order_by("-row").values_list("row", flat=True).first() or 0
    since = takeover.confirmed_at if landing and takeover.confirmed_at else takeover.created_at
    return {
        "takeover": takeover,
        "landing": landing,
        "queued": job is not None and job.status == "todo",
        "broken": takeover.status in telling.RUNNING and _broken(job),
        "seconds": max(int((timezone.now() - since).total_seconds()), 0),
        "total": total,
        "poll": address("takeover_progress", takeover.pk),
    }


def _job(takeover: TakeOver) -> ProcrastinateJob | None:
    task = land_takeover if takeover.status == TakeOverStatus.LANDING else judge_takeover
    jobs = ProcrastinateJob.objects.filter(task_name=task.name, args__takeover_id=takeover.pk)
    return jobs.select_related("worker").order_by("-pk").first()


def _broken(job: ProcrastinateJob | None) -> bool:
    if job is None or job.status in {"failed", "cancelled", "aborted"}:
        return True
    if job.status != "doing":
        return False
    return job.worker is None or (timezone.now() - job.worker.last_heartbeat).total_seconds() > QUIET


def _judged(request: DeskRequest, takeover: TakeOver) -> dict[str, Any]:
    lines = list(takeover.totals.exclude(level="school").order_by("code"))
    order = TakenSheet.values
    sheets = sorted((line for line in lines if line.level == "sheet"), key=lambda line: order.index(line.code))
    schools = takeover.totals.filter(level="school")
    # Schools that agree need no look; those that do not come first.
    shown = list(schools.order_by("-refused", "-raised", "code")[:SCHOOLS_SHOWN])
    del request
    return {
        "done": takeover.status == TakeOverStatus.DONE,
        "confirm": _confirm(takeover),
        "figures": telling.figures(takeover),
        "sheet_columns": telling.total_columns(takeover, schools=False),
        "sheet_rows": [telling.total_row(line) for line in sheets],
        "place_columns": telling.total_columns(takeover, schools=True),
        "district_rows": [telling.total_row(line) for line in lines if line.level == "district"],
        "school_rows": [telling.total_row(line) for line in shown],
        "schools": schools.count(),
        "schools_shown": SCHOOLS_SHOWN,
    }


def _confirm(takeover: TakeOver) -> Action:
    good = sum(counts["accepted"] for counts in takeover.counts.values())
    reasons = [] if good else [Why(_("没有可以写入的行。"), _("请下载带结论的表，改正后重新上传。"))]
    return Action(_("确认接管%(n)s行") % {"n": f"{good:,}"}, value="confirm", tone="primary", reasons=reasons)


def _facts(takeover: TakeOver) -> list[Fact]:
    return [
        Fact(_("上传人"), takeover.created_name or _("命令行")),
        Fact(_("日期"), takeover.created_on.isoformat()),
        Fact(_("文件指纹"), takeover.sha256[:12]),
    ]


_KINDS = ((TakenVerdict.ACCEPT, "accept"), (TakenVerdict.WARN, "problem"), (TakenVerdict.REFUSE, "reject"))
