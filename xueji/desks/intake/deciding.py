"""The deeds of an import: confirming it, beginning it again after a failure, taking it back as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.desks.intake.batch import RUNNING, found, page_of_batch
from xueji.desks.intake.waiting import waiting_of
from xueji.exchange.acts.office.admissions import confirm_import, retry_import, undo_import
from xueji.exchange.models.batches import BatchStatus
from xueji.parties.refusals import RefusedError


@require_POST
@for_posts_that_may("import_admissions")
def confirm(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Import the good rows. Sent twice, it is done once."""
    batch = found(request.actor, batch_id)
    if batch.total_rows:
        # With nothing to import the button is greyed on the page; a form kept open from before changes nothing.
        confirm_import(actor=request.actor, batch=batch)
    return HttpResponseRedirect(address("import", batch.pk))


@require_POST
@for_posts_that_may("import_admissions")
def retry(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Begin a broken-off import again. Pressed twice, or while the worker is at it, it changes nothing."""
    batch = found(request.actor, batch_id)
    if batch.status == BatchStatus.FAILED or (batch.status in RUNNING and waiting_of(batch, timezone.now()).may_retry):
        retry_import(actor=request.actor, batch=batch)
        messages.info(request, _("已重新开始，不需要再次上传文件。"))
    return HttpResponseRedirect(address("import", batch.pk))


@require_POST
@for_posts_that_may("undo_import")
def undo(request: DeskRequest, batch_id: int) -> HttpResponse:
    """Take the whole import back; when rows were acted on, the page says which and nothing changes."""
    batch = found(request.actor, batch_id)
    sent = Answers(request.POST)
    reason = sent.text("reason", _("理由"), longest=500)
    undone = 0
    if not sent.wrong:
        try:
            with transaction.atomic():
                undone = undo_import(actor=request.actor, reason=reason, batch=batch)
        except RefusedError as error:
            sent.refused(error)
    if sent.wrong:
        batch = found(request.actor, batch_id)
        return page_of_batch(request, batch, sent.wrong, reason)
    messages.success(request, _("已整批撤销，共%(n)s名新生。") % {"n": undone})
    return HttpResponseRedirect(address("import", batch.pk))
