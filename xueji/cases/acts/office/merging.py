"""Merging two records of one child, and parting them again: the city decides, with a reason (row 66, B10)."""

from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import Complaint, refuse, refuse_all
from xueji.records.acts.merge import changed_since, latest_merge, merge, spells_overlap, unmerge
from xueji.records.models import NumberAssignment, ProblemRecord, RecordMerge, StudentRecord
from xueji.records.models.numbers import NumberScheme
from xueji.vocabulary.text import Text


@office_act("merge_records")
def merge_records(*, actor: Actor, reason: str, kept: StudentRecord, removed: StudentRecord) -> Done:
    """Merge `removed` into `kept`; result is the merge. Raises RefusedError with everything that stands against it."""
    kept, removed = _locked(kept.pk, removed.pk)
    refuse_all([*_reason_faults(reason), *merge_faults(kept, removed)])
    merged = merge(kept, removed, on=city_today(), by=actor.name, reason=reason.strip())
    return Done(f"record:{kept.pk}", {"merge": merged.pk, "removed": removed.pk}, merged)


@office_act("unmerge_records")
def unmerge_records(*, actor: Actor, reason: str, merged: RecordMerge) -> Done:
    """Part two merged records; result is the merge, with the day it ended. Raises RefusedError."""
    _locked(merged.kept_id, merged.removed_id)
    current = RecordMerge.objects.select_for_update().get(pk=merged.pk)
    refuse_all([*_reason_faults(reason), *parting_faults(current)])
    unmerge(current, on=city_today(), by=actor.name, reason=reason.strip())
    return Done(f"record:{current.kept_id}", {"merge": current.pk, "restored": current.removed_id}, current)


def _locked(one: int, other: int) -> tuple[StudentRecord, StudentRecord]:
    """Both records, locked in the order of their keys: whoever changes a child queues up here."""
    rows = StudentRecord.objects.select_for_update().filter(pk__in=(one, other)).order_by("pk")
    found = {record.pk: record for record in rows}
    if len(found) < 2:  # noqa: PLR2004 - a merge joins two
        raise refuse(
            "",
            "two_records",
            Text("合并需要两份不同的学籍。", "A merge needs two different records."),
            Text("请重新选择。", "Choose again."),
        )
    return found[one], found[other]


def _reason_faults(reason: str) -> list[Complaint]:
    if reason.strip():
        return []
    says = Text("合并或拆分学籍须写明依据。", "Merging or parting records needs its basis.")
    return [Complaint("reason", "reason_required", says, Text("请写明核对了哪些材料。", "Name the papers compared."))]


def merge_faults(kept: StudentRecord, removed: StudentRecord) -> list[Complaint]:
    """Everything that stands against merging the two."""
    both, faults = (kept.pk, removed.pk), []
    if kept.removed_at or removed.removed_at:
        says = Text("其中一份学籍已经删除或合并。", "One of the two is removed or merged already.")
        faults.append(Complaint("", "record_removed", says, Text("请刷新页面。", "Reload the page.")))
    if spells_overlap(kept, removed):
        says = Text("两份学籍在同一时间都有就读经历。", "Both records were on a roll on the same days.")
        mend = Text(
            "请先核实就读经历，删除或更正其中一份。", "Find out where the child was; remove or correct one of the two."
        )
        faults.append(Complaint("", "spells_overlap", says, mend))
    formal = NumberAssignment.objects.filter(record_id__in=both, scheme=NumberScheme.FORMAL)
    if formal.values("record_id").distinct().count() > 1:
        says = Text("两份学籍都有正式全国学籍号。", "Both records have a formal national number.")
        mend = Text("请先经全国系统处理问题学籍。", "Have the national system settle the problem record first.")
        faults.append(Complaint("", "two_formal_numbers", says, mend))
    if Case.objects.filter(student_record_id__in=both, closed_on__isnull=True).exists():
        faults.append(_open_case())
    doubts = ProblemRecord.objects.filter(resolved_on__isnull=True)
    about = doubts.filter(flagged_record_id__in=both) | doubts.filter(other_record_id__in=both)
    if about.exclude(flagged_record_id__in=both, other_record_id__in=both).exists():
        says = Text("其中一份学籍还有与他人的问题学籍未处理。", "One of the two is in doubt against a third.")
        faults.append(Complaint("", "other_doubt", says, Text("请先处理该问题学籍。", "Settle that doubt first.")))
    return faults


def parting_faults(merged: RecordMerge) -> list[Complaint]:
    """Everything that stands against parting them again."""
    if merged.unmerged_on is not None:
        says = Text("这次合并已经拆分。", "This merge has been undone already.")
        return [Complaint("", "unmerged", says, Text("请刷新页面。", "Reload the page."))]
    faults = []
    if Case.objects.filter(student_record_id=merged.kept_id, closed_on__isnull=True).exists():
        faults.append(_open_case())
    if latest_merge(merged.kept_id) != merged.pk:
        says = Text("保留的学籍此后又有合并。", "The record kept has been merged again since.")
        faults.append(Complaint("", "merged_again", says, Text("请先拆分后一次合并。", "Part the later merge first.")))
    if changed_since(merged):
        says = Text("合并之后，学籍又有变动，不能自动拆分。", "The record has changed since the merge.")
        mend = Text("请将情况交服务团队处理。", "Hand it to the service team.")
        faults.append(Complaint("", "changed_since_merge", says, mend))
    return faults


def _open_case() -> Complaint:
    says = Text("有在办业务未办结。", "A case about the record is open.")
    return Complaint(
        "", "open_case", says, Text("请等待办结，或由申请单位撤销。", "Wait for its end, or have it withdrawn.")
    )
