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
    }
)
