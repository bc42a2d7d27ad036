"""Conditions of entry registration that follow from one child, one record: the same in every jurisdiction."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.entry import AdmissionSource, EntryFacts, PriorRecord
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

ONE_RECORD = "NAT-2013 (教基一〔2013〕7号) 不得重复建籍"


@guard(
    says=Text(
        "这是学校自行导入的新生名单，尚未经区县确认，不能建立学籍。",
        "The school itself brought this entrant; the district has not confirmed the admission yet, so no "
        "record can be established.",
    ),
    mend=Text(
        "请由区县学籍管理人员核对招生入学结果后办理“确认录取”。",
        "The district officer compares the admission with the confirmed admissions list and confirms it.",
    ),
    source="S5 第十四条",
)
def admission_confirmed(facts: EntryFacts) -> bool:
    """Records are made from the confirmed admissions; a school's own list needs one confirmation."""
    return facts.source is AdmissionSource.FEED or facts.confirmed


@guard(
    says=Text("该新生的录取已经确认，无需再次确认。", "The admission of this entrant is confirmed already."),
    mend=Text("无需办理；学校可以继续注册分班。", "Nothing to do; the school can go on with registration."),
    source="S5 第十四条",
)
def admission_not_yet_confirmed(facts: EntryFacts) -> bool:
    """Only what a school brought, and nobody confirmed, is confirmed."""
    return facts.source is AdmissionSource.SCHOOL and not facts.confirmed


@guard(
    says=Text(
        "该新生有未处理完的疑似重复（问题学籍），不能建立学籍。",
        "A possible duplicate of this entrant is still open; no record can be established.",
    ),
    mend=Text(
        "请由区县学籍管理人员核对双方材料，更正证件号、撤回录取或认定为两名学生后再分班。",
        "The district officer compares both sides and corrects the ID, withdraws the admission or declares "
        "two different children.",
    ),
    source="S21",
)
def no_open_problem(facts: EntryFacts) -> bool:
    """A doubt about who the child is must be settled before a record is made."""
    return not facts.problem_open


@guard(
    says=Text(
        "该身份证件号已有其他学籍在用，不能重复建立学籍。",
        "Another record already uses this identity number; a second record cannot be established.",
    ),
    mend=Text(
        "系统已登记为疑似重复；请学校核对证件原件，并由区县学籍管理人员处理。",
        "It has been listed as a possible duplicate; the school checks the original document and the "
        "district officer settles it.",
    ),
    source=f"S21; {ONE_RECORD}",
    marks=("flag_problem",),
)
def identity_is_free(facts: EntryFacts) -> bool:
    """One child, one record: an identity number in uncontested use bars a second one."""
    return not facts.identity_taken


@guard(
    says=Text(
        "该生的学籍不在本市，或本市尚无其学籍。", "The child's record is not here: it is elsewhere, or there is none."
    ),
    mend=Text(
        "请学校通过“毕业后跨省就学”接续学籍。", "The school continues the record by cross-province continuation."
    ),
    source="S6; S13",
)
def record_is_elsewhere(facts: EntryFacts) -> bool:
    """Only grade 1 makes a record; an older entrant without one here graduated elsewhere."""
    return facts.grade is not Grade.P1 and facts.prior_record is PriorRecord.NONE


@guard(
    says=Text(
        "该生学籍尚未到位，不能转入待分班。", "The child's record has not arrived; it cannot go on to class assignment."
    ),
    mend=Text(
        "请学校办理“毕业后跨省就学”，待调档完毕、原学校毕结业处理完成后再办理。",
        "The school pursues cross-province continuation until the record is here and the former school has "
        "closed its stage.",
    ),
    source="S6; S13",
)
def record_has_arrived(facts: EntryFacts) -> bool:
    """The record is here and its former stage is closed."""
    return facts.prior_record is PriorRecord.STAGE_CLOSED


@guard(
    says=Text(
        "该生在原学校的学段尚未毕结业，不能在新学段建立学籍。",
        "The child's former school has not closed its stage; the new stage cannot begin.",
    ),
    mend=Text(
        "请联系原学校完成毕业（结业）处理，经其区县审核后再分班。",
        "The former school completes school leaving and its district reviews it; then the class can be assigned.",
    ),
    source="S13",
)
def prior_stage_closed(facts: EntryFacts) -> bool:
    """A new stage begins on a record whose last stage is closed; grade 1 has none before it."""
    return facts.grade is Grade.P1 or facts.prior_record is PriorRecord.STAGE_CLOSED


@guard(
    says=Text(
        "该生已有学籍，小学一年级不能再次建立学籍。",
        "The child already has a record; grade 1 cannot make a second one.",
    ),
    mend=Text(
        "请区县学籍管理人员核对：确已在读的按转学办理；误建的先处理原学籍。",
        "The district officer checks: a child already on a roll is transferred; a record made by mistake is "
        "dealt with first.",
    ),
    source=ONE_RECORD,
)
def no_record_yet(facts: EntryFacts) -> bool:
    """Grade 1 makes the record of a child who has none."""
    return facts.grade is not Grade.P1 or facts.prior_record is PriorRecord.NONE


@guard(
    says=Text(
        "所选班级不属于本校本校区本年级。", "The chosen class group is not of this school, campus, grade and year."
    ),
    mend=Text(
        "请学籍管理员改选本校区本年级的班级；没有班级时先建立班级。",
        "The registrar chooses a class group of this campus and grade, or first creates one.",
    ),
    source="S5 第十四条",
    unknown_says=Text("尚未选择班级。", "No class group has been chosen yet."),
)
def class_group_fits(facts: EntryFacts) -> bool | None:
    """An entrant is assigned to a class group of their own grade."""
    return facts.class_fits


@guard(
    says=Text(
        "该新生已经办理过业务，不能撤销导入。", "Somebody has acted on this entrant since; the import cannot be undone."
    ),
    mend=Text(
        "请改由学校“退回区县”，或由区县“撤回录取”。",
        "The school gives the entrant back, or the district withdraws the admission.",
    ),
    source="INF",
)
def not_acted_on(facts: EntryFacts) -> bool:
    """An import is undone only while nobody has acted on its rows."""
    return facts.untouched


@guard(
    says=Text(
        "所选学校不招收该年级，或不在本区县。", "The chosen school does not take this grade or is not in this district."
    ),
    mend=Text(
        "请区县学籍管理人员改选本区县内设有该年级的学校。",
        "The district officer chooses a school of the district that has this grade.",
    ),
    source="INF",
    unknown_says=Text("尚未选择学校。", "No school has been chosen yet."),
)
def target_school_fits(facts: EntryFacts) -> bool | None:
    """A district reassigns within itself, to a school that has the grade."""
    return facts.target_fits


@guard(
    says=Text(
        "延期至的日期须晚于今天，且不得超过延期注册的最迟日期。",
        "The day of deferral must lie after today and not after the last day to which registration can be deferred.",
    ),
    mend=Text(
        "请学籍管理员与监护人商定后改填日期。", "The registrar agrees another day with the guardian and enters it."
    ),
    source="S5 第十五条",
    unknown_says=Text("尚未填写延期至的日期。", "The day of deferral has not been entered yet."),
)
def deferred_until_is_valid(facts: EntryFacts) -> bool | None:
    """A deferral has an end, and it is a sensible one."""
    return facts.until_valid


@guard(
    says=Text("办理时限尚未届满。", "The due date of this step has not passed."),
    mend=Text("时限届满后由系统自动处理。", "The system acts when the period is over."),
    source="S5 第十四条",
)
def due_has_passed(facts: EntryFacts) -> bool:
    """A timer fires after the last day, not on it."""
    return facts.due_passed
