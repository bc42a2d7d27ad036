"""What an application from another province says of the child: the same questions in every jurisdiction."""

from __future__ import annotations

from dataclasses import replace

from xueji.process.notation import Ask, Proof
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency, as_local_categories
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.text import Text

NAME = Ask("name", Text("学生姓名", "Name"))
SEX = Ask("sex", Text("性别", "Sex"), "code", "sex")
BIRTH_DATE = Ask("birth_date", Text("出生日期", "Date of birth"), "date")
DOCUMENT_TYPE = Ask(
    "document_type",
    Text("身份证件类型", "Type of identity document"),
    "code",
    tuple((kind.value, kind.label) for kind in DocumentType if kind.student_allowed),
)
DOCUMENT_NUMBER = Ask("document_number", Text("身份证件号", "Number of the document"), required=False)
NATIONAL_NUMBER = Ask("national_number", Text("全国学籍号（19位）", "National number (19 characters)"))
SENDING_PROVINCE = Ask("sending_province", Text("转出省份", "Province the child comes from"), "code", "province")
GRADUATION_PROVINCE = replace(SENDING_PROVINCE, label=Text("毕业省份", "Province of graduation"))

WHO = (
    NAME,
    SEX,
    BIRTH_DATE,
    DOCUMENT_TYPE,
    DOCUMENT_NUMBER,
    Ask("nationality", Text("国籍", "Nationality"), "code", "nationality"),
    Ask("ethnicity", Text("民族", "Ethnicity"), "code", "ethnicity"),
    Ask("residency", Text("户籍类别", "Residency"), "code", tuple((item.value, item.label) for item in Residency)),
    Ask(
        "as_local_category",
        Text("按本市户籍对待类别", "Category treated as local"),
        "code",
        tuple((item.code, item.label) for item in as_local_categories()),
        required=False,
    ),
    Ask("hukou_place", Text("户口所在地", "Place of hukou"), required=False),
)

GRADE = Ask("grade", Text("转入年级", "Grade asked for"), "code", tuple((item.value, item.label) for item in Grade))
CLASS_GROUP = Ask("class_group", Text("转入班级", "Class of arrival"), "class_group", required=False)
GUARDIAN_APPLICATION = Proof("guardian_application", Text("监护人申请", "Guardian's application"))

# What the check in the other province compares (S24, S28), and the province itself (S29). Not said: it stays.
CORRECTABLE = tuple(
    replace(asked, required=False)
    for asked in (NAME, NATIONAL_NUMBER, DOCUMENT_TYPE, DOCUMENT_NUMBER, SEX, BIRTH_DATE, SENDING_PROVINCE)
)
