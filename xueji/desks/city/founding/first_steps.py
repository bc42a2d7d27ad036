"""What a city made a moment ago needs before its first list can be imported, and which of it is done."""

from __future__ import annotations

from django.db.models import Exists
from django.utils.translation import gettext as _

from xueji.desks.design.filters import in_words
from xueji.desks.design.parts import Step
from xueji.desks.district.asking import address
from xueji.parties.actors import Actor
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import City, Post, School, Term
from xueji.parties.office_acts import may
from xueji.parties.queries import districts
from xueji.parties.rulebook import rulebook_in_force
from xueji.records.models import EnrollmentQuota, Entrant


def first_steps(actor: Actor) -> list[Step]:
    """The steps of the opening in their order; none once the first entrants are there."""
    year = school_year_of(city_today())
    asked = (
        Entrant.objects.all(),
        districts(),
        School.objects.all(),
        Term.objects.filter(school_year=year, number=1),
        EnrollmentQuota.objects.filter(school_year=year),
        Post.objects.filter(school__isnull=False),
    )
    begun, *done = City.objects.values_list(*(Exists(rows.order_by()) for rows in asked)).get()
    if begun:
        return []
    steps = [
        (_("建立区县"), "new_district", "register_office"),
        (_("登记学校"), "new_school", "register_school"),
        (_("设定学期"), "calendar", "set_term"),
        (_("核定学籍总量"), "quotas", "set_quota"),
        (_("开设账号"), "new_account", "create_account"),
        (_("导入录取名单"), "imports", "import_admissions"),
    ]
    return _told(actor, steps, [*done, False])


def _told(actor: Actor, steps: list[tuple[str, str, str]], done: list[bool]) -> list[Step]:
    now = done.index(False)
    told = []
    for number, ((label, page, act), is_done) in enumerate(zip(steps, done, strict=True)):
        allowed = may(actor, act)
        told.append(
            Step(
                label,
                "done" if is_done else "now" if number == now else "next",
                url=address(page) if allowed else None,
                note=None if allowed or is_done else _("由%(who)s办理") % {"who": _who(act)},
            )
        )
    return told


def _who(act: str) -> str:
    """Roles of the top office that may do it: they sit beside whoever reads this."""
    rulebook = rulebook_in_force().rulebook
    top = next(iter(rulebook.levels))
    roles = [role for role in sorted(rulebook.office_acts.get(act, ())) if rulebook.posts.get(role) is top]
    return _("、").join(str(in_words(role.label)) for role in roles)
