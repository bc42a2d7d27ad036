"""Posts and accounts as rows, and whom an office may give which post."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Cell, Choice, Column, Row, Tag
from xueji.desks.district.asking import address
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today
from xueji.parties.entrance.unused import Sealing
from xueji.parties.models import Account, Office, Post, School
from xueji.parties.queries import districts, schools_below
from xueji.parties.rulebook import rulebook_in_force
from xueji.vocabulary.parties import Party, Role

MOST_LISTED = 300
"""Schools offered as a list; a whole city's are found by typing the code."""


def post_columns(*, with_place: bool = True) -> list[Column]:
    """Columns of a list of posts."""
    columns = [
        Column("name", _("姓名"), "open"),
        Column("username", _("用户名")),
        Column("place", _("单位")),
        Column("role", _("岗位")),
        Column("starts_on", _("任职起"), "date", on_phone=False),
        Column("state", _("账号状态"), "tag"),
    ]
    return [column for column in columns if with_place or column.key != "place"]


def post_row(post: Post, sealed: Sealing) -> Row:
    """One post and the account that holds it."""
    absent = post.stands_in_for
    note = (
        _("代 %(name)s") % {"name": absent.account.full_name} if absent else (post.campus.name if post.campus else None)
    )
    cells = {
        "name": post.account.full_name,
        "username": post.account.username,
        "place": post.place,
        "role": Cell(Role(post.role).label, note),
        "starts_on": post.starts_on,
        "state": account_tag(post.account, post, sealed=sealed),
    }
    return Row(str(post.pk), cells, address("account", post.account_id))


def account_tag(account: Account, post: Post | None = None, *, sealed: Sealing) -> Tag:
    """Whether an account can be used now."""
    if not account.is_active:
        return Tag(_("已停用"))
    if post is not None and not runs(post):
        return Tag(_("岗位已结束"))
    if sealed.holds(account):
        return Tag(_("封存"), "waits")
    return Tag(_("待首次登录改密"), "waits") if account.must_change_password else Tag(_("正常"))


def runs(post: Post) -> bool:
    """Whether a post has not ended; it may have yet to begin."""
    return post.ends_on is None or post.ends_on > city_today()


def can_be_stood_in(post: Post) -> bool:
    """Whether a colleague may stand in for this post at all."""
    return post.stands_in_for is None and post.role != Role.ADMINISTRATOR.value


def last_day(post: Post) -> date | None:
    """The day that is said to be the last: of a stand-in the last on which it acts, of others the day they were ended."""
    if post.ends_on is None or post.stands_in_for_id is None:
        return post.ends_on
    return max(post.ends_on - timedelta(days=1), post.starts_on)


def term_of(post: Post) -> str:
    """From when until when."""
    until = last_day(post)
    # Written outside the f-string: texts inside one are not found by the collector of messages.
    end = until.isoformat() if until else _("至今")
    return f"{post.starts_on.isoformat()} — {end}"


def post_line(post: Post) -> str:
    """A post in one phrase: place, role, and for whom somebody stands in."""
    said = f"{post.place} · {in_words(Role(post.role).label)}"
    absent = post.stands_in_for
    return said if absent is None else said + _("（代 %(name)s）") % {"name": absent.account.full_name}


def roles_for(actor: Actor) -> list[Role]:
    """Posts that this office may give at places below it (and the keeper of accounts at its own)."""
    posts = rulebook_in_force().rulebook.posts
    below = {Party.SCHOOL, Party.DISTRICT} if actor.sees_whole_city else {Party.SCHOOL}
    if actor.role is Role.ADMINISTRATOR:
        below |= {actor.party, Party.SERVICE_TEAM}
    return [role for role in Role if posts.get(role) in below]


def role_choices(actor: Actor) -> list[Choice]:
    """The same, to choose from."""
    return [Choice(role.value, role.label) for role in roles_for(actor)]


def offices_for(actor: Actor) -> list[Office]:
    """Offices at which this actor may give posts."""
    if not actor.sees_whole_city:
        return []
    if actor.role is not Role.ADMINISTRATOR:
        return list(districts())
    own = Office.objects.filter(Q(pk=actor.office_id or 0) | Q(level=Party.SERVICE_TEAM.value)).order_by("code")
    return [*own, *districts()]


def place_choices(actor: Actor) -> list[Choice]:
    """Places by code and name; schools only where they are few enough to be listed."""
    offices = [Choice(office.code, office.name, find=office.code) for office in offices_for(actor)]
    schools = list(schools_below(actor).filter(closed_on__isnull=True)[: MOST_LISTED + 1])
    listed = schools if len(schools) <= MOST_LISTED else []
    return offices + [Choice(school.code, school.name, find=school.code) for school in listed]


def place_named(actor: Actor, typed: str) -> School | Office | None:
    """The school or office that a code or full name means, if it lies within the actor's reach."""
    for office in offices_for(actor):
        if typed in {office.code, office.name}:
            return office
    schools = schools_below(actor)
    return schools.filter(code=typed).first() or schools.filter(name=typed).first()
