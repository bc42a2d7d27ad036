"""Who sits at the desk: session → account → post → actor, and one transaction a request in that actor's scope."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xueji.desks.errors import problem, refused
from xueji.parties.actors import Actor, actor_of
from xueji.parties.queries import open_posts
from xueji.parties.refusals import RefusedError
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Party

POST_KEY = "post"
SECOND_FACTOR_FIRST = "second_factor_first"
"""Set in the session of somebody who must have a second factor and has none yet."""

View = Callable[..., HttpResponse]


class DeskRequest(HttpRequest):
    """A request behind the sign-in: it has an actor, and all the posts the account could switch to."""

    actor: Actor
    posts: list[Any]


class act_within_scope:  # noqa: N801 - named like the function-style middleware it replaces in the settings
    """Run every signed-in view inside `parties.scope(actor)`; a refusal rolls back and becomes a page that says why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand on; the work is done in `process_view`, where an exception still rolls back."""
        return self.get_response(request)

    def process_view(self, request: Any, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Find the actor, open the scope, call the view. Views marked `open_to_all` are left alone."""
        if getattr(view, "open_to_all", False):
            return None
        if not request.user.is_authenticated:
            return redirect(f"{settings.LOGIN_URL}?next={request.get_full_path()}")
        request.posts = list(open_posts(request.user.pk))
        post = next((post for post in request.posts if post.pk == request.session.get(POST_KEY)), None)
        post = post or (request.posts[0] if request.posts else None)
        if post is None:
            return _nothing_to_do(request)
        duty = _before_all_else(request)
        if duty and not getattr(view, "before_password_change", False):
            return redirect(duty)
        party = rulebook_in_force().rulebook.posts[post.role]
        request.actor = actor_of(post, party)
        within = nullcontext() if getattr(view, "own_scopes", False) else scope(request.actor)
        try:
            with within:
                return view(request, *args, **kwargs)
        except RefusedError as error:
            return refused(request, error)


def open_to_all(view: View) -> View:
    """Mark a view that needs no sign-in."""
    view.open_to_all = True  # type: ignore[attr-defined]
    return view


def own_scopes(view: View) -> View:
    """Mark a view that opens its scopes itself: a batch commits chunk by chunk instead of all or nothing."""
    view.own_scopes = True  # type: ignore[attr-defined]
    return view


def before_password_change(view: View) -> View:
    """Mark a view that works before a one-time password has been changed and a due second factor set up."""
    view.before_password_change = True  # type: ignore[attr-defined]
    return view


def desk_of(*parties: Party) -> Callable[[View], View]:
    """Keep a view to actors of these levels; others are told which post it takes. The top office counts as CITY."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if level_of_desk(request.actor) not in parties:
                names = "、".join(party.label.zh for party in parties)
                return problem(
                    request,
                    403,
                    title=_("您当前的岗位不在这张办公桌"),
                    says=_("这一页由%(who)s岗位使用。") % {"who": names},
                    mend=_("如果您另有相应岗位，请在右上角切换；否则请联系上级单位开设岗位。"),
                )
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def level_of_desk(actor: Actor) -> Party:
    """SCHOOL, DISTRICT, SERVICE_TEAM, or CITY for the top office, whatever the jurisdiction calls it."""
    if actor.school_id:
        return Party.SCHOOL
    if actor.party is Party.SERVICE_TEAM:
        return Party.SERVICE_TEAM
    return Party.DISTRICT if actor.district_id else Party.CITY


@open_to_all
def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Too many wrong passwords: the same answer whether or not the account exists."""
    answer = problem(
        request,
        429,
        title=_("登录尝试过多"),
        says=_("用户名或密码连续多次不正确，暂停登录15分钟。"),
        mend=_("请稍后再试；忘记密码的，请上级单位重置。"),
    )
    answer["Retry-After"] = "900"
    return answer


def _before_all_else(request: Any) -> str:
    """The page that this account must go through before it works: a password of its own, then a second factor."""
    if request.user.must_change_password:
        return "change_password"
    return "second_factor" if request.session.get(SECOND_FACTOR_FIRST) else ""


def _nothing_to_do(request: HttpRequest) -> HttpResponse:
    name = str(request.user)
    logout(request)
    return problem(
        request,
        403,
        title=_("没有岗位"),
        says=_("账号“%(name)s”目前没有任何岗位，已退出登录。") % {"name": name},
        mend=_("请上级单位为您设置岗位后重新登录。"),
    )
