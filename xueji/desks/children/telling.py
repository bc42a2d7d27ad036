"""How a child's numbers, form and class are told in lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueji.desks.design.filters import grouped, masked_id
from xueji.desks.design.parts import Tag
from xueji.vocabulary.schooling.grades import Grade

FORMAL = "G"
"""A formal national number is the letter and the child's resident ID: it is masked wherever that ID is."""


def shown_number(number: str | None) -> str:
    """A national student number in groups; a formal one masked, for it carries the identity number."""
    if not number:
        return ""
    return masked_id(number) if number.startswith(FORMAL) else grouped(number)


def form_tag(missing: int | None, due_on: date | None, today: date) -> Tag | None:
    """Whether the 72-item form is complete; None where there is no form yet."""
    if missing is None:
        return None
    if missing == 0:
        return Tag(_("完整"), "done")
    left = ngettext("缺%(n)s项", "缺%(n)s项", missing) % {"n": missing}
    if due_on is not None and due_on < today:
        return Tag(_("逾期，%(left)s") % {"left": left}, "late")
    return Tag(left, "waits")


def in_order(groups: Iterable[Any]) -> list[Any]:
    """Class groups from the lowest grade to the highest, each grade by number."""
    order = list(Grade)
    return sorted(groups, key=lambda group: (order.index(Grade(group.grade)), group.number))
