"""The filter row of the list: what can be asked at this desk."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import CharField, F, Value
from django.utils.translation import gettext as _

from xueji.desks.cases.listing.asked import LATE, SOON, SOON_DAYS, WAITING, Asked
from xueji.desks.cases.possible import desk_procedures
from xueji.desks.design.parts import Choice, Filter
from xueji.parties.actors import Actor
from xueji.parties.models import School
from xueji.parties.queries import districts
from xueji.process.compiled import CompiledProcedure


def filter_fields(asked: Asked, actor: Actor) -> list[Filter]:
    """The fields, with what was asked in them."""
    everything = Choice("", _("全部"))
    known = desk_procedures()
    offices, schools = _places(asked, actor)
    chosen = [item for item in known if item.key == asked.procedure] or known
    soon = _("%(days)s个工作日内到期") % {"days": SOON_DAYS}
    fields = [
        Filter("q", _("业务编号、姓名或学籍号"), "search", asked.q),
        Filter("procedure", _("业务"), value=asked.procedure, choices=[everything, *map(_titled, known)]),
        Filter("state", _("状态"), value=asked.state, choices=[everything, *_states(chosen)]),
        Filter("due", _("期限"), value=asked.due, choices=[everything, Choice(LATE, _("已逾期")), Choice(SOON, soon)]),
        Filter("district", _("涉及区县"), value=asked.district, choices=[everything, *offices]),
    ]
    if schools:
        fields.append(Filter("school", _("涉及学校"), value=asked.school, choices=[everything, *schools]))
    if asked.shown_tab == WAITING:
        fields.append(Filter("mine", _("只看交给我的"), "check", asked.mine))
    if asked.applied:
        fields.append(Filter("applied", _("本单位申请、等待对方办理"), "check", asked.applied))
    return fields


def _titled(procedure: CompiledProcedure) -> Choice:
    return Choice(procedure.key, procedure.title)


def _states(procedures: Sequence[CompiledProcedure]) -> list[Choice]:
    """Every state of the procedures once; two procedures may call one step of theirs differently."""
    labels: dict[str, Choice] = {}
    for procedure in procedures:
        for state in procedure.states.values():
            labels.setdefault(state.key, Choice(state.key, state.label))
    return list(labels.values())


def _places(asked: Asked, actor: Actor) -> tuple[list[Choice], list[Choice]]:
    """The districts, and the schools of one: the one chosen, else the district's own. One query for both."""
    told = (Value("district", CharField()), F("code"), F("pk"), F("name"))
    found = districts().order_by().values_list(*told)
    within = int(asked.district) if asked.district else actor.district_id if not actor.school_id else None
    if within is not None:
        schools = School.objects.filter(district_id=within).order_by()
        found = found.union(schools.values_list(Value("school", CharField()), F("code"), F("pk"), F("short_name")))
    rows = sorted(found)
    offices, below = ([row for row in rows if row[0] == kind] for kind in ("district", "school"))
    return [Choice(str(key), name) for _k, _c, key, name in offices], [Choice(str(key), n) for _k, _c, key, n in below]
