"""One import under one address: what it shows depends on how far it is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.models import Case
from xueji.cases.queries import ENTRY
from xueji.desks.access import DeskRequest
from xueji.desks.design.parts import Action, Fact, Link, Why, Wrong
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.framing import decides
from xueji.desks.intake.sheet import recognized, rows_on_page
from xueji.desks.intake.telling import breakable, status_tag, steps, whys
from xueji.desks.intake.waiting import waiting_of
from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus
from xueji.exchange.queries import batches_visible_to
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.parties.rulebook import rulebook_in_force
from xueji.vocabulary.schooling.school_years import SchoolYear

RUNNING = frozenset({BatchStatus.READING, BatchStatus.LANDING})
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
    allowed = may(request.actor, "import_admissions")
    return render(request, "intake/progress.jinja", {**progress_of(batch), "may_import": allowed})


def found(actor: Actor, batch_id: int) -> ImportBatch:
    """The import, if it is the actor's to see. Raises Http404."""
    batch = batches_visible_to(actor).filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    return batch


def page_of_batch(
    request: DeskRequest, batch: ImportBatch, wrong: list[Wrong] | None = None, reason: str = ""
) -> HttpResponse:
    """The page of an import; `wrong`: why an undo was refused, `reason`: what was typed for it."""
    context: dict[str, Any] = {
        "batch": batch,
        "title": breakable(batch.file_name),
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
    context |= rows_on_page(request, batch)
    if batch.status == BatchStatus.JUDGED:
        context |= {
            "confirm": _confirm(batch),
            "twin": _twin(request.actor, batch),
            "recognized": recognized(batch),
        }
        return render(request, "intake/preview.jinja", context, status=status)
    done = batch.status == BatchStatus.DONE
    context |= {
        "may_undo": done and may(request.actor, "undo_import"),
        "why_not": _why_not_undo(batch) if done else [],
        "reason": reason,
        "entrants": _entrants(request.actor, batch),
    }
    return render(request, "intake/result.jinja", context, status=status)


def progress_of(batch: ImportBatch) -> dict[str, Any]:
    """What is known of the work under way: how the worker is about it, and rows done where they can be counted."""
    return {
        "batch": batch,
        "landing": batch.status == BatchStatus.LANDING,
        "waiting": waiting_of(batch, timezone.now()),
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


def _why_not_undo(batch: ImportBatch) -> list[Why]:
    """Why the import cannot be taken back as a whole, before anybody tries; the act itself asks again."""
    brought = Case.objects.filter(entrant__batch_id=batch.pk)
    latest = brought.order_by("entrant_id", "-pk").distinct("entrant_id").values("pk")
    acted = Case.objects.filter(pk__in=latest, version__gt=1).count()
    if acted:
        says = _("本批已有%(n)s名新生办理过手续，不能整批撤销。") % {"n": f"{acted:,}"}
        return [Why(says, _("请逐名退回区县，或由区县撤回录取。"))]
    if not brought.exists():
        return [Why(_("本批没有带来新的新生，没有可撤回的内容。"), _("要更正某名新生，请打开该新生办理。"))]
    return []


def _entrants(actor: Actor, batch: ImportBatch) -> str:
    """Where those whom a list brought are worked on: the entrants in the first state of their procedure."""
    if batch.status != BatchStatus.DONE or not decides(actor):
        return ""
    return address("entrants", state=rulebook_in_force().procedure(ENTRY).opening.targets[0])
