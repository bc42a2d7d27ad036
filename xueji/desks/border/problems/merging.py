"""Two entries of one child made one: both side by side, which stays, what moves, and the reason with its papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from xueji.cases.acts.office.merging import merge_records
from xueji.cases.problems.merging import Moved, Preview, numbers_of, preview_merge, spells_of, stays
from xueji.cases.problems.rows import as_row
from xueji.desks.access import DeskRequest
from xueji.desks.border.problems.likenesses import likenesses
from xueji.desks.border.problems.rows import columns_of, lines
from xueji.desks.cases.doubted import last_spell, record_problems
from xueji.desks.children.answers import typed, wrong_by_field, wrongs
from xueji.desks.design.parts import Choice, Fact, Field, Label, Link, Why, Wrong
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.refusals import RefusedError
from xueji.records.models import Enrollment, StudentRecord
from xueji.records.problem_rows import beside

FIRST, SECOND = "first", "second"
LONGEST = 500


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one child's, where one comes from, and the address of the page."""

    first: StudentRecord
    second: StudentRecord
    back: Link
    to: str

    @property
    def named(self) -> tuple[tuple[str, Label, StudentRecord], ...]:
        """Both with the value and the name by which the page speaks of them."""
        return (FIRST, _("学籍甲"), self.first), (SECOND, _("学籍乙"), self.second)


@require_http_methods(["GET", "POST"])
@for_posts_that_may("merge_records")
def merge_alike(request: DeskRequest, pk: int) -> HttpResponse:
    """Merge the two records of a likeness."""
    pair = likenesses(request.actor).filter(pk=pk).select_related("record_a__student", "record_b__student").first()
    if pair is None:
        raise Http404
    back = Link(_("疑似重复（仅供核对）"), reverse("possible_duplicates"))
    return _merging(request, Pair(pair.record_a, pair.record_b, back, reverse("merge_alike", args=[pk])))


@require_http_methods(["GET", "POST"])
@for_posts_that_may("merge_records")
def merge_doubted(request: DeskRequest, pk: int) -> HttpResponse:
    """Merge the two records of a problem record; one whose other side is not in this city has nothing to merge."""
    sides = record_problems(request.actor).filter(pk=pk, resolved_on__isnull=True, other_record__isnull=False)
    problem = sides.select_related("flagged_record__student", "other_record__student").first()
    if problem is None:
        raise Http404
    one, other = problem.flagged_record, problem.other_record
    back = Link(one.student.name, reverse("problem_record", args=[pk]))
    return _merging(request, Pair(one, other, back, reverse("merge_doubted", args=[pk])))


def _merging(request: DeskRequest, pair: Pair) -> HttpResponse:
    """Show what the merge would do with the side that is asked to stay, else the one advised; or do it."""
    said = typed(request.POST or request.GET, "keep", 10)
    advised = FIRST if stays(pair.first, pair.second) == pair.first else SECOND
    keep = said if said in (FIRST, SECOND) else advised
    kept, removed = (pair.first, pair.second) if keep == FIRST else (pair.second, pair.first)
    wrong: list[Wrong] = []
    if request.method == "POST":
        basis, wrong = basis_of(request)
        try:
            if not wrong:
                made = merge_records(actor=request.actor, reason=basis, kept=kept, removed=removed)
                messages.success(request, _("已合并。需要时可以在本页拆分。"))
                return redirect("record_merge", made.pk)
        except RefusedError as error:
            wrong = wrongs(error)
    preview = preview_merge(kept, removed)
    context = {
        **_shown(pair, keep, advised),
        "against": against(preview),
        "moved": moved_lines(preview),
        "reason": typed(request.POST, "reason", LONGEST),
        "papers": typed(request.POST, "papers", LONGEST),
        "wrong": wrong_by_field(wrong),
        "errors": wrong,
    }
    return render(request, "border/merge_records.jinja", context, status=422 if wrong else 200)


def _shown(pair: Pair, keep: str, advised: str) -> dict[str, Any]:
    advice = _("建议保留：有正式学籍号，或在读，或建立在先")
    choices = [
        Choice(key, _("保留%(which)s") % {"which": name}, note=advice if key == advised else None)
        for key, name, _record in pair.named
    ]
    return {
        "crumbs": [Link(_("问题学籍"), reverse("problem_records")), pair.back],
        "columns": columns_of(*(name for _key, name, _record in pair.named)),
        "rows": lines(beside(as_row(pair.first), as_row(pair.second))),
        "sides": [
            {"title": name, "url": reverse("child", args=[record.student_id]), "facts": facts_of(record)}
            for _key, name, record in pair.named
        ],
        "keep": Field("keep", _("保留哪一份学籍"), "radio", keep, choices, required=True),
        "kept": keep,
        "gone": next(name for key, name, _record in pair.named if key != keep),
        "to": pair.to,
    }


def basis_of(request: DeskRequest) -> tuple[str, list[Wrong]]:
    """Why, and by which papers, as one text to keep; and what of it is missing."""
    told = {name: typed(request.POST, name, LONGEST) for name in ("reason", "papers")}
    missing = {
        "reason": Wrong("reason", _("请写明理由。"), _("写明怎样认定。")),
        "papers": Wrong("papers", _("请写明依据的材料。"), _("写明材料名称、编号和核对人。")),
    }
    return f"{told['reason']}（依据：{told['papers']}）", [missing[name] for name, value in told.items() if not value]


def facts_of(record: StudentRecord) -> list[Fact]:
    """One entry: where the child was, and under which numbers."""
    last = last_spell(record.pk)
    return [
        Fact(_("学校"), last.school.name if last else "—"),
        Fact(_("全国学籍号"), _lines(numbers_of(record.numbers.all()))),
        Fact(_("就读经历"), _lines(spells_of(Enrollment.objects.filter(record=record)))),
    ]


def against(preview: Preview) -> list[Why]:
    """Everything that stands against it, with what mends it."""
    return [Why(complaint.says, complaint.mend) for complaint in preview.against]


def moved_lines(preview: Preview) -> list[Fact]:
    """What goes over, one kind a line."""
    return [Fact(moved.label, _moved(moved)) for moved in preview.moved]


def _moved(moved: Moved) -> Markup:
    count = _("%(n)s项") % {"n": moved.count}
    return _lines((count, *moved.each))


def _lines(told: Sequence[str]) -> Markup:
    """One a line; a dash for none."""
    return Markup("<br>").join(told) or Markup("—")
