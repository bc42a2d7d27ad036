"""代岗: a colleague holds a post for a while, in place of whoever holds it, and every decision says so."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from xueji.parties.actors import Actor
from xueji.parties.acts.office.accounts import end_posts, not_below
from xueji.parties.clock import city_today
from xueji.parties.models import Account, Post
from xueji.parties.office_acts import Done, office_act
from xueji.parties.queries import held_on, posts_below
from xueji.parties.refusals import Complaint, refuse, refuse_all
from xueji.vocabulary.parties import Role
from xueji.vocabulary.text import Text

LONGEST_DAYS = 92
"""Days that somebody may stand in: a summer's absence, or a term's half. Longer is a post of one's own."""


def colleagues_for(post: Post, actor: Actor) -> QuerySet[Account]:
    """Who may stand in for `post`: people with a post of their own at the same place, never the one who decides it."""
    same = Q(posts__school=post.school_id) if post.school_id else Q(posts__office=post.office_id)
    now = held_on(city_today(), "posts__") & Q(posts__stands_in_for__isnull=True)
    people = Account.objects.filter(same & now, is_active=True)
    return people.exclude(pk__in=[post.account_id, actor.account_id or 0]).order_by("full_name", "pk").distinct()


@office_act("stand_in")
def stand_in(*, actor: Actor, reason: str, post: Post, account: Account, starts_on: date, last_day: date) -> Done:
    """Let `account` act in `post` from `starts_on` to `last_day`, both included; result is the new post.

    The one who is stood in for keeps the own post. Nobody stands in for a keeper of accounts: who looks after the
    system and who decides cases stay apart.
    """
    if not posts_below(actor).filter(pk=post.pk).exists():
        raise not_below()
    refuse_all([*_post_faults(post), *_day_faults(starts_on, last_day), *_person_faults(post, account, actor)])
    ends_on = last_day + timedelta(days=1)
    twice = Post.objects.filter(account=account, stands_in_for=post, starts_on__lt=ends_on, ends_on__gt=starts_on)
    if twice.exists():
        raise refuse(
            "account",
            "stands_in_already",
            Text("此人在这段时间已经代这个岗位。", "This person stands in for this post at that time already."),
            Text("需要改期的，先结束原来的代岗。", "To move it, end the present one first."),
        )
    made = Post.objects.create(
        account=account,
        role=post.role,
        school=post.school,
        campus=post.campus,
        office=post.office,
        class_group_ids=post.class_group_ids,
        stands_in_for=post,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    detail = {"post": made.pk, "for_post": post.pk, "starts_on": str(starts_on), "last_day": str(last_day)}
    return Done(f"account:{account.pk}", detail, made)


@office_act("end_stand_in")
def end_stand_in(*, actor: Actor, reason: str, post: Post) -> Done:
    """The one who was away is back: the stand-in's post ends today."""
    if post.stands_in_for_id is None or not posts_below(actor).filter(pk=post.stands_in_for_id).exists():
        raise not_below()
    end_posts(Post.objects.filter(pk=post.pk))
    return Done(f"account:{post.account_id}", {"post": post.pk, "for_post": post.stands_in_for_id})


def _post_faults(post: Post) -> list[Complaint]:
    if post.role == Role.ADMINISTRATOR.value:
        says = Text("系统管理员岗位不能代岗。", "Nobody stands in for an administrator.")
        mend = Text("请另设一名系统管理员。", "Appoint a second administrator.")
    elif post.stands_in_for_id is not None:
        says = Text("这本身是代岗，不能再由他人代。", "This post is itself a stand-in.")
        mend = Text("请对原岗位安排代岗。", "Choose the post it stands in for.")
    elif post.ends_on is not None and post.ends_on <= city_today():
        says = Text("该岗位已经结束。", "This post has ended.")
        mend = Text("请选择在任的岗位。", "Choose a post that is held.")
    else:
        return []
    return [Complaint("", "post_to_stand_in_for", says, mend)]


def _day_faults(starts_on: date, last_day: date) -> list[Complaint]:
    found = []
    if starts_on < city_today():
        found.append(
            Complaint(
                "starts_on",
                "stand_in_begins_now",
                Text("代岗不能从过去的日期开始。", "It cannot begin in the past."),
                Text("请填写今天或以后的日期。", "Give today or a later day."),
            )
        )
    if not starts_on <= last_day < starts_on + timedelta(days=LONGEST_DAYS):
        found.append(
            Complaint(
                "last_day",
                "stand_in_days",
                Text(
                    f"代岗须有截止日期，最长{LONGEST_DAYS}天。", f"It has a last day, at most {LONGEST_DAYS} days on."
                ),
                Text("更长时间的请正式设置岗位。", "For longer, assign a post."),
            )
        )
    return found


def _person_faults(post: Post, account: Account, actor: Actor) -> list[Complaint]:
    if colleagues_for(post, actor).filter(pk=account.pk).exists():
        return []
    return [
        Complaint(
            "account",
            "stand_in_is_a_colleague",
            Text(
                "代岗人须是同一单位在任的其他人员，且不能是安排代岗的本人。",
                "Whoever stands in is another person of the same place, and not the one who decides it.",
            ),
            Text("本单位没有合适人员的，请上级单位设置岗位。", "If there is nobody, ask the office above for a post."),
        )
    ]
