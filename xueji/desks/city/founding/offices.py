"""Entering districts: those of the table of regions all at once, and units without a region code of their own."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.desks.access import DeskRequest
from xueji.desks.design.parts import Choice, Link
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.acts.office.founding import register_office
from xueji.parties.clock import city_today
from xueji.parties.models import City, Office
from xueji.parties.refusals import RefusedError
from xueji.vocabulary.places.regions import Region, regions_within

UNIT = "unit"


@require_http_methods(["GET", "POST"])
@for_posts_that_may("register_office")
def new_district(request: DeskRequest) -> HttpResponse:
    """Show what can be entered, or enter the picked regions, or one unit of its own."""
    regions = _regions()
    if request.method == "GET":
        return _form(request, regions, None)
    sent = Answers(request.POST)
    names = _unit(request, sent) if sent.typed.get("deed") == UNIT else _picked(request, sent, regions)
    if sent.wrong:
        return _form(request, regions, sent)
    messages.success(request, _("已建立：%(names)s。") % {"names": _("、").join(names)})
    return HttpResponseRedirect(address("places"))


def _regions() -> list[Region]:
    """Regions of the city that have no office yet."""
    city = City.objects.get()
    known = set(Office.objects.values_list("code", flat=True))
    return [region for region in regions_within(city.code, city_today()) if region.code not in known]


def _picked(request: DeskRequest, sent: Answers, regions: Sequence[Region]) -> list[str]:
    wanted = set(request.POST.getlist("region"))
    picked = [region for region in regions if region.code in wanted]
    reason = sent.text("reason", _("依据"))
    if not picked or len(picked) < len(wanted):
        sent.fault("region", _("没有选择区县，或所选区县已经建立。"), _("请在列表中勾选要建立的区县。"))
    for region in picked if not sent.wrong else ():
        register_office(actor=request.actor, reason=reason, code=region.code, region_code=region.code, name=region.name)
    return [region.name for region in picked]


def _unit(request: DeskRequest, sent: Answers) -> list[str]:
    name = sent.text("name", _("单位名称"), longest=60)
    code = sent.text("code", _("单位代码"), longest=12)
    region_code = sent.text("region_code", _("行政区划代码"), longest=6)
    reason = sent.text("unit_reason", _("依据"))
    if not sent.wrong:
        try:
            with transaction.atomic():
                register_office(actor=request.actor, reason=reason, code=code, region_code=region_code, name=name)
        except RefusedError as error:
            sent.refused(error)
    return [name]


def _form(request: DeskRequest, regions: Sequence[Region], sent: Answers | None) -> HttpResponse:
    unit = sent is not None and sent.typed.get("deed") == UNIT
    context = {
        "crumbs": [Link(_("学校与校区"), address("places"))],
        "regions": [Choice(region.code, region.name, region.code) for region in regions],
        "picked": request.POST.getlist("region"),
        "typed": sent.typed if sent else {},
        "errors": sent.wrong if sent and not unit else [],
        "unit_errors": sent.wrong if sent and unit else [],
        "wrong": sent.by_field if sent else {},
    }
    return render(request, "city/new_district.jinja", context, status=422 if sent else 200)
