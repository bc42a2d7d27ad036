"""The demo's place is made unless it stands, and lives until a day: both as its own people would see it."""

from __future__ import annotations

from datetime import date

from xueji.cases.acts.office.training import FARTHEST, move_training_clock
from xueji.exchange.seeding import build_demo, demo_stands
from xueji.parties.actors import actor_of
from xueji.parties.clock import city_today
from xueji.parties.models import City, Post
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.server.database import HouseError
from xueji.vocabulary.parties import Role
from xueji.vocabulary.text import Text

_REASON = "两省训练日期对齐"


def make(jurisdiction: str) -> None:
    """Make the place of the demo under these rules, unless it stands.

    Raises HouseError when the database holds a city that is not the demo's.
    """
    if demo_stands(jurisdiction):
        return
    if City.objects.exists():
        raise HouseError(
            Text(
                "此数据目录中已有另一座城市，不能开办训练城市。",
                "This data folder holds another city than the demo's.",
            ),
            Text("请用 --data 指定一个新目录。", "Name a new folder with --data."),
        )
    build_demo(jurisdiction)


def live_until(day: date) -> date:
    """Move the training clock forward to `day`, unless it is there or beyond; answer of the date that it shows."""
    role = Role.ADMINISTRATOR
    post = Post.objects.filter(role=role.value).select_related("account", "school", "campus", "office")[0]
    while city_today() < day:
        actor = actor_of(post, rulebook_in_force().rulebook.posts[role])
        with scope(actor):
            move_training_clock(actor=actor, reason=_REASON, to=min(day, city_today() + FARTHEST))
    return city_today()
