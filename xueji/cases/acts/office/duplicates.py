"""The local half of a problem record: the district says which of three things is true (S21, before establishment)."""

from collections.abc import Sequence

from xueji.cases.acts.office.corrections import Correction, correct_entrant
from xueji.cases.batch.work import Outcome, Step
from xueji.cases.door import act
from xueji.cases.doubts import flag_doubts
from xueji.cases.models import Attachment, Case, Evidence
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import Complaint, RefusedError, refuse
from xueji.parties.scope import registry_eyes
from xueji.records.models import Entrant, ProblemRecord
from xueji.records.models.problems import ProblemResolution
from xueji.vocabulary.text import Text


@office_act("resolve_possible_duplicate")
def resolve_possible_duplicate(  # noqa: PLR0913 - what a district finds, and what it rests on
    *,
    actor: Actor,
    reason: str,
    problem: ProblemRecord,
    resolution: ProblemResolution,
    correction: Correction | None = None,
    withdraw: Entrant | None = None,
    evidence: Sequence[Attachment] = (),
) -> Done:
    """Close a doubt: correct the flagged entrant's document, withdraw one of the two, or declare two children.

    A correction that still resembles somebody leaves a new doubt. The district of the flagged entrant decides; the
    other side's may withdraw its own. Raises RefusedError; then nothing is saved.
    """
    flagged = _must_be_open(problem, reason)
    _must_be_theirs(actor, problem, withdraw if resolution is ProblemResolution.WITHDRAWN else None)
    if resolution is ProblemResolution.DOCUMENT_CORRECTED:
        correct_entrant(actor=actor, reason=reason, entrant=flagged, to=_given(correction))
    elif resolution is ProblemResolution.WITHDRAWN:
        _withdraw(withdraw or flagged, actor, reason)
    problem.resolution, problem.reason = resolution.value, reason.strip()
    problem.resolved_on, problem.resolved_by = city_today(), actor.name
    problem.save(update_fields=["resolution", "reason", "resolved_on", "resolved_by"])
    again = _doubted_again(flagged) if resolution is ProblemResolution.DOCUMENT_CORRECTED else []
    _keep(evidence, problem)
    detail = {
        "resolution": resolution.value,
        "doubted_again": bool(again),
        "evidence": [paper.pk for paper in evidence],
    }
    return Done(f"problem:{problem.pk}", detail, bool(again))


def _doubted_again(flagged: Entrant) -> list[int]:
    """Whether the corrected child resembles anybody in the city: a question of the rules, not of the district."""
    with registry_eyes():
        return flag_doubts([flagged.pk], city_today())


def _must_be_open(problem: ProblemRecord, reason: str) -> Entrant:
    """The entrant in doubt. Raises RefusedError when nothing is to be decided, or not on this road."""
    if not reason.strip():
        raise refuse(
            "reason",
            "reason_required",
            Text("处理疑似重复须写明理由和依据。", "Resolving a doubt needs a reason and its basis."),
            Text("请写明核对了哪些证件。", "Name the papers you compared."),
        )
    if problem.resolved_on is not None:
        raise refuse(
            "",
            "problem_resolved",
            Text("该疑点已处理。", "This doubt is resolved already."),
            Text("请刷新页面。", "Reload the page."),
        )
    if problem.flagged is None:
        raise refuse(
            "",
            "problem_of_a_record",
            Text("该疑点涉及已建立的学籍，不在此处理。", "This doubt is about an established record."),
            Text("请由学校从“问题学籍”页面办理。", "The school handles it from the page of problem records."),
        )
    return problem.flagged


def _given(correction: Correction | None) -> Correction:
    if correction is None:
        raise refuse(
            "document_number",
            "correction_missing",
            Text("没有填写更正后的信息。", "No corrected data was given."),
            Text("请填写更正后的证件号。", "Enter the corrected number."),
        )
    return correction


def _must_be_theirs(actor: Actor, problem: ProblemRecord, withdraw: Entrant | None) -> None:
    own = {problem.district_id, withdraw.district_id} if withdraw is not None else {problem.district_id}
    if actor.district_id and actor.district_id not in own:
        raise refuse(
            "",
            "other_districts_doubt",
            Text(
                "该疑点由后录取一方所在区县处理，本区县只能撤回本方新生。",
                "The later entrant's district decides; you can only withdraw your own.",
            ),
            Text("请与对方区县联系核实。", "Ask the other district."),
        )


def _keep(evidence: Sequence[Attachment], problem: ProblemRecord) -> None:
    """The papers compared stay with the case of the flagged entrant."""
    case = Case.objects.filter(entrant=problem.flagged).order_by("-pk").first()
    if case is not None:
        Evidence.objects.bulk_create(
            Evidence(case=case, kind="duplicate_proof", attachment=paper, city_date=city_today()) for paper in evidence
        )


def _withdraw(entrant: Entrant, actor: Actor, reason: str) -> None:
    case = Case.objects.filter(entrant=entrant, closed_on__isnull=True).first()
    outcome: Outcome | None = act(Step(case.pk, "withdraw_entrant", {}, reason), actor=actor) if case else None
    if outcome is None or not outcome.taken:
        reasons = outcome.reasons if outcome else ()
        raise RefusedError(
            [Complaint("", item.rule, item.says, item.mend) for item in reasons]
            or [
                Complaint(
                    "",
                    "wrong_state",
                    Text("该新生的业务已办结，不能撤回。", "The entrant's case is closed."),
                    Text("请改用其他处理方式。", "Choose another resolution."),
                )
            ]
        )
