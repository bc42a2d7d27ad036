"""The frame around every page, told from the request: who sits here, on which day, and where this post can go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from xueji.cases.attention import unseen_count
from xueji.desks.access import level_of_desk
from xueji.desks.design.frame import Frame, NavItem, PostChoice
from xueji.desks.design.parts import Link
from xueji.parties.actors import Actor
from xueji.parties.clock import city_today, in_training
from xueji.parties.models import Post
from xueji.parties.office_acts import may
from xueji.parties.rulebook import rulebook_in_force
from xueji.parties.scope import current_actor
from xueji.vocabulary.parties import Party, Role
from xueji.vocabulary.text import Text

VERSION = version("xueji")
Entry = tuple[str, str, bool]
"""What a menu entry says, the name of its address, and whether this post may use it."""


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Give every page its `frame`. Nobody signed in: no menu. Database away: the bare frame, so that errors show."""
    try:
        actor = getattr(request, "actor", None)
        return {"frame": _frame_of_nobody(request) if actor is None else _frame_of(request, actor)}
    except DatabaseError:
        return {"frame": Frame()}


def nav_of(actor: Actor) -> list[Entry]:
    """The menu of a post, in the order of a day's work: only what exists and what the post may use."""
    return _MENUS[level_of_desk(actor)](actor)


def decides(actor: Actor) -> bool:
    """Whether the post acts for its office in procedures, and therefore works through entrants."""
    return actor.role in rulebook_in_force().rulebook.deciding


def address(*names: str) -> str:
    """The address of the first of these pages that exists, or an empty string."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


def _school(actor: Actor) -> list[Entry]:
    office = actor.role is not Role.HOMEROOM_TEACHER
    return [
        (_("工作台"), "home", office),
        (_("新生"), "entrants", decides(actor)),
        (_("业务办理"), "cases", decides(actor)),
        (_("通知"), "notices", decides(actor)),
        (_("时限督办"), "lateness", decides(actor)),
        (_("问题学籍"), "problem_records", decides(actor)),
        (_("班级"), "classes", True),
        (_("学生"), "children", True),
        (_("导入名单"), "imports", may(actor, "import_admissions")),
        (_("批准例外"), "exceptions", decides(actor)),
        (_("账号"), "accounts", may(actor, "reset_password")),
        (_("接口密钥"), "tokens", may(actor, "issue_token")),
    ]


def _district(actor: Actor) -> list[Entry]:
    return [
        (_("工作台"), "district_home", True),
        (_("学校进度"), "district_schools", decides(actor)),
        (_("新生"), "entrants", decides(actor)),
        (_("业务办理"), "cases", decides(actor)),
        (_("通知"), "notices", decides(actor)),
        (_("时限督办"), "lateness", decides(actor)),
        (_("学生"), "children", decides(actor)),
        (_("疑似重复"), "problems", may(actor, "resolve_possible_duplicate")),
        (_("问题学籍"), "problem_records", decides(actor)),
        (_("备案"), "filings", decides(actor)),
        (_("时段与日历"), "windows", decides(actor)),
        (_("学籍总量"), "cockpit_places", decides(actor)),
        (_("批准例外"), "exceptions", decides(actor)),
        (_("学校与校区"), "places", True),
        (_("账号"), "accounts", may(actor, "create_account")),
        (_("接口密钥"), "tokens", may(actor, "issue_token")),
    ]


def _city(actor: Actor) -> list[Entry]:
    return [
        (_("工作台"), "city_home", True),
        (_("区县进度"), "city_districts", decides(actor)),
        (_("新生"), "entrants", decides(actor)),
        (_("业务办理"), "cases", decides(actor)),
        (_("通知"), "notices", decides(actor)),
        (_("时限督办"), "lateness", decides(actor)),
        (_("跨省交换"), "border", decides(actor)),
        (_("问题学籍"), "problem_records", decides(actor)),
        (_("学生"), "children", decides(actor)),
        (_("导入名单"), "imports", may(actor, "import_admissions")),
        (_("接管学籍"), "takeovers", may(actor, "take_over_register")),
        (_("时段与日历"), "windows", True),
        (_("学籍总量"), "cockpit_places", decides(actor)),
        (_("批准例外"), "exceptions", may(actor, "grant_exception")),
        (_("学校与校区"), "places", True),
        (_("账号"), "accounts", may(actor, "create_account")),
        (_("接口密钥"), "tokens", may(actor, "issue_token")),
        (_("培训时钟"), "training_clock", in_training() and may(actor, "move_training_clock")),
    ]


def _service_team(actor: Actor) -> list[Entry]:
    return [
        (_("跨省交换"), "border", decides(actor)),
        (_("业务办理"), "cases", decides(actor)),
        (_("问题学籍"), "problem_records", decides(actor)),
        (_("通知"), "notices", decides(actor)),
        (_("学生"), "children", decides(actor)),
    ]


_MENUS: dict[Party, Callable[[Actor], list[Entry]]] = {
    Party.SCHOOL: _school,
    Party.DISTRICT: _district,
    Party.CITY: _city,
    Party.SERVICE_TEAM: _service_team,
}


def _frame_of_nobody(request: HttpRequest) -> Frame:
    return Frame(
        city_date=city_today(),
        training=in_training(),
        language_url=reverse("set_language"),
        here=_here(request),
        home_url=reverse("sign_in"),
        version=VERSION,
        keyboard=False,
    )


def _frame_of(request: HttpRequest, actor: Actor) -> Frame:
    return Frame(
        account=actor.name,
        office=actor.place,
        role=actor.role.label if actor.role else "",
        posts=[_choice(post, actor) for post in getattr(request, "posts", ())],
        switch_url=reverse("switch_post"),
        city_date=city_today(),
        training=in_training(),
        nav=_nav(request.path, nav_of(actor), _waiting(actor)),
        search_url=_search(actor),
        search_value=request.GET.get("q", ""),
        language_url=reverse("set_language"),
        here=_here(request),
        home_url=reverse("home"),
        account_links=[
            Link(_("我的账号"), reverse("my_account")),
            Link(_("修改密码"), reverse("change_password")),
            Link(_("办事指南"), reverse("guides")),
        ],
        sign_out_url=reverse("sign_out"),
        version=VERSION,
        rulebook=rulebook_in_force().rulebook.title,
        rulebook_url=reverse("guides"),
    )


def _waiting(actor: Actor) -> dict[str, int]:
    """What waits behind a menu entry. A page of an error is written when nobody acts any more: it counts nothing."""
    return {"notices": unseen_count(actor)} if decides(actor) and current_actor() else {}


def _nav(path: str, entries: Iterable[Entry], waiting: Mapping[str, int]) -> list[NavItem]:
    """The entry whose address is the longest beginning of this page's is the current one; `waiting` by its name."""
    shown = [(label, name, url) for label, name, allowed in entries if allowed and (url := address(name))]
    urls = [url for _label, _name, url in shown]
    around = [url for url in urls if path == url or (url != "/" and path.startswith(f"{url.rstrip('/')}/"))]
    here = max(around, key=len, default="")
    return [
        NavItem(label, url, current=url == here, count=waiting.get(name), tone="waits") for label, name, url in shown
    ]


def _search(actor: Actor) -> str:
    return address("children", "entrants") if decides(actor) or actor.role is Role.HOMEROOM_TEACHER else ""


def _choice(post: Post, actor: Actor) -> PostChoice:
    role, absent = Role(post.role).label, post.stands_in_for
    zh, en = (f" · 代 {name}", f" · for {name}") if absent and (name := absent.account.full_name) else ("", "")
    label = Text(f"{post.place} · {role.zh}{zh}", f"{post.place} · {role.en}{en}")
    return PostChoice(str(post.pk), label, current=post.pk == actor.post_id)


def _here(request: HttpRequest) -> str:
    """Where the language switch returns to: this page, unless it answers a form and has no address of its own."""
    return request.get_full_path() if request.method == "GET" else reverse("home")
