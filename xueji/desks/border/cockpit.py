"""跨省交换: the wire, how our messages fare, what waits for a person, and the silent ones first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.border.outgoing.asked import Asked, messages_of
from xueji.desks.border.outgoing.listing import RELATED, columns, row
from xueji.desks.border.telling import tone_of
from xueji.desks.border.watching import for_border_posts
from xueji.desks.cases.lines import waiting_lines
from xueji.desks.cases.page.crossing.story import STATES
from xueji.desks.design.filters import moment
from xueji.desks.design.parts import Figure, Tone
from xueji.desks.district.asking import address
from xueji.exchange.border.connecting import border_is_open
from xueji.exchange.border.lanes import wire_state
from xueji.exchange.border.queries import arrivals_by_state, counts_by_state
from xueji.exchange.models import Difference
from xueji.exchange.models.messages import WAITING_FOR_A_PERSON, MessageState
from xueji.parties.clock import city_today
from xueji.records.models import ProblemRecord

SHOWN = 10
"""Silent messages that stand on the cockpit itself; the list has them all."""

ORDER = (
    MessageState.SILENT,
    MessageState.REJECTED,
    MessageState.QUEUED,
    MessageState.HANDED_OVER,
    MessageState.ACKNOWLEDGED,
)


@dataclass(frozen=True)
class Wire:
    """How the wire is, in a sentence."""

    title: str
    says: str
    tone: Tone


@require_GET
@for_border_posts
def border(request: DeskRequest) -> HttpResponse:
    """Show the cockpit."""
    actor = request.actor
    silent = Asked(state=MessageState.SILENT.value)
    rows = messages_of(silent).select_related(*RELATED).order_by("pk")[:SHOWN]
    context = {
        "wire": wire(),
        "lines": waiting_lines(actor, city_today()),
        "said": _said(counts_by_state(actor)),
        "heard": _heard(arrivals_by_state(actor)),
        "others": _others(),
        "columns": columns(),
        "rows": [row(message) for message in rows],
        "all_silent": address("border_outgoing", **silent.address),
    }
    return render(request, "border/border.jinja", context)


def wire() -> Wire:
    """Closed where nothing is configured; cut since when; else when it last worked."""
    state = wire_state()
    if not border_is_open():
        says = _("本部署没有配置全国交换：要发送的消息留在本系统，配置后依次发出，不会丢失。")
        return Wire(_("交换未开通"), says, "waits")
    last = moment(state.last_sync_at) or _("尚未交换过")
    if state.down_since is not None:
        told = {"since": moment(state.down_since), "last": last, "error": state.last_error or "—"}
        says = _("自%(since)s起不通，最近一次交换：%(last)s。消息留在本系统，恢复后自动续传。错误：%(error)s") % told
        return Wire(_("线路中断"), says, "late")
    return Wire(_("线路正常"), _("最近一次交换：%(last)s。") % {"last": last}, "done")


def _said(counted: dict[str, int]) -> list[Figure]:
    return [_figure("border_outgoing", state.value, counted.get(state, 0)) for state in ORDER]


def _heard(counted: dict[str, int]) -> list[Figure]:
    return [
        _figure("border_incoming", state.value, counted[state]) for state in WAITING_FOR_A_PERSON if counted.get(state)
    ]


def _others() -> list[Figure]:
    differences = Difference.objects.filter(settled_on__isnull=True).count()
    problems = ProblemRecord.objects.filter(resolved_on__isnull=True, flagged_record__isnull=False).count()
    return [
        Figure(
            _("与交换库的差异"), differences, address("border_differences"), tone="waits" if differences else "plain"
        ),
        Figure(_("待处理的问题学籍"), problems, address("problem_records"), tone="waits" if problems else "plain"),
    ]


def _figure(page: str, state: str, count: int) -> Figure:
    """So many stand in a state, and the list of exactly those."""
    return Figure(STATES[state], count, address(page, state=state), tone=tone_of(state) if count else "plain")
