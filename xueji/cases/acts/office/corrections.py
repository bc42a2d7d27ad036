"""Corrections before a record is established: after each the duplicate check looks again."""

from xueji.cases.doubts import flag_doubts
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.parties.scope import registry_eyes
from xueji.records.acts.correct import Correction, correct_identity
from xueji.records.models import Entrant
from xueji.vocabulary.text import Text

__all__ = ["Correction", "correct_entrant"]


@office_act("correct_entrant")
def correct_entrant(*, actor: Actor, reason: str, entrant: Entrant, to: Correction) -> Done:
    """Correct an entrant; who now resembles somebody else is flagged. Result is the entrant."""
    if not reason.strip():
        raise refuse(
            "reason",
            "reason_required",
            Text("更正信息须说明理由。", "A correction needs a reason."),
            Text("请写明依据的证件或材料。", "Name the paper it rests on."),
        )
    changed = correct_identity(entrant, to)
    with registry_eyes():
        doubted = flag_doubts([entrant.pk], city_today())
    detail = {"changed": changed, "doubted": bool(doubted)}
    return Done(f"entrant:{entrant.pk}", detail, entrant, entrant.school_id, entrant.district_id)
