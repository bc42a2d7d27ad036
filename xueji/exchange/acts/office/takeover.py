"""An existing register is taken over: uploaded, confirmed, begun again."""

from django.utils import timezone

from xueji.exchange.models import TakeOver
from xueji.exchange.models.takeover import TakeOverStatus
from xueji.exchange.takeover.jobs import judge_takeover, land_takeover
from xueji.exchange.takeover.keeping import keep_upload
from xueji.parties.actors import Actor
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.vocabulary.text import Text


@office_act("take_over_register")
def upload_register(*, actor: Actor, reason: str, file_name: str, content: bytes, defer: bool = True) -> Done:
    """Keep a workbook or a zip of tables and have it judged; result is the take-over. Nothing is written yet."""
    takeover = keep_upload(actor, file_name, content)
    if defer:
        judge_takeover.defer(takeover_id=takeover.pk)
    return Done(f"takeover:{takeover.pk}", {"file": takeover.file_name, "sha256": takeover.sha256}, takeover)


@office_act("take_over_register")
def take_over_register(*, actor: Actor, reason: str, takeover: TakeOver, defer: bool = True) -> Done:
    """Write the good rows of a judged take-over. A second confirmation changes nothing; result says whether it was one.

    Raises RefusedError when no row is new.
    """
    if not any(counts["accepted"] for counts in takeover.counts.values()):
        raise refuse(
            "",
            "takeover_nothing_new",
            Text("没有可以写入的行。", "There is no row to write."),
            Text("请查看各行的结论，改正后重新上传。", "Look at the verdicts, correct the rows and send them again."),
        )
    moved = TakeOver.objects.filter(pk=takeover.pk, status=TakeOverStatus.JUDGED).update(
        status=TakeOverStatus.LANDING, confirmed_at=timezone.now()
    )
    if moved and defer:
        land_takeover.defer(takeover_id=takeover.pk)
    return Done(f"takeover:{takeover.pk}", {"counts": takeover.counts}, bool(moved))


@office_act("take_over_register")
def begin_again(*, actor: Actor, reason: str, takeover: TakeOver) -> Done:
    """Enqueue the job of a broken-off judging or writing once more; both go on where they stopped."""
    TakeOver.objects.filter(pk=takeover.pk, status=TakeOverStatus.FAILED).update(status=TakeOverStatus.READING)
    job = land_takeover if takeover.status == TakeOverStatus.LANDING else judge_takeover
    job.defer(takeover_id=takeover.pk)
    return Done(f"takeover:{takeover.pk}", {"status": takeover.status})
