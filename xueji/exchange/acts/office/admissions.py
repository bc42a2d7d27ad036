"""Admissions lists: uploaded, confirmed, undone."""

from uuid import uuid4

from django.utils import timezone

from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.models import Case
from xueji.exchange.landing.staging import keep_list
from xueji.exchange.models import ImportBatch
from xueji.exchange.models.batches import BatchStatus
from xueji.exchange.tasks import land, read_and_judge
from xueji.parties.actors import Actor, system_actor
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text


@office_act("import_admissions")
def upload_admissions(*, actor: Actor, reason: str, file_name: str, content: bytes, defer: bool = True) -> Done:
    """Keep a list and have it judged; result is the batch. A school's own list carries that source (S5 art. 14)."""
    school = School.objects.filter(pk=actor.school_id).first() if actor.school_id else None
    batch = keep_list(actor, file_name, content, school)
    if defer:
        read_and_judge.defer(batch_id=batch.pk)
    return Done(f"import:{batch.pk}", {"file": batch.file_name, "sha256": batch.sha256}, batch)


@office_act("import_admissions")
def confirm_import(*, actor: Actor, reason: str, batch: ImportBatch, defer: bool = True) -> Done:
    """Import the good rows of a judged list. A second confirmation changes nothing."""
    moved = ImportBatch.objects.filter(pk=batch.pk, status=BatchStatus.JUDGED).update(
        status=BatchStatus.LANDING, confirmed_at=timezone.now()
    )
    if moved and defer:
        land.defer(batch_id=batch.pk)
    return Done(f"import:{batch.pk}", {"rows": batch.total_rows}, bool(moved))


@office_act("import_admissions")
def retry_import(*, actor: Actor, reason: str, batch: ImportBatch) -> Done:
    """Enqueue the job of a broken-off reading or landing once more; both go on where they stopped."""
    ImportBatch.objects.filter(pk=batch.pk, status=BatchStatus.FAILED).update(status=BatchStatus.READING)
    (land if batch.status == BatchStatus.LANDING else read_and_judge).defer(batch_id=batch.pk)
    return Done(f"import:{batch.pk}", {"status": batch.status})


@office_act("undo_import")
def undo_import(*, actor: Actor, reason: str, batch: ImportBatch) -> Done:
    """Take a whole import back while none of its rows has been acted on; otherwise say which were."""
    if not reason.strip():
        raise refuse(
            "reason",
            "reason_required",
            Text("撤销导入须说明理由。", "Undoing an import needs a reason."),
            Text("请填写理由。", "Enter the reason."),
        )
    if batch.status != BatchStatus.DONE:
        raise refuse(
            "",
            "import_not_done",
            Text("该批次尚未导入或已撤销。", "This batch is not imported, or undone already."),
            Text("请刷新页面查看状态。", "Reload the page."),
        )
    latest = Case.objects.filter(entrant__batch_id=batch.pk).order_by("entrant_id", "-pk").distinct("entrant_id")
    cases = Case.objects.filter(pk__in=latest.values("pk"))
    acted = list(
        cases.filter(version__gt=1).order_by("entrant__batch_row").values_list("entrant__batch_row", flat=True)[:20]
    )
    if acted:
        rows = "、".join(map(str, acted))
        raise refuse(
            "",
            "import_acted_on",
            Text(f"第{rows}行的新生已办理，不能整批撤销。", f"Rows {rows} have been acted on."),
            Text("请逐名退回或由区县撤回，不再整批撤销。", "Give those back one by one instead."),
        )
    steps = [Step(key, "undo_import", {}, reason) for key in cases.values_list("pk", flat=True)]
    outcomes = act_many(steps, actor=system_actor(Party.ADMISSIONS), batch=uuid4())
    refused = [outcome for outcome in outcomes if not outcome.taken]
    if refused:
        raise refuse("", refused[0].reasons[0].rule, refused[0].reasons[0].says, refused[0].reasons[0].mend)
    ImportBatch.objects.filter(pk=batch.pk).update(status=BatchStatus.UNDONE, undone_on=city_today())
    return Done(f"import:{batch.pk}", {"rows": len(steps)}, len(steps))
