"""Dealing children out to classes, fairly and so that anybody can repeat it."""

from xueji.records.balance.deal import Child, Room, deal, summary

__all__ = ["Child", "Room", "deal", "summary"]
