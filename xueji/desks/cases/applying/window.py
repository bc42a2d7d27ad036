"""When a closed window opens next, and who closed it: said wherever an application meets one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from xueji.cases.door.preflight import Preflight
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.windows import has_windows, window_reader


def window_note(procedure: str, found: Preflight, actor: Actor) -> str:
    """What to say of the procedure's window today; nothing where it is open, or where the procedure has none."""
    rulebook, today = rulebook_in_force(), city_today()
    stage = str(found.frozen.get("stage_group", ""))
    if not stage or not has_windows(rulebook, procedure):
        return ""
    reader = window_reader(today, rulebook=rulebook, procedure=procedure)
    here = frozenset({actor.district_id or 0})
    if reader.is_open(stage, here):
        return ""
    span, opens = reader.current(stage, here), reader.next_opening(stage, here)
    said = []
    if span is not None and not span.opens:
        told = {"day": span.ends_on.isoformat(), "why": span.reason}
        said.append(_("市级临时关闭了时段，至%(day)s：%(why)s。") % told)
    if opens is not None:
        said.append(_("下一次开放：%(day)s。") % {"day": opens.isoformat()})
    else:
        said.append(_("下一次开放的时段尚未设定，由市级按学期设定。"))
    return "".join(said)
