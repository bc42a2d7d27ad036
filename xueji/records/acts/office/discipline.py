"""处分: entered and lifted by the school where the child now is. While a measure runs, the record does not move.

A measure has a term; one without end would keep a child from ever changing school. Expulsion is no measure of this
list: it ends a record, and no school of the compulsory stage may expel.
"""

from datetime import date

from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import Complaint, refuse, refuse_all
from xueji.records.models import DisciplinaryMeasure, Enrollment, StudentRecord
from xueji.records.queries import visible_to
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.text import Text

KINDS = "disciplinary_measure"
LONGEST_MONTHS = 12
_LAST_DAY_EVERYWHERE = 28


@office_act("enter_measure")
def enter_measure(  # noqa: PLR0913 - what the paper of a measure says
    *,
    actor: Actor,
    reason: str,
    record: StudentRecord,
    kind: str,
    paper_number: str,
    starts_on: date,
    ends_on: date,
) -> Done:
    """Enter a measure against a child on the actor's own roll; result is the measure. Cases that are open learn of it."""
    spell = _own_spell(actor, record.pk)
    # Two who enter the same paper at once come one after the other.
    StudentRecord.objects.select_for_update().get(pk=record.pk)
    refuse_all(_faults(record, kind, paper_number.strip(), starts_on, ends_on, reason))
    entered = DisciplinaryMeasure.objects.create(
        record=record, kind=kind, paper_number=paper_number.strip(), starts_on=starts_on, ends_on=ends_on
    )
    detail = {"measure": entered.pk, "kind": kind, "paper": entered.paper_number, "until": ends_on.isoformat()}
    return Done(f"student:{spell.student_id}", detail, entered, spell.school_id, spell.district_id)


@office_act("lift_measure")
def lift_measure(*, actor: Actor, reason: str, measure: DisciplinaryMeasure) -> Done:
    """Lift a measure today, before its end; result is the measure. One that is over or lifted cannot be lifted."""
    spell, today = _own_spell(actor, measure.record_id), city_today()
    locked = DisciplinaryMeasure.objects.select_for_update().get(pk=measure.pk)
    if locked.lifted_on is not None or (locked.ends_on is not None and locked.ends_on < today):
        raise refuse(
            "",
            "measure_over",
            Text("这项处分已经结束或解除。", "This measure is over, or has been lifted."),
            Text("请刷新页面查看。", "Reload the page."),
        )
    if not reason.strip():
        raise refuse("reason", "reason_required", *_NO_REASON)
    locked.lifted_on = today
    locked.save(update_fields=["lifted_on"])
    detail = {"measure": locked.pk, "kind": locked.kind, "paper": locked.paper_number}
    return Done(f"student:{spell.student_id}", detail, locked, spell.school_id, spell.district_id)


_NO_REASON = (
    Text("没有填写事由。", "No reason is given."),
    Text("请写明事实和依据。", "Say what happened and on what basis."),
)


def last_end(starts_on: date) -> date:
    """The latest day on which a measure that begins then may end: a year later, the month's end where it has no such day."""
    try:
        return starts_on.replace(year=starts_on.year + LONGEST_MONTHS // 12)
    except ValueError:
        return starts_on.replace(year=starts_on.year + LONGEST_MONTHS // 12, day=_LAST_DAY_EVERYWHERE)


def _own_spell(actor: Actor, record_id: int) -> Enrollment:
    spell = visible_to(actor).filter(record_id=record_id).first() if actor.school_id else None
    if spell is None:
        raise refuse(
            "",
            "not_on_your_roll",
            Text("该生不在本校学籍名册上。", "The child is not on your school's roll."),
            Text(
                "处分由学生现在就读的学校登记和解除。", "The school where the child now is enters and lifts measures."
            ),
        )
    return spell


def _faults(
    record: StudentRecord, kind: str, paper_number: str, starts_on: date, ends_on: date, reason: str
) -> list[Complaint]:
    faults, known = [], code_table(KINDS).entry(kind)
    if known is None or not known.in_force(starts_on):
        says, mend = (
            Text("没有这种处分。", "There is no such measure."),
            Text("请从列表中选择。", "Choose one of the list."),
        )
        faults.append(Complaint("kind", "measure_kind", says, mend))
    if not paper_number:
        says = Text("没有填写处分决定的文号。", "The decision has no number.")
        mend = Text("请填写学校处分决定书的文号。", "Enter the number of the school's decision.")
        faults.append(Complaint("paper_number", "paper_number", says, mend))
    elif DisciplinaryMeasure.objects.filter(record=record, paper_number=paper_number).exists():
        says = Text("这份处分决定已经登记。", "This decision has been entered already.")
        faults.append(Complaint("paper_number", "measure_twice", says, Text("请核对文号。", "Check the number.")))
    if not reason.strip():
        faults.append(Complaint("reason", "reason_required", *_NO_REASON))
    return faults + _days(starts_on, ends_on)


def _days(starts_on: date, ends_on: date) -> list[Complaint]:
    faults = []
    if starts_on > city_today():
        says = Text("开始日期在今天之后。", "The measure begins after today.")
        mend = Text("请在处分生效后登记。", "Enter it once it is in force.")
        faults.append(Complaint("starts_on", "measure_start", says, mend))
    if ends_on < starts_on or ends_on > last_end(starts_on):
        says = Text(
            f"截止日期早于开始日期，或期限超过{LONGEST_MONTHS}个月。",
            f"It ends before it begins, or runs longer than {LONGEST_MONTHS} months.",
        )
        mend = Text("处分须有期限，最长12个月。", "A measure has a term of at most 12 months.")
        faults.append(Complaint("ends_on", "measure_end", says, mend))
    return faults
