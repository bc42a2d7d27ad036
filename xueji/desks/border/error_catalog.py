"""The error catalog: what the national system answers, word for word, what it means, whose turn it is, what to press."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Filter
from xueji.desks.district.asking import asked
from xueji.vocabulary.border.error_help import ErrorHelp, error_catalog


@require_GET
@for_deciding_posts
def border_errors(request: DeskRequest) -> HttpResponse:
    """Show the entries that hold what is looked for; all of them where nothing is."""
    sought = asked(request, "q")
    found = [entry for entry in error_catalog() if _holds(entry, sought)]
    context = {
        "filters": [Filter("q", _("错误代码、原文或说明"), "search", sought)],
        "sought": sought,
        "entries": found,
    }
    return render(request, "border/errors.jinja", context)


def _holds(entry: ErrorHelp, sought: str) -> bool:
    told = (entry.code, entry.says, words(entry.plain), words(entry.remedy), words(entry.mender))
    return sought.casefold() in " ".join(map(str, told)).casefold()
