"""The frame around every page: who sits here, on which day, and where they can go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xueji.desks.design.parts import Label, Link, Tone


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the menu; `count` is what waits there, in the tone of its urgency."""

    label: Label
    url: str
    current: bool = False
    count: int | None = None
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class PostChoice:
    """One post of the signed-in person: `label` says office, campus and role."""

    id: str
    label: Label
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What `design/base.jinja` needs; a page is given it under the name `frame` by a context processor.

    The default is the frame of somebody who has not signed in: no menu, no search. `training` adds the word
    训练城市 to the date, so that nobody takes invented children for real ones. An empty url leaves its control out.
    """

    account: str = ""
    office: Label = ""
    role: Label = ""
    posts: Sequence[PostChoice] = ()
    switch_url: str = ""
    city_date: date | None = None
    training: bool = False
    nav: Sequence[NavItem] = ()
    search_url: str = ""
    search_value: str = ""
    language_url: str = ""
    here: str = "/"
    home_url: str = "/"
    account_links: Sequence[Link] = ()
    sign_out_url: str = ""
    version: str = ""
    rulebook: Label = ""
    rulebook_url: str = ""
    keyboard: bool = True
