"""学籍总量 is set by the city from the year's admission plan (BJ-2014 art. 3)."""

from xueji.parties.actors import Actor
from xueji.parties.models import School
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import Complaint, refuse_all
from xueji.records.models import EnrollmentQuota
from xueji.records.models.quotas import QuotaKind
from xueji.records.schooling import entry_of
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text


@office_act("set_quota")
def set_quota(  # noqa: PLR0913 - what a place is counted by
    *, actor: Actor, reason: str, school: School, school_year: int, grade: Grade, kind: QuotaKind, granted: int
) -> Done:
    """Set the places of the cohort that sits in `grade` in that school year; never below what is held and taken.

    Places are counted by year and grade of entry: those of today's third grade were granted to first-graders.
    """
    entered, entry = entry_of(grade, school_year)
    row = (
        EnrollmentQuota.objects.select_for_update()
        .filter(school=school, school_year=entered, grade=entry.value, kind=kind.value)
        .first()
    )
    used = row.held + row.taken if row else 0
    refuse_all(_faults(school, grade, granted, used, reason))
    before = row.granted if row else 0
    row, _ = EnrollmentQuota.objects.update_or_create(
        school=school, school_year=entered, grade=entry.value, kind=kind.value, defaults={"granted": granted}
    )
    return Done(f"quota:{row.pk}", {"from": before, "to": granted}, row, school.pk, school.district_id)


def _faults(school: School, grade: Grade, granted: int, used: int, reason: str) -> list[Complaint]:
    complaints = []
    if not reason.strip():
        complaints.append(
            Complaint(
                "reason",
                "reason_required",
                Text("调整学籍总量须填写依据。", "A change of quota needs its basis."),
                Text("请写明招生计划或批准文号。", "Name the plan or the paper."),
            )
        )
    if granted < used or granted < 0:
        complaints.append(
            Complaint(
                "granted",
                "quota_below_use",
                Text(
                    f"已占用和预留共{used}个，不能调到{granted}个。",
                    f"{used} places are held or taken; {granted} would be fewer.",
                ),
                Text(f"请填写不小于{used}的数。", f"Enter at least {used}."),
            )
        )
    if grade.value not in school.grades:
        complaints.append(
            Complaint(
                "grade",
                "grade_not_offered",
                Text(f"该校没有{grade.label.zh}。", f"The school has no {grade.label.en}."),
                Text("请选择该校开设的年级。", "Choose a grade the school offers."),
            )
        )
    return complaints
