"""Whoever is established is reported to the nation, which can do nothing with a child that it has never heard of."""

from __future__ import annotations

from xueji.exchange.border.baseline import queue_baseline


def report_everybody() -> None:
    """Queue the report of every child with a national number, as a real city does before its first day."""
    queue_baseline()
