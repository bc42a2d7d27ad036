"""What became of many rows at once: kept in the session under a key, shown at an address that can be reloaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.border.watching import for_border_posts
from xueji.desks.design.parts import CellFault, Column, Link, Verdict
from xueji.vocabulary.text import Text

_KEY = "border_results"
_KEPT = 3


@dataclass(frozen=True)
class Result:
    """One row: what it was, whether it was done, and every reason why not, in both languages."""

    key: int
    name: str
    taken: bool
    why: Sequence[tuple[str, str, str, str]] = ()
    url: str = ""


def keep_and_show(
    request: DeskRequest, title: str, back: str, results: Sequence[Result], batch: str = ""
) -> HttpResponse:
    """Keep the results and lead to their page. `batch` is the key drawn when the list was shown."""
    kept = {"title": title, "back": back, "rows": [asdict(result) for result in results]}
    key = batch or str(uuid4())
    told = {other: one for other, one in request.session.get(_KEY, {}).items() if other != key}
    request.session[_KEY] = dict([*told.items(), (key, kept)][-_KEPT:])
    return HttpResponseRedirect(reverse("border_result", args=[key]))


def already_done(request: DeskRequest, batch: str) -> bool:
    """Whether this very list was sent before: sent twice, it is done once."""
    return batch in request.session.get(_KEY, {})


def read_batch(request: DeskRequest) -> str:
    """The key that the list was shown with; a page without one gets a new one."""
    try:
        return str(UUID(request.POST.get("batch", "")))
    except ValueError:
        return str(uuid4())


@require_GET
@for_border_posts
def border_result(request: DeskRequest, batch: UUID) -> HttpResponse:
    """Show what became of every row. Reloading does nothing again."""
    kept: dict[str, Any] | None = request.session.get(_KEY, {}).get(str(batch))
    if kept is None:
        raise Http404
    rows = sorted(kept["rows"], key=lambda row: (row["taken"], row["key"]))
    taken = sum(row["taken"] for row in rows)
    context = {
        "crumbs": [Link(_("跨省交换"), reverse("border")), Link(_("返回列表"), kept["back"])],
        "tags": [],
        "step": kept["title"],
        "taken": taken,
        "refused": len(rows) - taken,
        "unit": _("条"),
        "columns": [Column("name", _("消息"))],
        "verdicts": [_verdict(number, row) for number, row in enumerate(rows, start=1)],
        "pages": None,
        "back": Link(_("返回列表"), kept["back"]),
    }
    return render(request, "cases/batch_result.jinja", context)


def _verdict(number: int, row: dict[str, Any]) -> Verdict:
    why = [CellFault("", Text(zh, en), Text(mend_zh, mend_en)) for zh, en, mend_zh, mend_en in row["why"]]
    return Verdict(number, "accept" if row["taken"] else "reject", {"name": row["name"]}, why, row["url"] or None)
