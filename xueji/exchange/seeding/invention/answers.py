"""What a family writes: the columns of an admissions list, and the items of the 72-item form."""

from __future__ import annotations

from functools import cache

from xueji.exchange.seeding.invention.children import Child
from xueji.exchange.seeding.invention.dice import Dice
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency, as_local_category
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import StageGroup

# Half-finished forms lack these, in this order: what parents forget.
LEFT_OUT = ("postal_code", "member1_hukou_place", "birth_place", "native_place", "commute_distance", "health")
_EMPLOYERS = ("个体", "某运输公司", "某食品厂", "某科技公司", "某医院", "区属事业单位", "自由职业")


def given_at_admission(child: Child, grade: Grade) -> dict[str, str]:
    """Form items that an admissions list already tells."""
    compulsory = grade.stage.group is StageGroup.COMPULSORY
    return {
        "present_address": child.address,
        "member1_name": child.guardian,
        "member1_kinship": child.kinship,
        "member1_telephone": child.telephone,
        "member1_guardian": "1",
        "admission_mode": "11" if compulsory else "21",
        "attendance_mode": "1" if compulsory else "2",
    }


def filled_in(child: Child, dice: Dice) -> dict[str, str]:
    """All further required items, as a family fills them in."""
    rural = child.residency == Residency.NON_LOCAL.value and dice.chance(0.6)
    foreign = child.residency == Residency.FOREIGN.value
    place = child.hukou_place or child.address
    distance = dice.below(60) / 10
    return {
        "birth_place": place,
        "native_place": place,
        "overseas_category": "51" if foreign else "00",
        "political_status": "13",
        "health": "20" if dice.chance(0.06) else "10",
        "hukou_place": place,
        "hukou_kind": "1" if rural else "2",
        "student_source": "1",
        "mailing_address": child.address,
        "home_address": child.address,
        "telephone": child.telephone,
        "postal_code": f"10{dice.below(10000):04d}",
        "only_child": "1" if dice.chance(0.7) else "0",
        "preschool": "1" if dice.chance(0.96) else "0",
        "left_behind": "0",
        "migrant_worker_child": "1" if rural else "0",
        "orphan": "0",
        "martyr_or_preferential_child": "0",
        "special_needs_class": "0",
        "disability": "0",
        "purchased_place": "0",
        "needs_aid": "1" if dice.chance(0.04) else "0",
        "living_subsidy": "0",
        "commute_distance": f"{distance:.1f}",
        "commute_mode": "1" if distance < 1.5 else dice.pick("2344"),  # noqa: PLR2004 - a walk of twenty minutes
        "school_bus": "0",
        "member1_employer": dice.pick(_EMPLOYERS),
        "member1_address": child.address,
        "member1_hukou_place": place,
    }


def admissions_row(child: Child, grade: Grade, school: tuple[str, str], number: str) -> dict[str, str]:
    """The row as an admissions list has it: heading to cell. `school` is code and name."""
    kind = DocumentType(child.document_type)
    category = as_local_category(child.as_local_category) if child.as_local_category else None
    return {
        "登记编号": number,
        "姓名": child.name,
        "性别": _label("sex", child.sex),
        "出生日期": f"{child.birth_date:%Y%m%d}",
        "身份证件类型": kind.label.zh,
        "身份证件号": child.document_number,
        "民族": _label("ethnicity", child.ethnicity),
        "国籍/地区": _label("nationality", child.nationality),
        "户籍类别": Residency(child.residency).label.zh,
        "按本市户籍对待类别": category.label.zh if category else "",
        "户口所在地": child.hukou_place,
        "现住址": child.address,
        "监护人姓名": child.guardian,
        "监护人关系": _label("kinship", child.kinship),
        "监护人联系电话": child.telephone,
        "录取学校标识码": school[0],
        "录取学校名称": school[1],
        "入学年级": grade.label.zh,
        "入学方式": "就近入学" if grade.stage.group is StageGroup.COMPULSORY else "统一招生考试/普通入学",
        "就读方式": "走读" if grade.stage.group is StageGroup.COMPULSORY else "住校",
    }


@cache
def _label(table: str, code: str) -> str:
    return code_table(table).by_code[code].label.zh
