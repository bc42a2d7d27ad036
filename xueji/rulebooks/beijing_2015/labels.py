"""The names of states that the seed itself uses (S5, S14–S18). A state called anything else says that it is ours."""

from __future__ import annotations

from xueji.rulebooks.national.labels import CROSSING_LABELS

ENTRY_LABELS = frozenset({"未获取", "延期注册", "未办理注册手续", "建立学籍"})

TRANSFER_LABELS = frozenset(
    {
        "待转入区县审核",
        "待转出学校审核",
        "待转出区县审核",
        "待市级审核",
        "转入区县审核通过",
        "转入区县审核不通过",
        "转出学校审核通过",
        "转出学校审核不通过",
        "转出区县审核通过",
        "转出区县审核不通过",
        "市级审核通过",
        "市级审核不通过",
    }
)

LABELS = ENTRY_LABELS | TRANSFER_LABELS | CROSSING_LABELS
