"""Some schools have begun: their registrars' steps, taken through the one door on the first day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from xueji.cases.acts.office.evidence import attach_evidence
from xueji.cases.batch.work import Step
from xueji.cases.door import act_many
from xueji.cases.models import Case
from xueji.exchange.seeding.plan import Plan, ProgressPlan
from xueji.parties.actors import Actor, actor_of
from xueji.parties.models import Post, School
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.records.acts.office.classes import create_class_group
from xueji.vocabulary.parties import Role

_REASON = "家长来电说明情况，提交了书面申请。"
# The smallest document that says on its face that it is an example.
PROOF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 120]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 55>>stream
BT /F 16 Tf 30 60 Td (An example, not a document) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
xref
0 6
0000000000 65535 f\x20
0000000009 00000 n\x20
0000000052 00000 n\x20
0000000101 00000 n\x20
0000000210 00000 n\x20
0000000311 00000 n\x20
trailer<</Root 1 0 R/Size 6>>
startxref
372
%%EOF
"""


class StepRefusedError(RuntimeError):
    """A planned step was refused: table and rulebook no longer fit. The message carries the reason."""


def begin(whole: Plan) -> None:
    """Take every planned step as the registrar of the school."""
    for plan in whole.progress:
        post = Post.objects.filter(school__code=plan.school, role=Role.REGISTRAR.value).select_related(
            "account", "school", "campus", "office"
        )[0]
        actor = actor_of(post, rulebook_in_force().rulebook.posts[Role.REGISTRAR])
        with scope(actor):
            _begin(plan, whole.first_day, actor, School.objects.get(code=plan.school))


def _begin(plan: ProgressPlan, first_day: date, actor: Actor, school: School) -> None:
    here = Case.objects.filter(school=school, entrant__grade=plan.grade.value, closed_on__isnull=True)
    waiting = list(
        here.filter(entrant__problems__isnull=True).order_by("pk").values_list("pk", flat=True)[: plan.claim]
    )
    _take(actor, [Step(key, "claim") for key in waiting])
    registering, deferring = waiting[: plan.register], waiting[plan.register : plan.register + plan.defer]
    _take(actor, [Step(key, "register") for key in registering])
    _defer(actor, first_day, deferring)
    groups = create_class_group(
        actor=actor,
        school=school,
        campus=school.campuses.get(main=True),
        school_year=first_day.year,
        grade=plan.grade,
        count=plan.classes,
    )
    standing = Case.objects.filter(pk__in=registering, state="registered").order_by("pk")
    ready = list(standing.values_list("pk", flat=True)[: plan.assign])
    answers = [{"class_group": str(groups[turn % len(groups)].pk)} for turn in range(len(ready))]
    _take(actor, [Step(key, "assign", given) for key, given in zip(ready, answers, strict=True)])


def _defer(actor: Actor, first_day: date, keys: Sequence[int]) -> None:
    steps = []
    for turn, key in enumerate(keys):
        proof = attach_evidence(actor=actor, file_name="延期申请（示例）.pdf", content=PROOF)
        until = first_day + timedelta(days=13 + turn)
        given = {"deferred_until": until.isoformat(), "cause": "illness", "deferral_proof": str(proof.pk)}
        steps.append(Step(key, "defer", given, reason=_REASON))
    _take(actor, steps)


def _take(actor: Actor, steps: Sequence[Step]) -> None:
    for outcome in act_many(steps, actor=actor):
        if not outcome.taken:
            raise StepRefusedError(f"{outcome.event}: {'; '.join(reason.says.zh for reason in outcome.reasons)}")
