"""When a closed window opens next, and who closed it: said wherever an application meets one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from xueji.desks.design.filters import in_words as words
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import School
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.windows import has_windows, window_reader
from xueji.vocabulary.schooling.grades import Grade


def window_note(procedure: str, stage: str, actor: Actor) -> str:
    """What to say of the window of a stage today; nothing where it is open, or where the procedure has none."""
    rulebook, today = rulebook_in_force(), city_today()
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


def closed_windows(procedure: str, actor: Actor) -> str:
    """What to say of the windows of all the stages that the applicant's school has; nothing where all are open."""
    grades: list[str] = School.objects.values_list("grades", flat=True).get(pk=actor.school_id or 0)
    stages = list(dict.fromkeys(Grade(grade).stage.group for grade in grades))
    told = {stage: window_note(procedure, stage.value, actor) for stage in stages}
    if len(stages) == 1:
        return next(iter(told.values()))
    said = {stage: note for stage, note in told.items() if note}
    return "".join(_("%(stage)s：%(note)s") % {"stage": words(s.label), "note": note} for s, note in said.items())
