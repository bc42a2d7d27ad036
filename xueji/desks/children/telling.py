"""How a child's numbers and form are told in lists."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xueji.desks.design.filters import grouped, masked_id
from xueji.desks.design.parts import Tag

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
