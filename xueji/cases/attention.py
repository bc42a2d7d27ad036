"""Reads of what is given to colleagues, urged, and told about cases. None of it moves a case."""

from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from xueji.cases.models import Case, Handover, Notice, Urge
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import Post
from xueji.parties.queries import held_on
from xueji.parties.rulebook import rulebook_in_force


def handed_to(cases: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate each case with `handed_post` and `handed_name`: the colleague who looks after it now, or None.

    A handover ends when the case moves on, and when the post it was given to ends.
    """
    running = (
        Handover.objects.filter(case_id=OuterRef("pk"), version=OuterRef("version"))
        .filter(held_on(city_today(), "post__"))
        .order_by("-pk")
    )
    annotated: QuerySet[Any] = cases.annotate(
        handed_post=Subquery(running.values("post_id")[:1]),
        handed_name=Subquery(running.values("post__account__full_name")[:1]),
    )
    return annotated


def colleagues_of(actor: Actor) -> QuerySet[Post]:
    """Posts of the actor's own place that decide for it today: those a case can be handed to."""
    deciding = [role.value for role in rulebook_in_force().rulebook.deciding]
    here = Q(school_id=actor.school_id) if actor.school_id else Q(office_id=actor.office_id or 0, school__isnull=True)
    posts = Post.objects.filter(here & held_on(city_today()), role__in=deciding, account__is_active=True)
    return posts.select_related("account", "school", "campus", "office").order_by("account__full_name", "pk")


def urges_of(case: Case) -> QuerySet[Urge]:
    """Who has asked for the case to be hurried, newest first."""
    return Urge.objects.filter(case=case).order_by("-pk")


def told_to(actor: Actor) -> QuerySet[Notice]:
    """Every notice of the actor's school or office, in no order."""
    if actor.school_id:
        return Notice.objects.filter(school_id=actor.school_id)
    return Notice.objects.filter(office_id=actor.office_id or 0)


def notices_for(actor: Actor) -> QuerySet[Any]:
    """Notices of the actor's place with their cases, ready for keyset pages by `NOTICE_ORDER`: unseen and newest first."""
    return with_cases(told_to(actor))


def with_cases(notices: QuerySet[Notice]) -> QuerySet[Any]:
    """The notices with their cases, and with the columns of `NOTICE_ORDER`."""
    seen = ExpressionWrapper(Q(seen_at__isnull=False), output_field=models.BooleanField())
    told = notices.select_related("case__entrant", "case__student_record__student", "case__school")
    return told.annotate(
        seen=models.functions.Cast(seen, models.IntegerField()),
        newest=models.ExpressionWrapper(models.F("pk") * -1, output_field=models.BigIntegerField()),
    )


NOTICE_ORDER: list[tuple[str, type]] = [("seen", int), ("newest", int)]


def unseen_count(actor: Actor, most: int = 1000) -> int:
    """How many notices nobody at the actor's place has read; counted up to `most`, which stands for "so many or more"."""
    return told_to(actor).filter(seen_at__isnull=True)[:most].count()
