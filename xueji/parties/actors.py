"""The actor: one account in one of its posts. Everything that may be done or seen is asked of it."""

from dataclasses import dataclass

from xueji.parties.models import Post
from xueji.vocabulary.parties import Party, Role

LONGEST_NAME = 60
"""Characters that decisions, notices and lists keep of an actor's name."""

SCHOOL_WIDE = {Role.REGISTRAR, Role.REGISTRAR_SUPERVISOR, Role.ADMINISTRATOR}


@dataclass(frozen=True)
class Actor:
    """Who acts. `party` is the level they act for; the identifiers say where. No post: a system actor."""

    party: Party
    role: Role | None = None
    account_id: int | None = None
    post_id: int | None = None
    name: str = ""
    place: str = ""
    school_id: int | None = None
    campus_id: int | None = None
    district_id: int | None = None
    office_id: int | None = None
    class_group_ids: tuple[int, ...] = ()

    @property
    def scope(self) -> str:
        """What the database session is told: level and key of what this actor may see."""
        if self.school_id:
            return f"school:{self.school_id}"
        if self.party is Party.DISTRICT:
            return f"district:{self.office_id}"
        return "city"

    @property
    def sees_whole_city(self) -> bool:
        """True for the top office and for system actors."""
        return self.school_id is None and self.district_id is None


def system_actor(party: Party) -> Actor:
    """The actor of a machine's deed: the clock, the admissions feed, the national system."""
    return Actor(party=party, name=party.label.zh)


def actor_of(post: Post, party: Party) -> Actor:
    """The actor that `post` makes of its account. `party` comes from the rulebook's table of posts."""
    school = post.school
    return Actor(
        party=party,
        role=Role(post.role),
        account_id=post.account_id,
        post_id=post.pk,
        name=_name(post),
        place=post.place,
        school_id=school.pk if school else None,
        campus_id=post.campus_id,
        district_id=school.district_id if school else (post.office_id if party is Party.DISTRICT else None),
        office_id=post.office_id,
        class_group_ids=tuple(post.class_group_ids),
    )


def _name(post: Post) -> str:
    """Whose decision it is; who stands in for a colleague (代岗) decides in the own name and says so."""
    own = post.account.full_name
    if post.stands_in_for is None:
        return own
    told = f"{own}（代{post.stands_in_for.account.full_name}）"
    return told if len(told) <= LONGEST_NAME else f"{own[: LONGEST_NAME - 3]}（代）"
