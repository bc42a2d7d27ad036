"""What this edition asks of a child from another province: the application, and its correction."""

from __future__ import annotations

from dataclasses import replace

from xueji.process.notation import Ask, Asked, Proof
from xueji.rulebooks.beijing_2015.guards import arrival_cases as cases
from xueji.rulebooks.national.procedures import application as ask
from xueji.vocabulary.facts.arrival import ArrivalKind
from xueji.vocabulary.facts.transfer import TransferReason
from xueji.vocabulary.text import Text

REASON = Ask(
    "reason_code",
    Text("转学理由", "Reason of the transfer"),
    "code",
    tuple((item.value, item.label) for item in TransferReason),
)
KIND = Ask(
    "kind",
    Text("人员类型", "Kind of person"),
    "code",
    tuple((item.value, item.label) for item in ArrivalKind),
)
GRADUATION_YEAR = Ask("graduation_year", Text("毕业年份（四位数）", "Year of graduation (four digits)"))

HUKOU_BOOKLET = Proof("hukou_booklet", Text("户口簿", "Hukou booklet"), when=cases.has_hukou)
FIVE_PROOFS = Proof("five_proofs", Text("五证", "Five proofs"), when=cases.needs_five_proofs)
REASON_PROOF = Proof("reason_proof", Text("说明材料", "Papers that prove the reason"), required=False)
PAPERS = (ask.GUARDIAN_APPLICATION, HUKOU_BOOKLET, FIVE_PROOFS, REASON_PROOF)

TRANSFER: tuple[Asked, ...] = (
    *ask.WHO,
    ask.NATIONAL_NUMBER,
    ask.SENDING_PROVINCE,
    ask.GRADE,
    REASON,
    ask.CLASS_GROUP,
    *PAPERS,
)
CONTINUATION: tuple[Asked, ...] = (
    *ask.WHO,
    ask.NATIONAL_NUMBER,
    ask.GRADUATION_PROVINCE,
    GRADUATION_YEAR,
    KIND,
    ask.GRADE,
    replace(REASON, label=Text("接收理由", "Reason for receiving the child")),
    ask.CLASS_GROUP,
    *PAPERS,
)
CORRECTION: tuple[Asked, ...] = (*ask.CORRECTABLE, *(replace(paper, required=False) for paper in PAPERS))
