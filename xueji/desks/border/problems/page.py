"""One problem: both rows, the condition that holds, the road that leads out, and what was done about it so far."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.cases.models import Case, Decision
from xueji.cases.problems.rows import rows_of
from xueji.cases.queries import visible_to
from xueji.desks.access import DeskRequest
from xueji.desks.border.problems.listing import ORIGINS, RESOLUTIONS, kind_label, other_side
from xueji.desks.border.problems.roads import read_said, ways_of
from xueji.desks.border.problems.rows import columns, lines
from xueji.desks.cases.doubted import RELATED, last_spell, own_side, record_problems, records_here
from xueji.desks.cases.possible import open_cases_about
from xueji.desks.cases.standing import for_deciding_posts, label_of, procedure_of
from xueji.desks.children.life.wording import who_acted
from xueji.desks.design.filters import in_words as words
from xueji.desks.design.parts import Event, Fact, Link, Tag
from xueji.parties.actors import Actor
from xueji.parties.office_acts import may
from xueji.vocabulary.facts.problem import ProblemFacts
from xueji.vocabulary.people.standings import RecordStanding
from xueji.vocabulary.text import Text


@require_GET
@for_deciding_posts
def problem_record(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the problem; what the school says of its own row stands in the address until it applies."""
    actor = request.actor
    problem: Any = record_problems(actor).filter(pk=pk).select_related(*RELATED).first()
    if problem is None:
        raise Http404
    ours = own_side(problem, records_here([problem], actor))
    context = {
        "problem": problem,
        "title": ours.student.name,
        "crumbs": [Link(_("问题学籍"), reverse("problem_records"))],
        "tags": [_tag(problem)],
        "facts": _facts(problem, ours),
        "columns": columns(problem),
        "rows": lines(rows_of(problem, ours)),
        "ways": ways_of(problem, ours.pk, actor, read_said(request.GET)),
        "open_cases": open_cases_about(ours.pk, actor),
        "links": [*_links(ours, actor), *_merge(problem, actor)],
        "story": _story(problem, ours, actor),
        "result": _result(problem),
    }
    return render(request, "border/problem_record.jinja", context)


def _tag(problem: Any) -> Tag:
    return Tag(_("已处理"), "done") if problem.resolved_on else Tag(_("待处理"), "waits")


def _facts(problem: Any, ours: Any) -> list[Fact]:
    spell = last_spell(ours.pk)
    facts = [
        Fact(_("问题类型"), words(kind_label(problem))),
        Fact(_("由谁发现"), words(ORIGINS[problem.origin])),
        Fact(_("发现日期"), problem.found_on.isoformat()),
        Fact(_("学籍状态"), words(RecordStanding(ours.standing).label)),
    ]
    if spell is not None:
        facts.append(Fact(_("学校"), spell.school.name))
    other = other_side(problem, ours)
    return [*facts, Fact(_("另一方"), words(other))] if other else facts


def _links(ours: Any, actor: Actor) -> list[Link]:
    spell = last_spell(ours.pk)
    mine = spell is not None and (
        actor.sees_whole_city
        or (spell.school_id == actor.school_id if actor.school_id else spell.district_id == actor.district_id)
    )
    return [Link(_("打开学生页面"), reverse("child", args=[ours.student_id]))] if mine else []


def _merge(problem: Any, actor: Actor) -> list[Link]:
    """The way to merge both sides, where both are records of this city and the post may."""
    open_pair = problem.resolved_on is None and problem.other_record is not None
    merges = open_pair and may(actor, "merge_records")
    return [Link(_("核对并合并"), reverse("merge_doubted", args=[problem.pk]))] if merges else []


def _result(problem: Any) -> list[Fact]:
    if problem.resolved_on is None:
        return []
    label = RESOLUTIONS.get(problem.resolution, Text(problem.resolution, problem.resolution))
    return [
        Fact(_("处理结果"), label),
        Fact(_("处理日期"), problem.resolved_on.isoformat()),
        Fact(_("处理人"), problem.resolved_by),
        Fact(_("理由和依据"), problem.reason),
    ]


def _story(problem: Any, ours: Any, actor: Actor) -> list[Event]:
    """The doubt, every step of the cases about it, and its end; newest first."""
    found = visible_to(actor).filter(student_record_id=ours.pk, frozen__problem=problem.pk)
    cases = {case.pk: case for case in found if procedure_of(case).facts is ProblemFacts}
    decisions = Decision.objects.filter(case__in=cases).order_by("-at", "-pk")
    events = [_event(decision, cases[decision.case_id]) for decision in decisions]
    raised = Event(problem.found_on, _("认定为问题学籍"), who=ORIGINS[problem.origin], tone="late")
    if problem.resolved_on is not None:
        closed = Event(problem.resolved_on, _("问题学籍已解除"), who=problem.resolved_by or None, tone="done")
        events.insert(0, closed)
    return [*events, raised]


def _event(decision: Decision, case: Case) -> Event:
    procedure = procedure_of(case)
    told = f"{words(procedure.title)}：{words(label_of(procedure, decision, case.route_row))}"
    text = str(decision.answers.get("error_text") or decision.answers.get("remote_text") or decision.reason)
    url = reverse("case", args=[case.pk])
    return Event(decision.city_date, told, who=who_acted(decision), note=text or None, url=url)
