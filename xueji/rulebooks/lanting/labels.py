"""The names of states in Lanting's own (invented) rules, and the nation's. Any other says that it is ours."""

from __future__ import annotations

from xueji.rulebooks.national.labels import CROSSING_LABELS

OWN_LABELS = frozenset(
    {
        "待领取",
        "待报到",
        "已报到",
        "缓报到",
        "未报到",
        "待补档案",
        "待县改派",
        "已编班",
        "未入学",
        "录取已取消",
        "待转出校核对",
        "转出校核对无误",
        "转出校不予转出",
        "待转出县办理",
        "转出县办结",
        "转出县不予转出",
        "申请已取消",
        "待转入县办理",
        "转入县不予接收",
    }
)

LABELS = OWN_LABELS | CROSSING_LABELS
