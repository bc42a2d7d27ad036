"""Automatic class assignment: a proposal with a published seed first, then the same steps a clerk would take."""

from collections.abc import Sequence
from uuid import uuid4

from django.db.models import Count, Q
from django.utils import timezone

from xueji.cases.batch.work import Outcome, Step
from xueji.cases.door import act_many
from xueji.cases.models import Case
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import refuse
from xueji.records.balance import Child, Room, deal, summary
from xueji.records.balance.deal import METHOD, NotEnoughRoomError
from xueji.records.models import ClassAssignmentRun, ClassGroup
from xueji.vocabulary.text import Text


@office_act("run_class_assignment")
def propose_class_assignment(  # noqa: PLR0913 - what a dealing is made of
    *,
    actor: Actor,
    reason: str,
    school_id: int,
    grade: str,
    school_year: int,
    groups: Sequence[ClassGroup],
    seed: str = "",
) -> Done:
    """Deal the registered entrants of a grade out to `groups`; result is the run, not yet applied."""
    waiting = _waiting(school_id, grade, school_year) if groups else []
    if not waiting:
        raise refuse(
            "groups",
            "nothing_to_assign",
            Text("没有待分班的新生，或没有选择班级。", "No entrant waits, or no class was chosen."),
            Text("请先办理入学注册并设置班级。", "Register entrants and set up classes first."),
        )
    children = [Child(case.pk, case.entrant.sex, case.entrant.birth_date) for case in waiting if case.entrant]
    rooms = [Room(group.pk, group.capacity - inside) for group, inside in _filled(groups)]
    seed = seed.strip()[:40] or uuid4().hex[:12]
    dealt = _dealt(children, rooms, seed)
    run = ClassAssignmentRun.objects.create(
        school_id=school_id,
        grade=grade,
        school_year=school_year,
        seed=seed,
        method=METHOD,
        class_group_ids=[room.key for room in rooms],
        proposal={str(case): group for case, group in dealt.items()},
        summary={str(key): told for key, told in summary(children, dealt, city_today()).items()},
        created_by=actor.name,
    )
    return Done(f"school:{school_id}", {"run": run.pk, "seed": seed, "method": METHOD}, run)


def _waiting(school_id: int, grade: str, school_year: int) -> list[Case]:
    waiting = Case.objects.filter(procedure="entry_registration", school_id=school_id, state="registered")
    return list(waiting.filter(entrant__grade=grade, entry_year=school_year).select_related("entrant"))


def _dealt(children: Sequence[Child], rooms: Sequence[Room], seed: str) -> dict[int, int]:
    try:
        return deal(children, [room for room in rooms if room.free > 0], seed)
    except NotEnoughRoomError as short:
        free = sum(max(room.free, 0) for room in rooms)
        raise refuse(
            "groups",
            "classes_too_small",
            Text(
                f"所选班级只余{free}个空位，待分班{len(children)}人。",
                f"The classes have room for {free}, but {len(children)} wait.",
            ),
            Text("请增加班级或调大班额。", "Add classes or make them larger."),
        ) from short


def apply_class_assignment(run: ClassAssignmentRun, *, actor: Actor) -> list[Outcome]:
    """Take the proposed steps through the door; one outcome a child. A second call finds them taken."""
    steps = [Step(int(case), "assign", {"class_group": group}) for case, group in run.proposal.items()]
    outcomes = act_many(steps, actor=actor)
    ClassAssignmentRun.objects.filter(pk=run.pk, applied_at__isnull=True).update(applied_at=timezone.now())
    return outcomes


def _filled(groups: Sequence[ClassGroup]) -> list[tuple[ClassGroup, int]]:
    keys = [group.pk for group in groups]
    open_spells = Q(enrollments__during__upper_inf=True)
    counts = dict(
        ClassGroup.objects.filter(pk__in=keys)
        .annotate(inside=Count("enrollments", filter=open_spells))
        .values_list("pk", "inside")
    )
    return [(group, counts[group.pk]) for group in groups]
