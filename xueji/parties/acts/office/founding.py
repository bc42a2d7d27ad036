"""Setting a city up: districts, service team and schools, entered by the top office before official documents exist."""

from collections.abc import Sequence

from xueji.parties.actors import Actor
from xueji.parties.acts.setup_city import service_team_below
from xueji.parties.clock import city_today
from xueji.parties.models import Campus, City, Office, School
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import Complaint, refuse, refuse_all
from xueji.parties.rulebook import rulebook_in_force
from xueji.vocabulary.numbers.city_student_number import SchoolCategory
from xueji.vocabulary.numbers.school_code import BadSchoolCode, SchoolCode
from xueji.vocabulary.parties import Party
from xueji.vocabulary.places.regions import known_in_any_revision
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage
from xueji.vocabulary.text import Text


@office_act("register_office")
def register_office(*, actor: Actor, reason: str, code: str, region_code: str, name: str) -> Done:
    """Enter a district or an education unit; `region_code` is the one that its numbers carry."""
    code, region_code, name = code.strip(), region_code.strip(), name.strip()
    complaints = []
    if not known_in_any_revision(region_code):
        complaints.append(
            Complaint(
                "region_code",
                "region_code_unknown",
                Text(f"行政区划代码“{region_code}”不存在。", f"There is no region {region_code}."),
                Text("请填写六位行政区划代码。", "Enter the six digits of the region."),
            )
        )
    if not name or not code or Office.objects.filter(code=code).exists():
        complaints.append(
            Complaint(
                "code",
                "office_code",
                Text("单位名称或代码为空，或代码已被使用。", "Name or code is missing, or the code is taken."),
                Text("没有区划代码的单位请另编代码。", "A unit without a region code gets a code of its own."),
            )
        )
    refuse_all(complaints)
    office = Office.objects.create(
        level=Party.DISTRICT.value, code=code, region_code=region_code, name=name, parent_id=actor.office_id
    )
    return Done(f"office:{office.pk}", {"name": name}, office)


@office_act("found_service_team")
def found_service_team(*, actor: Actor, reason: str) -> Done:
    """Give a city that was set up before there was a service team its office; one that stands is left as it is."""
    rulebook = rulebook_in_force().rulebook
    if Party.SERVICE_TEAM not in rulebook.levels:
        raise refuse(
            "",
            "no_service_team",
            Text("本地规则没有服务团队这一层级。", "These rules know no service team."),
            Text("无需办理。", "Nothing is to be done."),
        )
    top = Office.objects.get(level=next(iter(rulebook.levels)).value)
    team = service_team_below(top, rulebook, City.objects.get().name)
    return Done(f"office:{team.pk}", {"name": team.name}, team)


@office_act("register_school")
def register_school(  # noqa: PLR0913 - what a school is made of
    *,
    actor: Actor,
    reason: str,
    district: Office,
    code: str,
    name: str,
    city_code: str,
    category: SchoolCategory,
    grades: Sequence[Grade],
    model_school: bool = False,
    foreign_license: bool = False,
) -> Done:
    """Enter a school with its main campus."""
    code, name, city_code = code.strip(), name.strip(), city_code.strip()
    faults = _school_faults(code, name, city_code, grades)
    refuse_all(faults + _number_faults(district, category, city_code, grades))
    school = School.objects.create(
        code=code,
        name=name,
        short_name=name[:30],
        city_code=city_code,
        category=category.value,
        district=district,
        grades=[grade.value for grade in Grade if grade in grades],
        model_school=model_school,
        foreign_license=foreign_license,
        founded_on=city_today(),
    )
    Campus.objects.create(school=school, number=1, name="本部", main=True)
    return Done(f"school:{school.pk}", {"name": name, "code": code}, school, school.pk, district.pk)


STAGES_OF_CATEGORY = {
    SchoolCategory.PRIMARY: {Stage.PRIMARY},
    SchoolCategory.JUNIOR: {Stage.JUNIOR},
    SchoolCategory.NINE_YEAR: {Stage.PRIMARY, Stage.JUNIOR},
    SchoolCategory.ALL_STAGES: {Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR},
    SchoolCategory.COMPLETE_SECONDARY: {Stage.JUNIOR, Stage.SENIOR},
    SchoolCategory.SENIOR: {Stage.SENIOR},
    SchoolCategory.VOCATIONAL: {Stage.SENIOR},
    SchoolCategory.SENIOR_AND_VOCATIONAL: {Stage.SENIOR},
}


def _number_faults(
    district: Office, category: SchoolCategory, city_code: str, grades: Sequence[Grade]
) -> list[Complaint]:
    """What would put wrong or colliding digits into the 16-digit numbers of its children."""
    complaints = []
    if {grade.stage for grade in grades} - STAGES_OF_CATEGORY[category]:
        complaints.append(
            Complaint(
                "grades",
                "school_grades_category",
                Text("所选年级超出该学校类别的学段。", "Some of the grades lie outside the stages of this category."),
                Text("请核对学校类别或年级。", "Check the category or the grades."),
            )
        )
    # A unit without a region code of its own shares the digits of the district that its numbers carry.
    same = School.objects.filter(
        district__region_code=district.region_code, category=category.value, city_code=city_code
    )
    if same.exists():
        complaints.append(
            Complaint(
                "city_code",
                "school_city_code_taken",
                Text(
                    "该区县同类别学校中已有学校使用这个三位代码。",
                    "Another school of this category in the district has these three digits.",
                ),
                Text("请换一个代码，否则两校学生的学籍辅号会相同。", "Choose others, or city numbers would collide."),
            )
        )
    return complaints


def _school_faults(code: str, name: str, city_code: str, grades: Sequence[Grade]) -> list[Complaint]:
    complaints = []
    try:
        SchoolCode.parse(code)
    except BadSchoolCode as bad:
        complaints.append(Complaint("code", bad.rule, bad.says, bad.mend))
    if School.objects.filter(code=code).exists() or not name:
        complaints.append(
            Complaint(
                "name",
                "school_known",
                Text("学校名称为空，或该标识码已登记。", "The name is missing, or the code is known already."),
                Text("请核对学校标识码。", "Check the school code."),
            )
        )
    if len(city_code) != 3 or not city_code.isdigit():  # noqa: PLR2004 - its place in the 16 digits
        complaints.append(
            Complaint(
                "city_code",
                "school_city_code",
                Text("学籍辅号中的学校代码应为三位数字。", "The school's part of the city number has three digits."),
                Text("请按本地学籍辅号编码填写。", "Enter it as in the city numbers."),
            )
        )
    if not grades:
        complaints.append(
            Complaint(
                "grades",
                "school_grades",
                Text("没有选择年级。", "No grade was chosen."),
                Text("请选择该校开设的年级。", "Choose the grades it teaches."),
            )
        )
    return complaints
