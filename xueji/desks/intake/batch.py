"""One import under one address: what it shows depends on how far it is."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.children.paging import keyset_page
from xueji.desks.design.parts import Action, Choice, Fact, Figure, Filter, Link, Why, Wrong
from xueji.desks.district.asking import address, asked
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.intake.telling import outcome_label, sheet_columns, sheet_row, status_tag, steps, whys
from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus, RowOutcome, RowVerdict
from xueji.exchange.queries import batches_visible_to, rows_of
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.vocabulary.schooling.school_years import SchoolYear

RUNNING = frozenset({BatchStatus.READING, BatchStatus.LANDING})
LANDED = frozenset({BatchStatus.DONE, BatchStatus.UNDONE})
HTMX_REDIRECT = "HX-Redirect"


@require_GET
@for_posts_that_may("import_admissions", "undo_import")
def import_page(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Show how far the import is: being read, refused, to be confirmed, landing, landed or undone."""
    return page_of_batch(request, found(request.actor, batch_id))


@require_GET
@for_posts_that_may("import_admissions", "undo_import")
def import_progress(request: DeskRequest, batch_id: int) -> HttpResponse:
    """The part of the page that renews itself; once the work is done the whole page is asked for anew."""
    batch = found(request.actor, batch_id)
    if batch.status not in RUNNING:
        answer = HttpResponse(status=200)
        answer[HTMX_REDIRECT] = address("import", batch.pk)
        return answer
    return render(request, "intake/progress.jinja", progress_of(batch))


def found(actor: Actor, batch_id: int) -> ImportBatch:
    """The import, if it is the actor's to see. Raises Http404."""
    batch = batches_visible_to(actor).filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    return batch


def page_of_batch(request: DeskRequest, batch: ImportBatch, wrong: list[Wrong] | None = None) -> HttpResponse:
    """The page of an import; `wrong`: why a confirmation or an undo was refused."""
    context: dict[str, Any] = {
        "batch": batch,
        "crumbs": [Link(_("导入名单"), address("imports"))],
        "tag": status_tag(batch),
        "steps": steps(batch),
        "facts": _facts(batch),
        "reasons": whys(batch.reasons),
        "errors": wrong or [],
        "may_import": may(request.actor, "import_admissions"),
    }
    status = 422 if wrong else 200
    if batch.status in RUNNING:
        return render(request, "intake/running.jinja", {**context, **progress_of(batch)}, status=status)
    if batch.status in {BatchStatus.REFUSED, BatchStatus.FAILED}:
        return render(request, "intake/refused.jinja", context, status=status)
    context |= _rows(request, batch)
    if batch.status == BatchStatus.JUDGED:
        context |= {"confirm": _confirm(batch), "twin": _twin(request.actor, batch)}
        return render(request, "intake/preview.jinja", context, status=status)
    context["may_undo"] = may(request.actor, "undo_import") and batch.status == BatchStatus.DONE
    return render(request, "intake/result.jinja", context, status=status)


def progress_of(batch: ImportBatch) -> dict[str, Any]:
    """What is known of the work under way: seconds since it began, and rows done where they can be counted."""
    since = batch.confirmed_at or batch.created_at
    return {
        "batch": batch,
        "landing": batch.status == BatchStatus.LANDING,
        "seconds": max(0, int((timezone.now() - since).total_seconds())),
        "poll": address("import_progress", batch.pk),
    }


def _facts(batch: ImportBatch) -> list[Fact]:
    facts = [
        Fact(_("学年"), SchoolYear(batch.school_year).label),
        Fact(_("名单来源"), batch.school.name if batch.school else _("招生入学名单")),
        Fact(_("导入人"), batch.created_name or _("命令行")),
        Fact(_("日期"), batch.created_on.isoformat()),
    ]
    if batch.header_row:
        facts.append(
            Fact(_("工作表"), _("%(sheet)s，表头第%(row)s行") % {"sheet": batch.sheet, "row": batch.header_row})
        )
    return facts


def _rows(request: DeskRequest, batch: ImportBatch) -> dict[str, Any]:
    """The sheet, row by row as it stands there, narrowed to one verdict or outcome if asked."""
    landed = batch.status in LANDED
    verdict, outcome = asked(request, "verdict"), asked(request, "outcome")
    rows = rows_of(batch, verdict if verdict in RowVerdict.values else "")
    rows = rows.filter(outcome=outcome) if landed and outcome in RowOutcome.values else rows
    page = keyset_page(rows.order_by(), [("row", int)], request.GET)
    headings = batch.headings
    return {
        "landed": landed,
        "figures": _figures(batch, landed=landed),
        "filters": _filters(verdict, outcome, landed=landed),
        "columns": sheet_columns(batch, with_outcome=landed),
        "verdicts": [sheet_row(row, headings, with_outcome=landed) for row in page.rows],
        "pages": page.pager(request.GET, None),
        "here": address("import", batch.pk),
    }


def _figures(batch: ImportBatch, *, landed: bool) -> list[Figure]:
    counts = batch.counts
    here = "import"
    figures = [Figure(_("共"), counts.get("rows", 0), address(here, batch.pk), note=_("行"))]
    if landed:
        told = dict(rows_of(batch).order_by().exclude(outcome="").values_list("outcome").annotate(n=Count("pk")))
        figures += [
            Figure(outcome_label(outcome), told.get(outcome, 0), address(here, batch.pk, outcome=outcome))
            for outcome in RowOutcome.values
        ]
    else:
        good = address(here, batch.pk, verdict=RowVerdict.ACCEPT.value)
        figures.append(Figure(_("可导入"), counts.get("accept", 0), good, tone="done"))
    doubted = address(here, batch.pk, verdict=RowVerdict.PROBLEM.value)
    figures.append(
        Figure(_("疑似重复"), counts.get("problem", 0), doubted, note=_("可导入，查明前不能建立学籍"), tone="waits")
    )
    rejected = address(here, batch.pk, verdict=RowVerdict.REJECT.value)
    figures.append(Figure(_("不导入"), counts.get("reject", 0), rejected, note=_("改正后可再次导入"), tone="late"))
    return figures


def _filters(verdict: str, outcome: str, *, landed: bool) -> list[Filter]:
    verdicts = [
        Choice("", _("全部")),
        Choice(RowVerdict.ACCEPT.value, _("可导入")),
        Choice(RowVerdict.PROBLEM.value, _("疑似重复")),
        Choice(RowVerdict.REJECT.value, _("不导入")),
    ]
    filters = [Filter("verdict", _("结论"), "select", verdict, verdicts)]
    if landed:
        outcomes = [Choice("", _("全部")), *(Choice(value, outcome_label(value)) for value in RowOutcome.values)]
        filters.append(Filter("outcome", _("导入结果"), "select", outcome, outcomes))
    return filters


def _confirm(batch: ImportBatch) -> Action:
    reasons = []
    if not batch.total_rows:
        reasons.append(Why(_("没有可以导入的行。"), _("请下载带结论的名单，改正后重新上传。")))
    return Action(
        _("确认导入%(n)s行") % {"n": f"{batch.total_rows:,}"}, value="confirm", tone="primary", reasons=reasons
    )


def _twin(actor: Actor, batch: ImportBatch) -> ImportBatch | None:
    """An earlier import of the very same file that was landed: harmless, but worth a word."""
    same = batches_visible_to(actor).filter(sha256=batch.sha256, status=BatchStatus.DONE, pk__lt=batch.pk)
    return same.order_by("-pk").first()
