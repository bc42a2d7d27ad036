"""What a form sent, read field by field: every fault is kept, none is raised."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Label, Wrong
from xueji.desks.forms import typed_date
from xueji.parties.refusals import RefusedError

LONGEST_NUMBER = 9


class Answers:
    """The fields of one form as typed (`typed`), and what is wrong with them (`wrong`)."""

    def __init__(self, sent: Mapping[str, Any]) -> None:
        """Keep what was sent; characters that no database takes are dropped at once."""
        self.typed: Mapping[str, str] = {key: str(sent.get(key, "")).replace("\x00", "").strip() for key in sent}
        self.wrong: list[Wrong] = []

    def text(self, name: str, label: Label, *, required: bool = True, longest: int = 200) -> str:
        """A line or paragraph; too long or missing is a fault."""
        value = self.typed.get(name, "")
        if required and not value:
            self.fault(name, _("“%(field)s”没有填写。") % {"field": _said(label)}, _("请填写后重新提交。"))
        elif len(value) > longest:
            told = {"field": _said(label), "longest": longest}
            self.fault(name, _("“%(field)s”超过%(longest)s个字。") % told, _("请删减后重新提交。"))
        return value

    def day(self, name: str, label: Label, *, required: bool = True) -> date | None:
        """A date, typed as 2015-09-16 or 20150916."""
        value = self.typed.get(name, "")
        if not value and not required:
            return None
        found = typed_date(value)
        if found is None:
            self.fault(
                name, _("“%(field)s”不是有效日期。") % {"field": _said(label)}, _("请按年-月-日填写，例如 2015-09-16。")
            )
        return found

    def whole(self, name: str, label: Label, *, most: int = 10**LONGEST_NUMBER) -> int | None:
        """A whole number from 0 to `most`."""
        value = self.typed.get(name, "")
        if value.isascii() and value.isdigit() and len(value) <= LONGEST_NUMBER and int(value) <= most:
            return int(value)
        told = {"field": _said(label), "most": most}
        self.fault(name, _("“%(field)s”不是整数。") % told, _("请填写0至%(most)s的整数。") % told)
        return None

    def one_of(self, name: str, label: Label, known: Collection[str], *, required: bool = True) -> str:
        """One of the values that the form offered."""
        value = self.typed.get(name, "")
        if value in known:
            return value
        if value or required:
            self.fault(name, _("没有选择“%(field)s”。") % {"field": _said(label)}, _("请从列表中选择。"))
        return ""

    def fault(self, name: str, says: str, mend: str = "") -> None:
        """Keep one fault of one field."""
        self.wrong.append(Wrong(name, says, mend))

    def refused(self, error: RefusedError) -> None:
        """Keep what an office act complained of."""
        self.wrong += [Wrong(complaint.field, complaint.says, complaint.mend) for complaint in error.complaints]

    @property
    def by_field(self) -> dict[str, Any]:
        """The first sentence to show at each field."""
        told: dict[str, Any] = {}
        for wrong in self.wrong:
            told.setdefault(wrong.name, wrong.says)
        return told


def _said(label: Label) -> str:
    return str(in_words(label))
