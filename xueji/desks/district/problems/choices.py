"""The three things a district may find, and which of them can be chosen now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xueji.cases.door.offers import offers
from xueji.cases.models import Case
from xueji.cases.queries import visible_to
from xueji.desks.design.parts import Action, Why
from xueji.desks.district.asking import address
from xueji.desks.district.problems.sides import Side
from xueji.parties.actors import Actor
from xueji.process.decision import Refused
from xueji.records.models import ProblemRecord
from xueji.records.models.problems import ProblemResolution

CORRECT, WITHDRAW, WITHDRAW_OTHER, DIFFERENT = "correct", "withdraw", "withdraw_other", "different"
RESOLUTION = {
    CORRECT: ProblemResolution.DOCUMENT_CORRECTED,
    WITHDRAW: ProblemResolution.WITHDRAWN,
    WITHDRAW_OTHER: ProblemResolution.WITHDRAWN,
    DIFFERENT: ProblemResolution.DIFFERENT_CHILDREN,
}


@dataclass(frozen=True)
class Offered:
    """One thing that can be found, and every reason why it cannot be chosen now."""

    key: str
    label: str
    note: str
    reasons: tuple[Any, ...] = ()

    def action(self, problem: ProblemRecord, chosen: str) -> Action:
        """The button that opens its form."""
        return Action(
            self.label,
            url=f"{address('problem', problem.pk, choice=self.key)}#decide",
            tone="primary" if self.key == chosen else "plain",
            reasons=self.reasons,
            note=self.note,
        )


def choices_of(problem: ProblemRecord, left: Side, right: Side, actor: Actor) -> list[Offered]:
    """All of them, in the order of the regulation; none once the doubt is resolved."""
    if problem.resolved_on is not None:
        return []
    ours = problem.district_id == actor.district_id
    others = () if ours else (_other_district(problem),)
    found = [
        Offered(CORRECT, _("更正证件信息"), _("后录取一方的证件号等信息有误"), others),
        Offered(WITHDRAW, _("撤回后录取一方"), _("同一名学生，保留对方"), others or _cannot_withdraw(left, actor)),
    ]
    if right.entrant is not None:
        found.append(
            Offered(
                WITHDRAW_OTHER, _("撤回先录取一方"), _("同一名学生，保留后录取一方"), _cannot_withdraw(right, actor)
            )
        )
    return [*found, Offered(DIFFERENT, _("认定为两名不同学生"), _("信息均属实，确为两人"), others)]


def _cannot_withdraw(side: Side, actor: Actor) -> tuple[Any, ...]:
    """Why the side's admission cannot be withdrawn now: the door itself is asked."""
    if side.entrant is None or not side.mine:
        says = _("该新生属于%(district)s，由其区县撤回。") % {"district": side.district}
        return (Why(says, _("请与对方区县联系核实。")),)
    if side.case is None or side.case.closed_on is not None:
        return (Why(_("该新生的业务已办结，不能撤回。"), _("请选择其他处理方式。")),)
    case: Case | None = visible_to(actor).filter(pk=side.case.pk).first()
    offered = offers([case], actor).get(case.pk, []) if case else []
    verdict = next((offer.verdict for offer in offered if offer.transition.event == "withdraw_entrant"), None)
    if verdict is None:
        return (Why(_("当前状态不能撤回该新生。"), _("请选择其他处理方式。")),)
    # The reason is asked on the form; everything else that the door refuses stands in the way.
    return (
        tuple(reason for reason in verdict.reasons if reason.rule != "reason_required")
        if isinstance(verdict, Refused)
        else ()
    )


def _other_district(problem: ProblemRecord) -> Why:
    says = _("该疑点由%(district)s处理。") % {"district": problem.district.name}
    return Why(says, _("请与该区县联系核实。"))
