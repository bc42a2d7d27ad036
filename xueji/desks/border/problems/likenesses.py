"""疑似重复 among records: pairs that look alike, why, and saying that they are two children. It blocks nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.border.problems.listing import tabs
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.children.answers import typed
from xueji.desks.children.paging import keyset_page
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.parties.refusals import RefusedError
from xueji.records.acts.office.duplicates import dismiss_possible_duplicate
from xueji.records.models import Enrollment, PossibleDuplicate
from xueji.vocabulary.text import Text


@require_GET
@for_deciding_posts
def possible_duplicates(request: DeskRequest) -> HttpResponse:
    """Show one page of the pairs nobody has looked at, the likest first."""
    actor = request.actor
    if actor.school_id:
        raise Http404
    found = likenesses(actor)
    total = found.count()
    order: list[tuple[str, type]] = [("likest", int), ("pk", int)]
    page = keyset_page(found.select_related("record_a__student", "record_b__student"), order, request.GET)
    spells = _spells(page.rows)
    context: dict[str, Any] = {
        "tabs": tabs(actor, "possible_duplicates"),
        "pairs": [_pair(pair, spells, actor) for pair in page.rows],
        "pages": page.pager(request.GET, total),
        "total": total,
        "may_dismiss": may(actor, "dismiss_possible_duplicate"),
        "may_merge": may(actor, "merge_records"),
    }
    return render(request, "border/possible_duplicates.jinja", context)


@require_POST
@for_posts_that_may("dismiss_possible_duplicate")
def dismiss_pair(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that the two are two children; the reason is kept."""
    pair = likenesses(request.actor).filter(pk=pk).first()
    if pair is None:
        raise Http404
    try:
        dismiss_possible_duplicate(actor=request.actor, reason=typed(request.POST, "reason", 500), pair=pair)
        messages.success(request, _("已记为两名不同学生，不再列出。"))
    except RefusedError as error:
        for complaint in error.complaints:
            messages.warning(request, f"{complaint.says}{complaint.mend}")
    return HttpResponseRedirect(reverse("possible_duplicates"))


def likenesses(actor: Actor) -> QuerySet[Any]:
    """Pairs of which one side is on the actor's rolls."""
    found = PossibleDuplicate.objects.filter(dismissed_on__isnull=True).annotate(likest=-F("score"))
    if actor.sees_whole_city:
        return found
    here = Enrollment.objects.filter(district_id=actor.district_id).values("record_id")
    return found.filter(Q(record_a_id__in=here) | Q(record_b_id__in=here))


def _spells(pairs: list[Any]) -> dict[int, Any]:
    records = {key for pair in pairs for key in (pair.record_a_id, pair.record_b_id)}
    spells = Enrollment.objects.filter(record_id__in=records).select_related("school")
    return {spell.record_id: spell for spell in spells.order_by("record_id", "-during").distinct("record_id")}


def _pair(pair: Any, spells: dict[int, Any], actor: Actor) -> dict[str, Any]:
    return {
        "pk": pair.pk,
        "score": pair.score,
        "why": [Text(told["zh"], told["en"]) for told in pair.why],
        "sides": [_side(record, spells.get(record.pk), actor) for record in (pair.record_a, pair.record_b)],
        "found": pair.found_on,
    }


def _side(record: Any, spell: Any, actor: Actor) -> dict[str, Any]:
    mine = actor.sees_whole_city or (spell is not None and spell.district_id == actor.district_id)
    return {
        "name": record.student.name,
        "school": spell.school.name if spell else "",
        "document": record.document_number,
        "born": record.student.birth_date,
        "url": reverse("child", args=[record.student_id]) if mine else None,
    }
