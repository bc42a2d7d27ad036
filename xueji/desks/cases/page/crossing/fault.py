"""What stands in the way across the line: the national system's own words, what they mean, and whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xueji.cases.models import Case, Decision
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Fact, Label
from xueji.exchange.border.queries import Entry
from xueji.exchange.models import OutgoingMessage
from xueji.exchange.models.messages import MessageState
from xueji.vocabulary.border.error_help import ErrorHelp, help_for
from xueji.vocabulary.parties import Party
from xueji.vocabulary.text import Text

SILENT, ABORTED = "silent", "aborted"

_UNKNOWN = Text(
    "这一提示不在错误目录中，系统不能解释它的含义。", "This text is not in the catalog; the system cannot explain it."
)
_UNKNOWN_MEND = Text(
    "请逐项核对申请内容；仍不明白的，请联系市级或服务团队。",
    "Check every item of the application; if it stays unclear, ask the city or the service team.",
)


@dataclass(frozen=True)
class CrossingFault:
    """One refusal as it came (`text` verbatim), with what the catalog knows of it."""

    code: str
    text: str
    help: ErrorHelp | None

    @property
    def head(self) -> str:
        """The words of the national system, or that it said none."""
        return _("全国系统返回：“%(text)s”") % {"text": self.text} if self.text else _("全国系统没有说明原因")

    @property
    def plain(self) -> Label:
        """What it means."""
        return self.help.plain if self.help else _UNKNOWN

    @property
    def remedy(self) -> Label:
        """What is to be done."""
        return self.help.remedy if self.help else _UNKNOWN_MEND

    @property
    def facts(self) -> list[Fact]:
        """Code, whose turn it is, and where that is written."""
        facts = [Fact(_("错误代码"), self.code)] if self.code else []
        if self.help is None:
            return facts
        return [*facts, Fact(_("由谁处理"), words(self.help.mender)), Fact(_("出处"), self.help.source)]


def fault_of(case: Case, decisions: Sequence[Decision], entries: Sequence[Entry]) -> CrossingFault | None:
    """The refusal in which the case stands now, or its silence; None where nothing is wrong.

    A refusal counts as long as the case stands where it put it: what was resubmitted since is another matter.
    """
    for decision in reversed(decisions):
        if decision.to_state != case.state:
            break
        if decision.party == Party.NATIONAL_SYSTEM.value and (told := _told(decision)):
            return CrossingFault(*told, help_for(*told, key=ABORTED if decision.event == ABORTED else ""))
    if case.closed_on is None and _is_silent(entries):
        return CrossingFault("", "", help_for("", "", SILENT))
    return None


def _told(decision: Decision) -> tuple[str, str] | None:
    code, text = (str(decision.answers.get(key, "")) for key in ("error_code", "error_text"))
    return (code, text) if code or text or decision.event == ABORTED else None


def _is_silent(entries: Sequence[Entry]) -> bool:
    ours = [entry.message for entry in entries if isinstance(entry.message, OutgoingMessage)]
    return any(message.state == MessageState.SILENT and message.replaced_by_id is None for message in ours)
