"""Class groups of a school, and moving a child between them with its history."""

from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import Campus, School
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import Complaint, RefusedError, refuse_all
from xueji.records.models import ClassGroup, Enrollment, StudentRecord
from xueji.records.models.enrollments import EntryType, ExitType
from xueji.records.schooling import leaving_year
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

MAX_CAPACITY = 60


@office_act("create_class_group")
def create_class_group(  # noqa: PLR0913 - what a class is made of
    *,
    actor: Actor,
    reason: str,
    school: School,
    campus: Campus,
    school_year: int,
    grade: Grade,
    count: int = 1,
    capacity: int = 40,
    kind: str = "",
    homeroom_teacher: str = "",
) -> Done:
    """Set up `count` classes of a grade, numbered on from the last one; result is the list of them."""
    refuse_all(_class_faults(school, campus, grade, count, capacity))
    same = ClassGroup.objects.filter(school=school, school_year=school_year, grade=grade.value)
    last = same.aggregate(last=Max("number"))["last"] or 0
    groups = ClassGroup.objects.bulk_create(
        ClassGroup(
            school=school,
            campus=campus,
            school_year=school_year,
            grade=grade.value,
            number=number,
            name=f"{grade.label.zh}({number})班",
            kind=kind or _ordinary_kind(grade),
            cohort=leaving_year(school.grades, grade, school_year),
            capacity=capacity,
            homeroom_teacher=homeroom_teacher,
        )
        for number in range(last + 1, last + count + 1)
    )
    return Done(f"school:{school.pk}", {"classes": [group.name for group in groups]}, groups)


@office_act("rename_class_group")
def rename_class_group(
    *, actor: Actor, reason: str, group: ClassGroup, name: str, homeroom_teacher: str, capacity: int
) -> Done:
    """Give a class another name, homeroom teacher or size."""
    if not name.strip() or not 1 <= capacity <= MAX_CAPACITY:
        raise RefusedError(
            [
                Complaint(
                    "name",
                    "class_name",
                    Text("班级名称为空，或班额不在1至60之间。", "The class has no name, or a size outside 1 to 60."),
                    Text("请核对后重新保存。", "Check and save again."),
                )
            ]
        )
    ClassGroup.objects.filter(pk=group.pk).update(
        name=name.strip()[:40], homeroom_teacher=homeroom_teacher.strip()[:60], capacity=capacity
    )
    return Done(f"class_group:{group.pk}", {"from": group.name, "to": name.strip()})


@office_act("close_class_group")
def close_class_group(*, actor: Actor, reason: str, group: ClassGroup) -> Done:
    """Close an empty class. The class is locked first: nobody arrives while its emptiness is looked at."""
    ClassGroup.objects.select_for_update().get(pk=group.pk)
    if Enrollment.objects.filter(class_group=group, during__upper_inf=True).exists():
        raise RefusedError(
            [
                Complaint(
                    "group",
                    "class_not_empty",
                    Text("班内仍有学生，不能撤销。", "There are children in this class."),
                    Text("请先将学生调到其他班。", "Move them to other classes first."),
                )
            ]
        )
    ClassGroup.objects.filter(pk=group.pk).update(closed_on=city_today())
    return Done(f"class_group:{group.pk}")


@office_act("change_class")
def change_class(*, actor: Actor, reason: str, spells: Sequence[Enrollment], group: ClassGroup) -> Done:
    """调班: end the children's spells today and open new ones in `group`; within one day the spell is corrected.

    Records and class are locked and the spells read anew: a child that has meanwhile left is named, not moved.
    """
    today = city_today()
    still = _locked(spells, group)
    refuse_all(_change_faults(reason, still, group, gone=len(spells) - len(still)))
    moving = [spell for spell in still if spell.class_group_id != group.pk]
    seat = Enrollment.objects.filter(class_group=group).aggregate(last=Max("seat_number"))["last"] or 0
    begun_today = [spell for spell in moving if spell.during.lower == today]
    ended = [spell for spell in moving if spell.during.lower != today]
    for number, spell in enumerate(begun_today, start=seat + 1):
        spell.class_group, spell.campus_id, spell.seat_number = group, group.campus_id, number
    Enrollment.objects.bulk_update(begun_today, ["class_group", "campus", "seat_number"])
    for spell in ended:
        spell.during, spell.exit_type = DateRange(spell.during.lower, today), ExitType.CLASS_CHANGE
    Enrollment.objects.bulk_update(ended, ["during", "exit_type"])
    Enrollment.objects.bulk_create(
        _continued(spell, group, number, today) for number, spell in enumerate(ended, start=seat + 1 + len(begun_today))
    )
    return Done(f"class_group:{group.pk}", {"records": [spell.record_id for spell in moving]}, len(moving))


def _change_faults(reason: str, spells: Sequence[Enrollment], group: ClassGroup, *, gone: int) -> list[Complaint]:
    complaints = []
    if gone:
        complaints.append(
            Complaint(
                "spells",
                "spell_ended",
                Text(
                    "所选学生中有人已经离开原班（转学或调班）。",
                    "Some of the children have meanwhile left their class.",
                ),
                Text("请刷新名单后重新选择。", "Reload the list and choose again."),
            )
        )
    if not reason.strip():
        complaints.append(
            Complaint(
                "reason",
                "reason_required",
                Text("调班须说明理由。", "A change of class needs a reason."),
                Text("请填写理由。", "Enter the reason."),
            )
        )
    if group.closed_on is not None or any(
        (spell.school_id, spell.grade, spell.school_year) != (group.school_id, group.grade, group.school_year)
        for spell in spells
    ):
        complaints.append(
            Complaint(
                "group",
                "class_group_fits",
                Text("只能调入本校同年级、未撤销的班级。", "Only into an open class of the same school and grade."),
                Text("请另选班级。", "Choose another class."),
            )
        )
    return complaints


def _locked(spells: Sequence[Enrollment], group: ClassGroup) -> list[Enrollment]:
    """The spells that are still open, in the order given, with their records and the class locked."""
    records = StudentRecord.objects.filter(pk__in=[spell.record_id for spell in spells]).order_by("pk")
    list(records.select_for_update().values_list("pk"))
    ClassGroup.objects.select_for_update().get(pk=group.pk)
    still = Enrollment.objects.filter(pk__in=[spell.pk for spell in spells], during__upper_inf=True).in_bulk()
    return [still[spell.pk] for spell in spells if spell.pk in still]


def _continued(spell: Enrollment, group: ClassGroup, seat: int, today: object) -> Enrollment:
    return Enrollment(
        record_id=spell.record_id,
        student_id=spell.student_id,
        school_id=spell.school_id,
        district_id=spell.district_id,
        campus_id=group.campus_id,
        class_group=group,
        school_year=spell.school_year,
        grade=spell.grade,
        cohort=spell.cohort,
        seat_number=seat,
        during=DateRange(today, None),
        entry_type=EntryType.CLASS_CHANGE,
        counts_against_quota=spell.counts_against_quota,
    )


def _ordinary_kind(grade: Grade) -> str:
    return {"P": "10", "J": "20", "S": "40"}[grade.value[0]]


def _class_faults(school: School, campus: Campus, grade: Grade, count: int, capacity: int) -> list[Complaint]:
    complaints = []
    if grade.value not in school.grades:
        complaints.append(
            Complaint(
                "grade",
                "grade_not_offered",
                Text(f"本校没有{grade.label.zh}。", f"The school has no {grade.label.en}."),
                Text("请选择本校开设的年级。", "Choose a grade the school offers."),
            )
        )
    if not 1 <= count <= 30 or not 1 <= capacity <= MAX_CAPACITY:  # noqa: PLR2004
        complaints.append(
            Complaint(
                "capacity",
                "class_size",
                Text("班级数须为1至30，班额须为1至60。", "1 to 30 classes of 1 to 60 children."),
                Text("请核对数字。", "Check the numbers."),
            )
        )
    if campus.school_id != school.pk or campus.closed_on is not None:
        complaints.append(
            Complaint(
                "campus",
                "campus_of_school",
                Text("校区不属于本校或已撤销。", "The campus is not the school's, or closed."),
                Text("请选择本校的校区。", "Choose one of the school's campuses."),
            )
        )
    return complaints
