"""Accounts and posts: made by the office above, for those below it."""

from collections.abc import Sequence
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from xueji.parties.actors import Actor
from xueji.parties.acts.setup_city import one_time_password
from xueji.parties.clock import city_today
from xueji.parties.entrance.second_factor import remove as remove_second_factor
from xueji.parties.models import Account, ApiToken, Campus, Office, Post, School
from xueji.parties.office_acts import Done, office_act
from xueji.parties.queries import posts_below
from xueji.parties.refusals import Complaint, RefusedError, refuse, refuse_all
from xueji.parties.rulebook import rulebook_in_force
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.people.names import name_problem, tidy_name
from xueji.vocabulary.text import Text


@office_act("create_account")
def create_account(*, actor: Actor, reason: str, username: str, full_name: str) -> Done:
    """Make an account; result is (account, one-time password). It signs in once a post is assigned."""
    username, full_name = username.strip().lower(), tidy_name(full_name)
    complaints = []
    if not username.isascii() or not username.isalnum() or not 4 <= len(username) <= 40:  # noqa: PLR2004
        complaints.append(
            Complaint(
                "username",
                "username_shape",
                Text("用户名须为4至40个英文字母或数字。", "A user name has 4 to 40 Latin letters or digits."),
                Text("例如 yqdemo01。", "For example yqdemo01."),
            )
        )
    elif Account.objects.filter(username=username).exists():
        complaints.append(
            Complaint(
                "username",
                "username_taken",
                Text("该用户名已被使用。", "This user name is taken."),
                Text("请换一个用户名；同一人新增岗位请用“增加岗位”。", "Choose another, or assign a further post."),
            )
        )
    problem = name_problem(full_name)
    if problem:
        complaints.append(Complaint("full_name", "name", problem, Text("请填写真实姓名。", "Give the person's name.")))
    refuse_all(complaints)
    password = one_time_password()
    account = Account(username=username, full_name=full_name)
    account.set_password(password)
    account.save()
    return Done(f"account:{account.pk}", {"username": username}, (account, password))


@office_act("assign_post")
def assign_post(  # noqa: PLR0913 - what a post is made of
    *,
    actor: Actor,
    reason: str,
    account: Account,
    role: Role,
    place: School | Office,
    campus: Campus | None = None,
    class_group_ids: Sequence[int] = (),
) -> Done:
    """Give `account` a role at a school (or one campus of it) or an office below the actor.

    `class_group_ids` are the classes of a homeroom teacher, who sees nothing but them: open, and of that school.
    """
    _must_be_below(actor, place, role)
    classes = sorted(set(class_group_ids))
    _must_fit_classes(role, place, campus, classes)
    at: dict[str, Any] = {"school": place, "campus": campus} if isinstance(place, School) else {"office": place}
    post = Post.objects.create(account=account, role=role.value, class_group_ids=classes, starts_on=city_today(), **at)
    detail = {"post": post.pk, "role": role.value, "place": str(place)}
    return Done(f"account:{account.pk}", {**detail, "class_groups": classes} if classes else detail, post)


@office_act("end_post")
def end_post(*, actor: Actor, reason: str, post: Post) -> Done:
    """End a post today: the person keeps the account and loses what the post allowed, and programs their keys to it."""
    if not posts_below(actor).filter(pk=post.pk).exists():
        raise not_below()
    end_posts(Post.objects.filter(pk=post.pk))
    return Done(f"account:{post.account_id}", {"post": post.pk})


@office_act("reset_password")
def reset_password(*, actor: Actor, reason: str, account: Account) -> Done:
    """A forgotten password is reset by the office above; result is the one-time password. Open sessions end."""
    must_reach(actor, account)
    password = one_time_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    end_sessions(account)
    return Done(f"account:{account.pk}", {}, password)


@office_act("deactivate_account")
def deactivate_account(*, actor: Actor, reason: str, account: Account) -> Done:
    """Close the account of somebody who left. Posts end today, sessions and the keys of programs end now.

    Cases handed to that person fall back to the office with the post; cases themselves belong to offices and stay.
    """
    must_reach(actor, account)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    ended, keys = end_posts(Post.objects.filter(account=account))
    remove_second_factor(account)
    end_sessions(account)
    return Done(f"account:{account.pk}", {"posts": ended, "tokens": keys})


def end_posts(posts: QuerySet[Post]) -> tuple[int, int]:
    """End those of the posts that still run (or have yet to begin), and revoke their tokens; how many of each."""
    today = city_today()
    still = list(posts.exclude(ends_on__lte=today).values_list("pk", flat=True))
    # A post that has not begun ends on the day it would have: it never acts.
    ended = Post.objects.filter(pk__in=still).update(ends_on=Greatest(Value(today), F("starts_on")))
    live = ApiToken.objects.filter(post__in=still, revoked_at__isnull=True)
    return ended, live.update(revoked_at=timezone.now())


def end_sessions(account: Account) -> None:
    """Sign the account out everywhere."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()


def _must_be_below(actor: Actor, place: School | Office, role: Role) -> None:
    level = Party.SCHOOL if isinstance(place, School) else Party(place.level)
    fits = rulebook_in_force().rulebook.posts.get(role) is level
    if isinstance(place, School):
        below = actor.sees_whole_city or place.district_id == actor.office_id
    else:
        # The top office has none above it: the keeper of accounts gives its posts.
        below = actor.sees_whole_city and (place.pk != actor.office_id or actor.role is Role.ADMINISTRATOR)
    if not fits or not below:
        raise refuse(
            "role",
            "post_not_below",
            Text(
                "只能为本级所辖单位设置与其相称的岗位。",
                "Posts can only be given at places below yours, fitting the place.",
            ),
            Text(
                "学校岗位设在学校，区县岗位由市级设置。",
                "School posts at schools; district posts are given by the city.",
            ),
        )


def _must_fit_classes(role: Role, place: School | Office, campus: Campus | None, classes: Sequence[int]) -> None:
    if role is not Role.HOMEROOM_TEACHER and not classes:
        return
    if role is Role.HOMEROOM_TEACHER and isinstance(place, School) and classes:
        there: QuerySet[Any] = place.class_groups.filter(closed_on__isnull=True, pk__in=classes)
        there = there.filter(campus=campus) if campus else there
        if there.count() == len(classes):
            return
    raise refuse(
        "class_groups",
        "post_classes",
        Text(
            "班主任岗位须指定其所带的本校班级，其他岗位不指定班级。",
            "A homeroom teacher's post names classes of that school; other posts name none.",
        ),
        Text("请选择该校（该校区）尚未撤销的班级。", "Choose classes of the school (or campus) that are not closed."),
    )


def must_reach(actor: Actor, account: Account) -> None:
    """Every post the account holds must lie below: who sits elsewhere too is looked after by the office above both."""
    held = Post.objects.filter(account=account).exclude(ends_on__lte=city_today())
    below = posts_below(actor).filter(account=account)
    beyond = held.exclude(pk__in=below.order_by().values("pk"))
    if account.pk == actor.account_id or not below.exists() or beyond.exists():
        raise not_below()


def not_below() -> RefusedError:
    """What is said of people who do not sit below the actor's office."""
    return refuse(
        "account",
        "account_not_below",
        Text("该账号不在您的管辖范围内。", "This account is not below your office."),
        Text("请由其上级单位办理。", "Ask the office above that account."),
    )
