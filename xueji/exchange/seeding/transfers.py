"""Some children are on their way to another school: applied for, reviewed, sent back, refused or arrived."""

from __future__ import annotations

from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.batch.work import Opening, Outcome, Step
from xueji.cases.door import act, open_case
from xueji.cases.door.preflight import preflight
from xueji.cases.models import Case
from xueji.exchange.seeding.plan import Plan, TransferPlan
from xueji.exchange.seeding.progress import PROOF, StepRefusedError
from xueji.parties.actors import Actor, actor_of, system_actor
from xueji.parties.models import Post
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.process.compiled import Transition
from xueji.process.notation import OPEN, Ask, Proof
from xueji.process.truth import Truth
from xueji.records.models import ClassGroup, Enrollment
from xueji.vocabulary.parties import Party

TRANSFER = "in_city_transfer"
_EVENTS = {"A": "approve", "B": "send_back", "R": "refuse"}
_REASONS = {
    "send_back": "户口簿变更页不清楚，请重新拍照上传。",
    "refuse": "监护人来电说明暂不转学，材料亦未补齐。",
    "approve": "",
}


def begin(whole: Plan) -> None:
    """Open every planned transfer and take its steps. Raises StepRefusedError where table and rulebook do not fit."""
    moved: set[int] = set()
    for plan in whole.transfers:
        spell = _child(plan, moved)
        moved.add(spell.record_id)
        applicant = _somebody(school__code=plan.receiving)
        with scope(applicant):
            group = ClassGroup.objects.filter(
                school__code=plan.receiving, grade=plan.grade.value, school_year=whole.first_day.year
            ).first()
            opened = _open(plan, spell, applicant, group)
        for letter in plan.steps:
            _decide(opened.case_id, _EVENTS[letter])


def _child(plan: TransferPlan, moved: set[int]) -> Enrollment:
    with scope(system_actor(Party.ADMISSIONS)):
        there = Enrollment.objects.filter(
            school__code=plan.sending,
            grade=plan.grade.value,
            student__residency=plan.residency,
            record__contested=False,
            during__upper_inf=True,
        )
        return there.exclude(record_id__in=moved).order_by("pk")[0]


def _somebody(**at: object) -> Actor:
    """Somebody who decides at a place: its first post that acts in procedures."""
    rulebook = rulebook_in_force().rulebook
    posts = Post.objects.filter(role__in=[role.value for role in rulebook.deciding], **at)
    post = posts.select_related("account", "school", "campus", "office").order_by("pk")[0]
    return actor_of(post, next(party for role, party in rulebook.posts.items() if role.value == post.role))


def _open(plan: TransferPlan, spell: Enrollment, applicant: Actor, group: ClassGroup | None) -> Outcome:
    """Apply with every paper that this child's case asks for, as the rules themselves say when asked beforehand."""
    answers = {"reason_code": plan.reason, "class_group": str(group.pk) if group else ""}
    found = preflight(TRANSFER, spell.record_id, actor=applicant, answers=answers)
    for asked in found.transition.asks if found.transition else ():
        if isinstance(asked, Proof) and (asked.when is None or asked.when.holds(found.facts) is Truth.HOLDS):
            name = f"{asked.label.zh}（示例）.pdf"
            answers[asked.key] = str(attach_evidence(actor=applicant, file_name=name, content=PROOF).pk)
    return _taken(open_case(Opening(TRANSFER, spell.record_id, None, answers), actor=applicant), OPEN)


def _decide(case_id: int, event: str) -> None:
    with scope(system_actor(Party.CITY)):
        case = Case.objects.get(pk=case_id)
    at = {"school_id": case.holder_school_id} if case.holder_school_id else {"office_id": case.holder_office_id}
    actor = _somebody(**at)
    step = rulebook_in_force().procedure(TRANSFER).transition(case.state, event, case.route_row)
    answers = _answers(step) if step else {}
    with scope(actor):
        _taken(act(Step(case_id, event, answers, _REASONS[event]), actor=actor), event)


def _answers(step: Transition) -> dict[str, str]:
    """The first code of each list: proofs that were checked are in order."""
    lists = (asked for asked in step.asks if isinstance(asked, Ask) and isinstance(asked.choices, tuple))
    return {asked.key: asked.choices[0][0] for asked in lists}


def _taken(outcome: Outcome, event: str) -> Outcome:
    if not outcome.taken:
        raise StepRefusedError(f"{event}: {'; '.join(reason.says.zh for reason in outcome.reasons)}")
    return outcome
