"""疑似重复 at the offices: scan now instead of tonight, and dismiss a pair that is two children."""

from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.records.models import PossibleDuplicate
from xueji.records.tasks import scan_for_duplicates as begin_scan
from xueji.vocabulary.text import Text


@office_act("scan_for_duplicates")
def scan_for_duplicates(*, actor: Actor, reason: str) -> Done:
    """Have the whole register scanned now; a worker begins once this is committed. Scanned twice, nothing is told twice."""
    del actor, reason
    begin_scan.defer()
    return Done("register")


@office_act("dismiss_possible_duplicate")
def dismiss_possible_duplicate(*, actor: Actor, reason: str, pair: PossibleDuplicate) -> Done:
    """Say that two records are two children's; they are not listed again. The actor must see the pair by right."""
    if not reason.strip():
        raise refuse(
            "reason",
            "reason_required",
            Text("排除疑似重复须写明依据。", "Dismissing a likeness needs its basis."),
            Text("请写明核对了哪些材料。", "Name the papers you compared."),
        )
    locked = PossibleDuplicate.objects.select_for_update().filter(pk=pair.pk, dismissed_on__isnull=True).first()
    if locked is None:
        raise refuse(
            "",
            "likeness_dismissed",
            Text("这一对已经处理。", "This pair is dealt with already."),
            Text("请刷新页面。", "Reload the page."),
        )
    locked.dismissed_on, locked.dismissed_by, locked.dismissed_reason = city_today(), actor.name, reason.strip()
    locked.save(update_fields=["dismissed_on", "dismissed_by", "dismissed_reason"])
    return Done(f"likeness:{locked.pk}", {"records": [locked.record_a_id, locked.record_b_id]}, locked)
