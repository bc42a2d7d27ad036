"""The sight of a full identity number is an act of its own."""

from xueji.parties.actors import Actor
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.records.models.identity import Identity
from xueji.vocabulary.text import Text


@office_act("reveal_number")
def reveal_number(*, actor: Actor, reason: str, who: Identity) -> Done:
    """Show a full identity number. The reason is kept with the name of who looked."""
    if not reason.strip():
        raise refuse(
            "reason",
            "reason_required",
            Text("查看完整证件号须说明理由。", "Seeing the full number needs a reason."),
            Text("请填写理由，系统将记录本次查看。", "Enter it; the look is recorded."),
        )
    return Done(f"{who._meta.model_name}:{who.pk}", {}, who.document_number)
