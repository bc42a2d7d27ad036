"""查找外校学生: by national number and exact name together, a bounded number of times an hour, each time on record."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from xueji.parties.actors import Actor
from xueji.parties.models import JournalEntry
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import Complaint, refuse
from xueji.parties.scope import registry_eyes
from xueji.records.models import Enrollment
from xueji.records.models.numbers import NATIONAL
from xueji.vocabulary.numbers.national_student_number import BadNationalStudentNumber, NationalStudentNumber
from xueji.vocabulary.people.names import name_key
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

ACT = "look_up_record"
MOST_AN_HOUR = 60


@dataclass(frozen=True)
class Found:
    """What a clerk who knows number and name is told: enough to see that it is the right child, and no more."""

    record_id: int
    name: str
    number: str
    sex: str
    grade: Grade
    school: str
    district: str


NO_SUCH_CHILD = Complaint(
    "number",
    "number_and_name",
    Text("没有找到学籍号与姓名都一致的在籍学生。", "No child on a roll has this number and this very name."),
    Text(
        "请向监护人核对19位全国学籍号和户口簿上的姓名；外省市学生请办理跨省转学。",
        "Check the 19 characters and the name as in the hukou booklet; a child of another province is another procedure.",
    ),
)
"""What to say when the look-up finds nobody: a wrong number and a wrong name look alike."""


@office_act(ACT)
def look_up_record(*, actor: Actor, reason: str, number: str, name: str) -> Done:
    """Find the record of any child of the city by its national student number and its exact name.

    The result is `Found`, or None where no child has both; the attempt is on record either way. Raises RefusedError for
    a number that can be none, and after too many attempts in an hour.
    """
    _bound(actor)
    typed = _number(number)
    with registry_eyes():
        spell = (
            Enrollment.objects.filter(
                record__numbers__number=typed,
                record__numbers__scheme__in=NATIONAL,
                during__upper_inf=True,
                record__removed_at__isnull=True,
            )
            .select_related("student", "school", "district")
            .first()
        )
    if spell is None or spell.student.name_key != name_key(name):
        return Done("record:0", {"found": False})
    found = Found(
        spell.record_id,
        spell.student.name,
        typed,
        spell.student.sex,
        Grade(spell.grade),
        spell.school.name,
        spell.district.name,
    )
    return Done(f"record:{spell.record_id}", {"found": True}, found)


def _number(typed: str) -> str:
    try:
        return NationalStudentNumber.parse("".join(typed.split())).number
    except BadNationalStudentNumber as fault:
        raise refuse("number", fault.rule, fault.says, fault.mend) from fault


def _bound(actor: Actor) -> None:
    """Guessing is bounded: so many look-ups an hour for one person."""
    since = timezone.now() - timedelta(hours=1)
    made = JournalEntry.objects.filter(act=ACT, account_id=actor.account_id or 0, at__gte=since).count()
    if made >= MOST_AN_HOUR:
        raise refuse(
            "number",
            "too_many_look_ups",
            Text(
                f"一小时内查找外校学生不能超过{MOST_AN_HOUR}次。",
                f"Children of other schools can be looked up {MOST_AN_HOUR} times an hour.",
            ),
            Text("请稍后再试；成批申请请用导入。", "Try again later; many applications go by a list."),
        )
