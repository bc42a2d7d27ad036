"""问题学籍, as the national table has it (S21–S23): raised, refused, closed. The nation acts: no post is asked."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xueji.parties.refusals import refuse
from xueji.records.acts.problems import release_records
from xueji.records.models import Enrollment, ProblemRecord, StudentRecord
from xueji.records.models.problems import ProblemKind, ProblemOrigin, ProblemResolution
from xueji.vocabulary.border.verbs import ToNation
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

_RESOLUTIONS = {
    ToNation.SUBSTANTIATE: ProblemResolution.SUBSTANTIATED,
    ToNation.CORRECT: ProblemResolution.CORRECTED,
    ToNation.REMOVE: ProblemResolution.REMOVED,
}
"""How a doubt ended that was closed in answer to something we said; else the nation closed it by itself."""


def raise_problem(problem: Mapping[str, Any], record_id: int, on: date) -> ProblemRecord:
    """Keep a doubt that the nation has of a record; body as in `vocabulary.border.messages.Problem`.

    The same doubt raised again while it is open brings its two rows up to date. Raises RefusedError.
    """
    if problem["kind"] not in ProblemKind.values:
        raise refuse(
            "kind",
            "problem_kind",
            Text(f"未知的问题学籍类型“{problem['kind']}”。", f"Unknown kind of problem record “{problem['kind']}”."),
            Text("请联系服务团队。", "Tell the service team."),
        )
    record = StudentRecord.objects.select_for_update().get(pk=record_id)
    told = {
        "national_key": str(problem["problem"]),
        "national_ours": problem["ours"],
        "national_other": problem["other"],
        "other_province": str(problem.get("other_province") or ""),
    }
    kept, _ = ProblemRecord.objects.update_or_create(
        flagged_record_id=record_id,
        kind=problem["kind"],
        origin=ProblemOrigin.NATION,
        resolved_on=None,
        defaults=told,
        create_defaults={**told, "district_id": _district(record_id), "found_on": on},
    )
    if not record.contested:
        record.contested = True
        record.save(update_fields=["contested"])
    return kept


def close_problem(national_key: str, record_id: int, on: date, answers: str = "", text: str = "") -> bool:
    """Close a doubt; `answers` is the verb of ours that the nation answers by it. False: no such doubt was ever raised.

    Closed twice it stays as it was closed first. A record that still shares its document with another of ours stays
    contested: our own scan raises that doubt by itself.
    """
    known = ProblemRecord.objects.filter(national_key=national_key, flagged_record_id=record_id)
    if not known.exists():
        return False
    StudentRecord.objects.select_for_update().get(pk=record_id)
    known.filter(resolved_on__isnull=True).update(
        resolution=_RESOLUTIONS[ToNation(answers)]
        if answers in {verb.value for verb in _RESOLUTIONS}
        else ProblemResolution.CLOSED_BY_NATION,
        resolved_on=on,
        resolved_by=Party.NATIONAL_SYSTEM.label.zh,
        reason=text,
    )
    release_records({record_id})
    return True


def note_refusal(national_key: str, record_id: int, text: str) -> bool:
    """Keep why the nation did not accept how a doubt was handled; it stays open. False: no such doubt is known."""
    known = ProblemRecord.objects.filter(national_key=national_key, flagged_record_id=record_id)
    known.filter(resolved_on__isnull=True).update(reason=text)
    return known.exists()


def _district(record_id: int) -> int:
    last = Enrollment.objects.filter(record_id=record_id).order_by("-during").values_list("district_id", flat=True)
    return last[0]
