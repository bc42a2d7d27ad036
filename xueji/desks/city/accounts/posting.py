"""The part of a form that describes a post: where, as what, and for a homeroom teacher which classes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xueji.desks.city.accounts.telling import place_choices, place_named, role_choices, roles_for
from xueji.desks.design.parts import Choice
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import key_of
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import Campus, Office, School
from xueji.records.queries import class_groups_of
from xueji.vocabulary.parties import Role
from xueji.vocabulary.schooling.grades import Grade


@dataclass(frozen=True)
class Placing:
    """What the form offers: campuses and classes only once place and role are known.

    `url` is the page that shows them again for another place or role.
    """

    roles: Sequence[Choice]
    places: Sequence[Choice]
    campuses: Sequence[Choice]
    classes: Sequence[Choice]
    picked: Collection[str]
    url: str


def placing(actor: Actor, typed: Mapping[str, str], picked: Collection[str], url: str) -> Placing:
    """The choices for what has been typed so far."""
    asked = typed.get("place", "")
    place = place_named(actor, asked) if asked else None
    school = place if isinstance(place, School) else None
    teaches = school is not None and typed.get("role") == Role.HOMEROOM_TEACHER.value
    return Placing(
        role_choices(actor),
        place_choices(actor),
        [Choice(str(campus.pk), campus.name) for campus in _several_campuses(school)],
        _classes(school) if teaches and school else [],
        picked,
        url,
    )


def read_post(sent: Answers, picked: Sequence[str], actor: Actor) -> dict[str, Any] | None:
    """Role, place, campus and classes as typed; None when something is wrong."""
    role = sent.one_of("role", _("岗位"), [role.value for role in roles_for(actor)])
    typed = sent.text("place", _("单位"), longest=100)
    place = place_named(actor, typed) if typed else None
    if typed and place is None:
        sent.fault("place", _("没有找到单位“%(place)s”。") % {"place": typed}, _("请填写学校标识码、区县代码或全称。"))
    campus = _campus(sent, place)
    post: dict[str, Any] = {"role": role, "place": place, "campus": campus}
    if role == Role.HOMEROOM_TEACHER.value and isinstance(place, School):
        post["class_group_ids"] = _read_classes(sent, picked, place)
    if sent.wrong or place is None:
        return None
    return {**post, "role": Role(role)}


def _several_campuses(place: School | Office | None) -> list[Campus]:
    """The open campuses, where there is more than one to choose from."""
    campuses = list(place.campuses.filter(closed_on__isnull=True)) if isinstance(place, School) else []
    return campuses if len(campuses) > 1 else []


def _campus(sent: Answers, place: School | Office | None) -> Campus | None:
    campuses = _several_campuses(place)
    if "campus" not in sent.typed and campuses:
        sent.fault("campus", _("该校有多个校区。"), _("请选择校区；管理全校的，保留“不限校区”。"))
    typed = sent.typed.get("campus", "")
    found = next((campus for campus in campuses if campus.pk == key_of(typed)), None)
    if typed and found is None:
        sent.fault("campus", _("所选校区不属于该单位。"), _("不限校区的留空。"))
    return found


def _classes(school: School) -> list[Choice]:
    groups = list(class_groups_of(school.pk, school_year_of(city_today())))
    order = list(Grade)
    groups.sort(key=lambda group: (order.index(Grade(group.grade)), group.number))
    several = len({group.campus_id for group in groups}) > 1
    return [Choice(str(group.pk), group.name, group.campus.name if several else None) for group in groups]


def _read_classes(sent: Answers, picked: Sequence[str], school: School) -> list[int]:
    known = {choice.value for choice in _classes(school)}
    if not known:
        sent.fault("role", _("该校本学年还没有班级，不能设置班主任。"), _("请学校先建立班级。"))
    elif not picked:
        sent.fault("class_groups", _("没有选择班级。"), _("请选择班主任所带的班级。"))
    elif not known.issuperset(picked):
        sent.fault("class_groups", _("所选班级不属于该校。"), _("请重新选择班级。"))
    return [int(key) for key in picked if key in known]
