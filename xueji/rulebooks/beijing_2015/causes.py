"""Lists of causes that entry registration asks for. The slides name none of them: the lists are ours, kept as data."""

from __future__ import annotations

from xueji.process.notation import Choices
from xueji.vocabulary.text import Text

DEFERRAL: Choices = (
    ("illness", Text("因病", "Illness")),
    ("family", Text("家庭特殊情况", "Family circumstances")),
    ("papers_pending", Text("入学手续正在补办", "Papers still being completed")),
    ("travel", Text("因交通、灾害等不能按期到校", "Travel or disaster prevents arrival")),
    ("abroad", Text("在境外尚未返回", "Still abroad")),
    ("other", Text("其他特殊情况", "Other special circumstances")),
)
UNREGISTERED: Choices = (
    ("not_arrived", Text("未到校且未说明原因", "Did not arrive, no reason given")),
    ("out_of_reach", Text("无法与监护人取得联系", "Guardian cannot be reached")),
    ("studying_elsewhere", Text("已在其他学校就读", "Attends another school")),
    ("abroad", Text("已出国（境）", "Gone abroad")),
    ("declined", Text("监护人表示不来就读", "Guardian declines the place")),
    ("other", Text("其他原因", "Other cause")),
)
GIVEN_BACK: Choices = (
    ("not_ours", Text("非本校招收的新生", "Not admitted by this school")),
    ("admitted_twice", Text("被两所学校同时录取", "Admitted by two schools")),
    ("moved", Text("家庭住址已变更", "The family has moved")),
    ("wrong_grade", Text("年级或学段有误", "Wrong grade or stage")),
    ("wrong_identity", Text("身份信息有误，本校无法核实", "Identity data wrong, school cannot verify")),
    ("no_place", Text("本校学籍总量不足", "No place left at this school")),
    ("no_license", Text("本校无接收外籍学生资质", "School not licensed for foreign pupils")),
    ("other", Text("其他原因", "Other cause")),
)
NOT_ENROLLED: Choices = (
    ("studying_elsewhere", Text("在外省市就读", "Attends school in another province")),
    ("abroad", Text("出国（境）就读", "Studies abroad")),
    ("deferred_entry", Text("办理缓学", "Entry to school deferred by a year")),
    ("admission_forfeited", Text("视为自动放弃入学资格（高中）", "Admission forfeited (senior high)")),
    ("urged_to_attend", Text("未入学，已督促并报乡镇街道", "Not attending; urged and reported to the township")),
    ("out_of_reach", Text("无法联系", "Cannot be reached")),
    ("deceased", Text("死亡", "Deceased")),
    ("other", Text("其他原因", "Other cause")),
)
