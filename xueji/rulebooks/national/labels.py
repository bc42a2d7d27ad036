"""The names under which the national system knows an application across provinces (S16–S18), word for word."""

from __future__ import annotations

CROSSING_LABELS = frozenset(
    {
        "转入学校审核通过",
        "转入区县审核通过",
        "转入区县审核不通过",
        "转学申请已发往转出省",
        "转出省校验未通过",
        "等待转出学校审核",
        "转出学校审核通过",
        "转出学校审核不通过",
        "转出区县审核通过",
        "转出区县审核不通过",
        "转出地市审核通过",
        "转出地市审核不通过",
        "转出省级审核通过",
        "转出省级审核不通过",
        "等待转入学校调档",
        "调档申请已发往转出省",
        "学籍调档完毕",
        "转学撤销申请已发往转出省",
        "转学撤销完毕",
        "异常结束",
    }
)
