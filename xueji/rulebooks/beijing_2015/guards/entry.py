"""Conditions of entry registration in this edition: periods, granted exceptions, places, foreign pupils."""

from __future__ import annotations

from xueji.process.guards import guard
from xueji.vocabulary.facts.entry import AdmissionKind, EntryFacts, ExceptionKind
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.stages import Stage
from xueji.vocabulary.text import Text

RESIDENCY_UNKNOWN = Text("该生的户籍类别尚未填写。", "The child's residency has not been entered yet.")


@guard(
    says=Text("新生入学注册的期限已过。", "The period of entry registration is over."),
    mend=Text(
        "由区县报市教委批准“新生补注册”后，由市级录入批准例外，本步骤即重新开放。",
        "The district asks the city for late entry registration; when it is approved, the city enters the "
        "exception and this step opens again.",
    ),
    source="S4; S5 第十四条; S41 第6类",
)
def within_registration_period(facts: EntryFacts) -> bool:
    """Ten working days limit class assignment, registration included; a step with time left of its own goes on."""
    return facts.registration_open or _late_entry_granted(facts)


@guard(
    says=Text("注册分班的办理时限已过。", "The time for class assignment is over."),
    mend=Text(
        "由区县报市教委批准“新生补注册”后，由市级录入批准例外，本步骤即重新开放。",
        "The district asks the city for late entry registration; when it is approved, the city enters the "
        "exception and this step opens again.",
    ),
    source="S4; S5 第十四条; S41 第6类",
)
def within_assignment_period(facts: EntryFacts) -> bool:
    """A deferred, late or awaited entrant has a due date of their own after the tenth day."""
    return facts.registration_open or not facts.due_passed or _late_entry_granted(facts)


@guard(
    says=Text(
        "延期注册已到期，新生未按期到校注册。", "The deferral has ended and the entrant did not register in time."
    ),
    mend=Text(
        "由区县报市教委批准“新生补注册”后，由市级录入批准例外，学校再办理补注册。",
        "The district asks the city for late entry registration; the city enters the exception, and the "
        "school registers late.",
    ),
    source="S5 第十五条、第十六条",
)
def deferral_still_runs(facts: EntryFacts) -> bool:
    """A deferred entrant registers until the last day of the deferral."""
    return not facts.due_passed or _late_entry_granted(facts)


@guard(
    says=Text("延期注册的申请期限已过。", "The period in which a deferral may be asked is over."),
    mend=Text(
        "请在注册期限内直接办理入学注册；逾期的由区县报市教委批准“新生补注册”。",
        "Register the entrant while registration is open; after that the district asks the city for late "
        "entry registration.",
    ),
    source="S5 第十五条; 京教基二〔2014〕4号",
)
def within_deferral_period(facts: EntryFacts) -> bool:
    """Guardians ask for a deferral within five working days."""
    return facts.deferral_open


@guard(
    says=Text(
        "注册期尚未结束，不能标注“未办理注册手续”。", "Registration is still open; the entrant cannot be marked yet."
    ),
    mend=Text(
        "请学校在注册期限内继续联系监护人办理注册；截止后再标注。",
        "The school goes on calling the guardian while registration is open, and marks the entrant after it.",
    ),
    source="S5 第十六条",
)
def registration_deadline_passed(facts: EntryFacts) -> bool:
    """Unregistered is who did not register in time, so time must be over."""
    return not facts.registration_open


@guard(
    says=Text("没有市级批准的“新生补注册”，不能补办。", "There is no late entry registration granted by the city."),
    mend=Text(
        "由区县报市教委批准“新生补注册”，市级录入批准例外后由学校补办。",
        "The district asks the city; when the city has entered the exception, the school proceeds.",
    ),
    source="S41 第6类; S5 第十六条",
)
def late_entry_granted(facts: EntryFacts) -> bool:
    """Only a granted exception lifts the bar of article 16."""
    return _late_entry_granted(facts)


@guard(
    says=Text("注册期内。", "Registration is open."),
    mend=Text("注册期结束后，由区县先行处理。", "After the period the district deals with the entrant."),
    source="S5 第十四条",
)
def registration_is_open(facts: EntryFacts) -> bool:
    """Where does an entrant go that the district hands to a school: to its list, or among the overdue?"""
    return facts.registration_open


@guard(
    says=Text(
        "非本市户籍（不按本市户籍对待）的学生，高中严格限制入学。",
        "A child of another city's hukou, not treated as local, may not enter senior high.",
    ),
    mend=Text(
        "确有政策依据的，由区县报市教委批准，市级录入批准例外；按本市户籍对待的，请先更正户籍类别。",
        "Where policy allows it, the district asks the city, who enters the exception; if the child is "
        "treated as local, correct the residency.",
    ),
    source="S4",
    unknown_says=RESIDENCY_UNKNOWN,
)
def senior_non_local_only_by_exception(facts: EntryFacts) -> bool | None:
    """Strict limit of S4; the place of an inland class stands in the state plan and is itself the exception."""
    excepted = ExceptionKind.SENIOR_NON_LOCAL in facts.exceptions
    if facts.stage is not Stage.SENIOR or facts.admission_kind is AdmissionKind.INLAND_CLASS or excepted:
        return True
    return None if facts.residency is None else facts.residency is not Residency.NON_LOCAL


@guard(
    says=Text("本校没有接收外籍学生资质。", "This school is not licensed to take foreign pupils."),
    mend=Text(
        "请学校“退回区县”，由区县改派到有接收外籍学生资质的学校；已取得资质的由市级登记。",
        "The school gives the entrant back and the district chooses a licensed school; a new license is "
        "entered by the city.",
    ),
    source="S4; S9",
    unknown_says=RESIDENCY_UNKNOWN,
)
def foreign_student_license(facts: EntryFacts) -> bool | None:
    """Foreign pupils only at schools with a license."""
    if facts.residency is None:
        return None
    return True if facts.residency is not Residency.FOREIGN else facts.foreign_license


@guard(
    says=Text("本校外籍计划已用完。", "No foreign place is free at this school."),
    mend=Text(
        "由学校报区县，经市级增加外籍计划后再办理；或退回区县改派其他学校。",
        "The school reports to the district; the city adds foreign places, or the district chooses another school.",
    ),
    source="S4; S9",
    unknown_says=Text(
        "尚未核定本校外籍计划，或户籍类别尚未填写。",
        "The school's foreign places are not set, or the residency is not entered.",
    ),
)
def foreign_place_is_free(facts: EntryFacts) -> bool | None:
    """Foreign places are counted separately and additionally; a place already held is enough."""
    if facts.residency is None:
        return None
    if facts.residency is not Residency.FOREIGN or facts.holds_place:
        return True
    return facts.foreign_place_free


@guard(
    says=Text("本校本年级学籍总量已用完。", "The school's enrollment quota for this grade is used up."),
    mend=Text(
        "由区县报市教委“扩充学籍总量”，市级调整总量后再办理；或退回区县改派其他学校。",
        "The district asks the city to raise the quota; or the school gives the entrant back and the "
        "district chooses another school.",
    ),
    source="S4; S41 第3类",
    unknown_says=Text(
        "市级尚未核定本校本年级的学籍总量。", "The city has not set this school's quota for the grade yet."
    ),
)
def place_is_free(facts: EntryFacts) -> bool | None:
    """A record needs a place; the one this case already holds is enough."""
    return True if facts.holds_place else facts.place_free


def _late_entry_granted(facts: EntryFacts) -> bool:
    return ExceptionKind.LATE_ENTRY_REGISTRATION in facts.exceptions
