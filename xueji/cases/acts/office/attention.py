"""Looking after cases: given to a colleague, hurried by those who wait, notices read. None of it moves the case."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from xueji.cases.attention import colleagues_of, told_to
from xueji.cases.batch.sides import sides_of, with_sides
from xueji.cases.models import Case, Handover, Notice, NoticeKind, Urge
from xueji.parties.actors import LONGEST_NAME, Actor
from xueji.parties.clock import city_today
from xueji.parties.models import Post
from xueji.parties.office_acts import Done, office_act
from xueji.parties.refusals import RefusedError, refuse
from xueji.vocabulary.text import Text

LONGEST_NOTE = 200


@office_act("hand_over")
def hand_over(*, actor: Actor, reason: str, case: Case, post: Post) -> Done:
    """Give a case that the actor's place holds to a colleague who decides there; result is the handover.

    It lasts until the case moves on. The colleague may act before and after: the case is the office's all the time.
    """
    locked = _open_case(case)
    if not _holds(locked, actor):
        raise refuse(
            "case",
            "not_the_holder",
            Text("该业务现在不由本单位办理。", "Your place does not hold this case now."),
            Text("只有正在办理的单位可以转交本单位同事。", "Only the place that holds a case hands it to a colleague."),
        )
    if not colleagues_of(actor).filter(pk=post.pk).exists():
        raise refuse(
            "post",
            "not_a_colleague",
            Text("只能转交本单位有办理权限的在岗人员。", "A case goes to a colleague who decides at the same place."),
            Text("请从本单位在岗人员中选择。", "Choose one of your own place who is on duty."),
        )
    given = Handover.objects.create(
        case=locked,
        version=locked.version,
        post=post,
        note=reason.strip()[:LONGEST_NOTE],
        given_by_id=actor.account_id or 0,
        city_date=city_today(),
    )
    return Done(f"case:{locked.pk}", {"post": post.pk, "version": locked.version}, given)


@office_act("urge")
def urge(*, actor: Actor, reason: str, case: Case) -> Done:
    """催办: ask the holder of an open case to act, once a day for each party that waits; result is the urge."""
    locked = _open_case(case)
    sides = sides_of(locked, actor)
    if not sides:
        raise _absent()
    if _holds(locked, actor):
        raise refuse(
            "case",
            "holds_it_already",
            Text("该业务正由本单位办理，无需催办。", "Your own place holds this case."),
            Text("请直接办理，或转交本单位同事。", "Take the step yourself, or hand the case to a colleague."),
        )
    if locked.holder_school_id is None and locked.holder_office_id is None:
        raise refuse(
            "case",
            "nobody_to_urge",
            Text(
                "该业务现在不由本地的学校或教育行政部门办理，无法催办。",
                "No school or office of this city holds the case now.",
            ),
            Text("请等待系统或外部单位的结果。", "Wait for the answer of the system that holds it."),
        )
    made = _urge_once(locked, min(sides).value, actor, reason)
    _tell_holder(locked)
    return Done(f"case:{locked.pk}", {"party": made.party, "version": locked.version}, made)


@office_act("read_notices")
def read_notices(*, actor: Actor, reason: str, notices: Iterable[Notice]) -> Done:
    """Note that the actor's place has read these notices; result is how many were read for the first time.

    Notices of other places, and those read before, are left as they are. A query set may be given: it is never fetched.
    """
    keys: Any = notices.order_by().values("pk") if isinstance(notices, QuerySet) else [notice.pk for notice in notices]
    mine = told_to(actor).filter(pk__in=keys, seen_at__isnull=True)
    count = mine.update(seen_at=timezone.now())
    subject = f"school:{actor.school_id}" if actor.school_id else f"office:{actor.office_id}"
    return Done(subject, {"notices": count}, count)


def _open_case(case: Case) -> Case:
    """The case as it stands now, locked until the act is written; a closed one is refused."""
    found = with_sides(Case.objects.filter(pk=case.pk)).select_for_update(of=("self",)).first()
    if found is None:
        raise _absent()
    if found.closed_on is not None:
        raise refuse(
            "case",
            "case_closed",
            Text("该业务已经办结。", "This case is closed."),
            Text("办结的业务不能转交或催办。", "A closed case is neither handed over nor urged."),
        )
    return found


def _holds(case: Case, actor: Actor) -> bool:
    if actor.school_id:
        return case.holder_school_id == actor.school_id
    return actor.office_id is not None and case.holder_office_id == actor.office_id


def _urge_once(case: Case, party: str, actor: Actor, reason: str) -> Urge:
    try:
        with transaction.atomic():
            return Urge.objects.create(
                case=case,
                version=case.version,
                party=party,
                account_id=actor.account_id,
                actor_name=actor.name[:LONGEST_NAME],
                note=reason.strip()[:LONGEST_NOTE],
                city_date=city_today(),
            )
    except IntegrityError:
        raise refuse(
            "case",
            "urged_today",
            Text("本单位今天已经催办过。", "Your side has urged this case today."),
            Text("每个单位每天可催办一次，请明天再催。", "Once a day for each side: try again tomorrow."),
        ) from None


def _tell_holder(case: Case) -> None:
    """One notice for the holder; urged again on another day, it is unread and unmailed anew."""
    Notice.objects.bulk_create(
        [
            Notice(
                case=case,
                version=case.version,
                kind=NoticeKind.URGED.value,
                school_id=case.holder_school_id,
                office_id=case.holder_office_id,
                city_date=city_today(),
            )
        ],
        update_conflicts=True,
        unique_fields=["case", "version", "kind", "school", "office"],
        update_fields=["city_date", "seen_at", "mailed_at"],
    )


def _absent() -> RefusedError:
    return refuse(
        "case",
        "case_absent",
        Text("没有这项业务，或与本单位无关。", "There is no such case, or your place has no part in it."),
        Text("请从本单位的业务列表中打开。", "Open it from the list of your own place."),
    )
