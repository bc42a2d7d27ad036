"""Who holds which post below this office."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xueji.desks.access import DeskRequest
from xueji.desks.children.paging import keyset_page
from xueji.desks.city.accounts.telling import post_columns, post_row, role_choices
from xueji.desks.design.parts import Choice, Filter
from xueji.desks.district.asking import address, asked, asked_key
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.actors import Actor
from xueji.parties.acts.office.founding import found_service_team
from xueji.parties.clock import city_today
from xueji.parties.entrance.unused import Sealing, sealing
from xueji.parties.models import Office, Post
from xueji.parties.office_acts import may
from xueji.parties.queries import districts, posts_below, schools_below
from xueji.parties.rulebook import rulebook_in_force
from xueji.vocabulary.parties import Party

OPEN, SEALED, ENDED, ALL = "open", "sealed", "ended", "all"


@require_GET
@for_posts_that_may("create_account", "reset_password")
def accounts(request: DeskRequest) -> HttpResponse:
    """Show the posts, filtered."""
    actor = request.actor
    sealed = sealing()
    found = _asked_posts(request, sealed)
    total = found.count()
    page = keyset_page(found, [("pk", int)], request.GET)
    school = schools_below(actor).filter(pk=asked_key(request, "school") or 0).first()
    context = {
        "filters": _filters(request),
        "total": total,
        "columns": post_columns(),
        "rows": [post_row(post, sealed) for post in page.rows],
        "pages": page.pager(request.GET, total),
        "school": school,
        "create": address("new_account", place=school.code if school else "") if may(actor, "create_account") else None,
        "places": address("places") if not actor.school_id else None,
        "found_team": lacks_service_team(actor),
    }
    return render(request, "city/accounts.jinja", context)


@require_POST
@for_posts_that_may("found_service_team")
def found_team(request: DeskRequest) -> HttpResponse:
    """Give the city its service team's office, where posts can then be given."""
    team = found_service_team(actor=request.actor)
    messages.success(request, _("已设立“%(office)s”，可为其开设账号。") % {"office": team.name})
    return HttpResponseRedirect(address("accounts"))


def lacks_service_team(actor: Actor) -> bool:
    """Whether this post may found the service team that the edition knows and the city has not got yet."""
    known = Party.SERVICE_TEAM in rulebook_in_force().rulebook.levels
    stands = Office.objects.filter(level=Party.SERVICE_TEAM.value)
    return known and may(actor, "found_service_team") and not stands.exists()


def _asked_posts(request: DeskRequest, sealed: Sealing) -> QuerySet[Post]:
    found = posts_below(request.actor)
    shown = asked(request, "shown") or OPEN
    closed = Q(ends_on__lte=city_today()) | Q(account__is_active=False)
    if shown == OPEN:
        found = found.exclude(closed)
    elif shown == SEALED:
        found = found.exclude(closed).filter(sealed.those("account__"))
    elif shown == ENDED:
        found = found.filter(closed)
    name, role = asked(request, "q"), asked(request, "role")
    if name:
        found = found.filter(
            Q(account__full_name__startswith=name)
            | Q(account__username__startswith=name.lower())
            | Q(school__name__contains=name)
            | Q(school__code__startswith=name)
        )
    found = found.filter(role=role) if role else found
    school, district = asked_key(request, "school"), asked_key(request, "district")
    found = found.filter(school_id=school) if school else found
    return found.filter(Q(school__district_id=district) | Q(office_id=district)) if district else found


def _filters(request: DeskRequest) -> list[Filter]:
    everything = Choice("", _("全部"))
    filters = [
        Filter("q", _("姓名、用户名或学校"), "search", asked(request, "q")),
        Filter("role", _("岗位"), "select", asked(request, "role"), [everything, *role_choices(request.actor)]),
    ]
    if request.actor.sees_whole_city:
        choices = [Choice(str(office.pk), office.name) for office in districts()]
        filters.append(Filter("district", _("区县"), "select", asked(request, "district"), [everything, *choices]))
    shown = [
        Choice(OPEN, _("在任")),
        Choice(SEALED, _("封存")),
        Choice(ENDED, _("已结束或停用")),
        Choice(ALL, _("全部")),
    ]
    filters.append(Filter("shown", _("状态"), "select", asked(request, "shown") or OPEN, shown))
    return filters
