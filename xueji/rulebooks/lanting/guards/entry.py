"""Conditions of entry in Lanting: seven working days, exceptions by the province, a place from the claim on."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.entry import EntryFacts, ExceptionKind
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.text import Text

_ASK_PROVINCE = Text(
    "由县报省教育厅批准补报到，省级录入批准例外后，学校再办理。",
    "The county asks the province for late entry; when the province has entered the exception, the school proceeds.",
)


@guard(
    says=Text("新生报到已于第七个工作日截止。", "Entry registration closed on the seventh working day."),
    mend=_ASK_PROVINCE,
    source="岚汀省规 第八条",
)
def within_entry_period(facts: EntryFacts) -> bool:
    """Is it still within seven working days, or is late entry granted?"""
    return facts.registration_open or _late_entry_granted(facts)


@guard(
    says=Text("编班的办理时限已过。", "The time for class assignment is over."),
    mend=_ASK_PROVINCE,
    source="岚汀省规 第八条",
)
def within_assignment_period(facts: EntryFacts) -> bool:
    """Is there time left, of everybody's or of this entrant's own?"""
    return facts.registration_open or not facts.due_passed or _late_entry_granted(facts)


@guard(
    says=Text("缓报到须在开学后三个工作日内申请，现已截止。", "Deferral had to be asked within three working days."),
    mend=Text("请在第七个工作日前直接办理报到。", "Register the entrant before the seventh working day instead."),
    source="岚汀省规 第九条",
)
def within_deferral_period(facts: EntryFacts) -> bool:
    """Is it still within three working days?"""
    return facts.deferral_open


@guard(
    says=Text("缓报到已到期。", "The deferral is over."),
    mend=_ASK_PROVINCE,
    source="岚汀省规 第九条",
)
def deferral_still_runs(facts: EntryFacts) -> bool:
    """Has the day of the deferral not passed?"""
    return not facts.due_passed or _late_entry_granted(facts)


@guard(
    says=Text("报到尚未截止，不能标注未报到。", "Entry is still open; the entrant cannot be marked yet."),
    mend=Text(
        "请学校继续联系监护人，第七个工作日之后再标注。", "The school goes on calling and marks after the seventh day."
    ),
    source="岚汀省规 第十条",
)
def entry_period_over(facts: EntryFacts) -> bool:
    """Are the seven working days over?"""
    return not facts.registration_open


@guard(
    says=Text("没有省级批准的补报到。", "There is no late entry granted by the province."),
    mend=_ASK_PROVINCE,
    source="岚汀省规 第十条",
)
def late_entry_granted(facts: EntryFacts) -> bool:
    """Has the province granted late entry?"""
    return _late_entry_granted(facts)


@guard(
    says=Text("本校本年级学位已满，不能领取更多新生。", "The school's places for this grade are used up."),
    mend=Text(
        "请县教育局调整学位数，或由县改派其他学校。",
        "The county adds places, or assigns the entrant to another school.",
    ),
    source="岚汀省规 第六条",
    unknown_says=Text("县教育局尚未核定本校学位数。", "The county has not set the school's places yet."),
)
def place_is_free(facts: EntryFacts) -> bool | None:
    """Is a place free, or already held?"""
    return True if facts.holds_place else facts.place_free


@guard(
    says=Text("本校未获准接收外籍学生。", "This school may not take foreign pupils."),
    mend=Text(
        "请学校退回，由县改派获准的学校。", "The school gives the entrant back; the county assigns a licensed school."
    ),
    source="岚汀省规 第七条",
    unknown_says=Text("户籍类别尚未填写。", "The residency has not been entered yet."),
)
def foreign_student_license(facts: EntryFacts) -> bool | None:
    """Is the child not foreign, or the school licensed?"""
    if facts.residency is None:
        return None
    return True if facts.residency is not Residency.FOREIGN else facts.foreign_license


def _late_entry_granted(facts: EntryFacts) -> bool:
    return ExceptionKind.LATE_ENTRY_REGISTRATION in facts.exceptions
