"""The names of states in Lanting's own (invented) rules. A state called anything else says that it is ours."""

from __future__ import annotations

LABELS = frozenset(
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
    }
)
