"""Reads of places, people and posts, scoped to an actor."""

from datetime import date

from django.db.models import Q, QuerySet

from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.models import Account, Office, Post, School
from xueji.vocabulary.parties import Party, Role


def open_posts(account_id: int, on: date | None = None) -> QuerySet[Post]:
    """Posts an account holds on a day, oldest first."""
    day = on or city_today()
    return (
        Post.objects.filter(held_on(day), account_id=account_id)
        .select_related("account", "school", "campus", "office", "stands_in_for__account")
        .order_by("id")
    )


def held_on(day: date, prefix: str = "") -> Q:
    """Posts that can act on a day: `ends_on` is the first day on which they no longer can."""
    begun = Q(**{f"{prefix}starts_on__lte": day})
    return begun & (Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": day}))


def schools_below(actor: Actor) -> QuerySet[School]:
    """Schools in the actor's jurisdiction."""
    schools = School.objects.select_related("district").order_by("code")
    if actor.school_id:
        return schools.filter(pk=actor.school_id)
    if actor.district_id:
        return schools.filter(district_id=actor.district_id)
    return schools


def districts() -> QuerySet[Office]:
    """The districts and education units, in the order of their codes."""
    return Office.objects.filter(level=Party.DISTRICT.value).order_by("code")


def posts_below(actor: Actor) -> QuerySet[Post]:
    """Posts at places below the actor's office: a district sees its schools', the city everybody's but its own.

    Two posts look after colleagues as well: the keeper of accounts at the top office, and a school's supervisor after
    its registrars and homeroom teachers. Nobody looks after the own account.
    """
    told = ("account", "school__district", "campus", "office", "stands_in_for__account")
    posts = Post.objects.select_related(*told).order_by("account_id", "id")
    posts = posts.exclude(account_id=actor.account_id or 0)
    if actor.school_id:
        return _colleagues(posts, actor)
    if actor.district_id:
        return posts.filter(school__district_id=actor.district_id)
    return posts if actor.role is Role.ADMINISTRATOR else posts.exclude(office_id=actor.office_id or 0)


def _colleagues(posts: QuerySet[Post], actor: Actor) -> QuerySet[Post]:
    """Registrars and homeroom teachers of a supervisor's own school (own campus); nobody for other posts."""
    if actor.role is not Role.REGISTRAR_SUPERVISOR or actor.school_id is None:
        return posts.none()
    led = posts.filter(school_id=actor.school_id, role__in=[Role.REGISTRAR, Role.HOMEROOM_TEACHER])
    return led.filter(campus_id=actor.campus_id) if actor.campus_id else led


def accounts_below(actor: Actor) -> QuerySet[Account]:
    """Accounts that hold, or once held, a post below the actor's office."""
    return Account.objects.filter(pk__in=posts_below(actor).order_by().values("account_id"))
