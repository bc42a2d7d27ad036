"""The pages: all procedures, one procedure whole, its diagram, and who may do what. Nothing here is written by hand."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.design.filters import in_words, language
from xueji.desks.design.parts import Choice, Column, Fact, Filter, Link, Row
from xueji.desks.rules.tables import (
    act_rows,
    ask_table,
    condition_table,
    matrix_table,
    period_table,
    role_columns,
    source_facts,
    state_table,
    way_table,
)
from xueji.parties.clock import city_today
from xueji.parties.rulebook import jurisdiction, rulebook_in_force
from xueji.process.compiled import CompiledProcedure
from xueji.process.drawing import STYLE, Numbers, diagram_svg, help_of
from xueji.process.loading import editions_of
from xueji.process.rulebook import CompiledRulebook

_STYLE_DIGEST = b64encode(sha256(STYLE.encode()).digest()).decode()


@require_GET
def guides(request: DeskRequest) -> HttpResponse:
    """Every procedure of an edition: the one in force, or another that was asked for."""
    book = _edition(request.GET.get("edition", ""))
    rows = [
        Row(
            key,
            {
                "title": procedure.title,
                "opened_by": procedure.opened_by.label,
                "source": procedure.source,
                "steps": sum(state.closed is None for state in procedure.states.values()),
            },
            reverse("guide", args=[book.key, key]),
        )
        for key, procedure in book.procedures.items()
    ]
    columns = [
        Column("title", _("业务"), "open"),
        Column("opened_by", _("由谁提出")),
        Column("steps", _("环节数"), "number"),
        Column("source", _("依据"), on_phone=False),
    ]
    return render(request, "rules/guides.jinja", {**_frame(book), "columns": columns, "rows": rows})


@require_GET
def guide(request: DeskRequest, edition: str, key: str) -> HttpResponse:
    """One procedure: which way a case goes, what is asked, each state, each condition with its remedy, each period."""
    book = _edition(edition)
    procedure = _procedure(book, key)
    told = help_of(book, procedure, max(city_today(), book.rulebook.in_force_from))
    context = {
        **_frame(book),
        "told": told,
        "crumbs": [Link(_("办事指南"), reverse("guides"))],
        "facts": [
            Fact(_("规则"), book.rulebook.title),
            Fact(_("由谁提出"), told.opened_by),
            Fact(_("依据"), told.source),
        ],
        "diagram": reverse("diagram", args=[book.key, key]),
        "ways": way_table(told) if told.axes else None,
        "asks": ask_table(told),
        "states": state_table(told),
        "conditions": condition_table(told),
        "periods": period_table(told),
        "matrix": matrix_table(told.matrix, list(book.rulebook.posts)),
        "sources": source_facts(),
    }
    return render(request, "rules/guide.jinja", context)


@require_GET
def diagram(request: DeskRequest, edition: str, key: str) -> HttpResponse:
    """一图解读: the diagram of a procedure, in the reader's language."""
    book = _edition(edition)
    numbers = Numbers(book.parameters, max(city_today(), book.rulebook.in_force_from))
    answer = HttpResponse(diagram_svg(_procedure(book, key), language(), numbers), content_type="image/svg+xml")
    # Opened by itself the picture is a page: it may use its own style, known by its digest, and nothing else.
    answer["Content-Security-Policy"] = f"default-src 'none'; style-src 'sha256-{_STYLE_DIGEST}'"
    return answer


@require_GET
def permissions(request: DeskRequest) -> HttpResponse:
    """Who may do what: every step of every procedure, and every office act, by post."""
    book = _edition(request.GET.get("edition", ""))
    roles = list(book.rulebook.posts)
    day = max(city_today(), book.rulebook.in_force_from)
    context = {
        **_frame(book),
        "crumbs": [Link(_("办事指南"), reverse("guides"))],
        "tables": [
            (procedure.title, *matrix_table(help_of(book, procedure, day).matrix, roles))
            for procedure in book.procedures.values()
        ],
        "act_columns": [Column("act", _("办公操作")), *role_columns(roles)],
        "acts": act_rows(book.rulebook.office_acts, roles),
    }
    return render(request, "rules/permissions.jinja", context)


def _edition(key: str) -> CompiledRulebook:
    """The edition asked for, of this city's own jurisdiction. Raises Http404 for any other."""
    if not key:
        return rulebook_in_force()
    found = next((book for book in editions_of(jurisdiction()) if book.key == key), None)
    if found is None:
        raise Http404
    return found


def _procedure(book: CompiledRulebook, key: str) -> CompiledProcedure:
    if key not in book.procedures:
        raise Http404
    return book.procedures[key]


def _frame(book: CompiledRulebook) -> dict[str, object]:
    """What every page says of the edition: which one it is, and which others there are."""
    current = rulebook_in_force()
    choices = [
        Choice(each.key, f"{in_words(each.rulebook.title)} · {each.rulebook.in_force_from.isoformat()}")
        for each in editions_of(jurisdiction())
    ]
    filters = [Filter("edition", _("规则版本"), "select", book.key, choices)] if len(choices) > 1 else []
    return {"book": book.rulebook, "in_force": book.key == current.key, "filters": filters}
