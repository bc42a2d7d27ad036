"""The counted lines of an office above schools. Each leads to a list of exactly so many rows."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from xueji.cases.models import Filing
from xueji.cases.queries import at_desk, counts_by_state
from xueji.desks.cases.lines import problem_lines, waiting_lines
from xueji.desks.design.parts import Label, Tone, WorkLine
from xueji.desks.district.asking import address
from xueji.parties.actors import Actor
from xueji.parties.rulebook import rulebook_in_force
from xueji.records.queries import problems_visible_to
from xueji.vocabulary.facts.entry import AdmissionSource

ENTRY = "entry_registration"


def state_label(state: str) -> Label:
    """What the rulebook in force calls a state of entry registration."""
    return rulebook_in_force().procedure(ENTRY).state(state).label


def entrants_address(**filters: object) -> str:
    """The list of entrants with these filters."""
    return address("entrants", **filters)


def state_line(counted: dict[str, dict[str, int]], state: str, tone: Tone, note: Label | None = None) -> list[WorkLine]:
    """The line of one state, if any case stands there; overdue ones make it red."""
    found = counted.get(state)
    if not found:
        return []
    late = found["late"]
    told: Tone = "late" if late else tone
    return [WorkLine(state_label(state), found["count"], entrants_address(state=state), told, late=late, note=note)]


def unconfirmed(actor: Actor, school_year: int) -> int:
    """Open cases of children whom a school brought itself and nobody has confirmed (S5 art. 14)."""
    brought = {"entrant__source": AdmissionSource.SCHOOL.value, "entrant__confirmed_on__isnull": True}
    return at_desk(actor).filter(entry_year=school_year, closed_on__isnull=True, **brought).count()


def unseen_filings(actor: Actor) -> int:
    """Filings that nobody at the office has taken note of."""
    return Filing.objects.filter(office_id=actor.office_id or 0, seen_on__isnull=True).count()


def common_lines(actor: Actor, school_year: int, today: date) -> list[WorkLine]:
    """What district and city alike must look at, in order of urgency."""
    counted = counts_by_state(actor, school_year, today)
    lines = waiting_lines(actor, today)
    lines += state_line(counted, "given_back", "waits", _("改派学校、退还学校或登记原因"))
    lines += state_line(counted, "awaiting_cause", "waits", _("认定未入学原因或改派学校"))
    waiting = unconfirmed(actor, school_year)
    if waiting:
        told = _("学校自带名单，确认后才能建立学籍")
        lines.append(WorkLine(_("待确认录取"), waiting, entrants_address(confirmed="no"), "waits", note=told))
    doubts = problems_visible_to(actor).filter(flagged__isnull=False).count()
    if doubts:
        lines.append(WorkLine(_("疑似重复"), doubts, address("problems"), "waits", note=_("查明前不能建立学籍")))
    lines += problem_lines(actor)
    lines += state_line(counted, "unregistered", "plain", _("有批准例外的，可由学校补注册"))
    lines += state_line(counted, "deferred", "plain")
    return lines
