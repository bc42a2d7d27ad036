"""What a faulty answer of the form says."""

from __future__ import annotations

from dataclasses import dataclass

from xueji.vocabulary.text import Text


@dataclass(frozen=True, slots=True)
class FormFault:
    """An answer that breaks a rule: the key of the item, a stable rule, a sentence that names the item, a remedy."""

    key: str
    rule: str
    says: Text
    mend: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the form, with its sentence ({label}, {answer}) and its remedy."""

    key: str
    says: Text
    mend: Text

    def broken(self, key: str, label: Text, answer: str, **more: object) -> FormFault:
        """Say that an item breaks the rule."""
        return FormFault(
            key,
            self.key,
            self.says.format(label=label, answer=answer, **more),
            self.mend.format(label=label, answer=answer, **more),
        )


TOO_LONG = Rule(
    "answer_too_long",
    Text("“{label}”超过{most}个字符。", "“{label}” is longer than {most} characters."),
    Text("请缩短后重新填写。", "Shorten it."),
)
DATE = Rule(
    "date_shape",
    Text("“{label}”的“{answer}”不是日期。", "“{answer}” in “{label}” is not a date."),
    Text("请按年月日填写8位数字，如20090102。", "Write year, month and day as 8 digits, such as 20090102."),
)
MONTH = Rule(
    "month_shape",
    Text("“{label}”的“{answer}”不是年月。", "“{answer}” in “{label}” is not a month."),
    Text("请按年月填写6位数字，如201509。", "Write year and month as 6 digits, such as 201509."),
)
CODE = Rule(
    "code_unknown",
    Text("“{label}”的“{answer}”不在代码表中。", "“{answer}” in “{label}” is not in the code table."),
    Text("请从下拉列表中选择（{standard}）。", "Choose from the list ({standard})."),
)
CODE_NOT_ALLOWED = Rule(
    "code_not_allowed",
    Text("“{label}”不接受“{answer}”。", "“{label}” does not take “{answer}”."),
    Text("学生基本信息表只接受：{allowed}。", "The student form takes only: {allowed}."),
)
PHONE = Rule(
    "phone_shape",
    Text("“{label}”的“{answer}”不是电话号码。", "“{answer}” in “{label}” is not a telephone number."),
    Text(
        "请填写11位手机号，或带区号的固定电话。",
        "Write a mobile number of 11 digits or a fixed line with its area code.",
    ),
)
NUMBER = Rule(
    "number_shape",
    Text("“{label}”的“{answer}”不是数字。", "“{answer}” in “{label}” is not a number."),
    Text("请填写小于10000的数字，最多两位小数。", "Write a number below 10,000 with at most two decimals."),
)
REGION = Rule(
    "region_unknown",
    Text("“{label}”的“{answer}”不是行政区划代码。", "“{answer}” in “{label}” is not a region code."),
    Text(
        "请填写6位或12位行政区划代码，或省、市、县名称。",
        "Write a region code of 6 or 12 digits, or the names of the places.",
    ),
)
DOCUMENT = Rule(
    "document_number_shape",
    Text("“{label}”的“{answer}”不是证件号码。", "“{answer}” in “{label}” is not a document number."),
    Text(
        "证件号码只含字母、数字、括号和连字符，请对照证件核对。",
        "It holds only letters, digits, brackets and hyphens: see the document.",
    ),
)
DOCUMENT_MISSING = Rule(
    "document_number_missing",
    Text("证件类型为“{kind}”，但“{label}”为空。", "The document type is “{kind}”, but “{label}” is empty."),
    Text(
        "请填写证件号；确无证件的，类型选“其他”并提供在读证明。",
        "Write the number; without a document choose type “other” and give proof of attendance.",
    ),
)
BIRTH_DIFFERS = Rule(
    "birth_date_differs",
    Text(
        "“{label}”{answer}与身份证号中的出生日期{other}不一致。",
        "“{label}” {answer} differs from {other} inside the resident ID.",
    ),
    Text("请对照居民户口簿，改正填错的一项。", "Compare both with the hukou booklet and correct the wrong one."),
)
SEX_DIFFERS = Rule(
    "sex_differs",
    Text(
        "“{label}”（{answer}）与身份证号中的性别不一致。",
        "“{label}” ({answer}) differs from the sex inside the resident ID.",
    ),
    Text("请对照居民户口簿，改正填错的一项。", "Compare both with the hukou booklet and correct the wrong one."),
)
OVERSEAS_DIFFERS = Rule(
    "overseas_category_differs",
    Text(
        "“{label}”（{answer}）与国籍/地区（{other}）不一致。",
        "“{label}” ({answer}) does not go with the nationality or region ({other}).",
    ),
    Text("请对照身份证件，改正填错的一项。", "Compare both with the identity document and correct the wrong one."),
)
NO_GUARDIAN = Rule(
    "guardian_missing",
    Text("两名家庭成员都填写为非监护人。", "Neither family member is marked as guardian."),
    Text("请至少将一名家庭成员的“{label}”填为“是”。", "Mark at least one family member as guardian."),
)
NAME_PINYIN = Rule(
    "pinyin_shape",
    Text("“{label}”的“{answer}”不是拼音。", "“{answer}” in “{label}” is not pinyin."),
    Text("请只填写拉丁字母，音节之间可用空格。", "Write Latin letters only; blanks may part the syllables."),
)
VALIDITY = Rule(
    "validity_shape",
    Text("“{label}”的“{answer}”不是有效期。", "“{answer}” in “{label}” is not a span of validity."),
    Text("请按YYYY.MM.DD-YYYY.MM.DD填写。", "Write it as YYYY.MM.DD-YYYY.MM.DD."),
)
GRADE = Rule(
    "grade_unknown",
    Text("“{label}”的“{answer}”不是年级。", "“{answer}” in “{label}” is not a grade."),
    Text("请填写如“小学一年级”“初中一年级”“高中一年级”。", "Write 小学一年级, 初中一年级, 高中一年级 and so on."),
)
POSTAL_CODE = Rule(
    "postal_code_shape",
    Text("“{label}”的“{answer}”不是邮政编码。", "“{answer}” in “{label}” is not a postal code."),
    Text("请填写6位数字。", "Write 6 digits."),
)
EMAIL = Rule(
    "email_shape",
    Text("“{label}”的“{answer}”不是电子信箱地址。", "“{answer}” in “{label}” is not an e-mail address."),
    Text(
        "请填写完整地址，如name@example.cn；没有可不填。",
        "Write the whole address, such as name@example.cn, or leave it empty.",
    ),
)
UNKNOWN_KEY = Rule(
    "form_key_unknown",
    Text("学生基本信息表没有“{answer}”这一项。", "The student form has no item “{answer}”."),
    Text("请删除这一项。", "Remove it."),
)
