"""Entering a school with its main campus."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.desks.access import DeskRequest
from xueji.desks.design.parts import Choice, Link
from xueji.desks.district.answers import Answers
from xueji.desks.district.asking import address, asked, key_of
from xueji.desks.district.deciding import for_posts_that_may
from xueji.parties.acts.office.founding import register_school
from xueji.parties.models import School
from xueji.parties.queries import districts
from xueji.parties.refusals import RefusedError
from xueji.vocabulary.numbers.city_student_number import SchoolCategory
from xueji.vocabulary.schooling.grades import Grade
from xueji.vocabulary.schooling.stages import Stage


@require_http_methods(["GET", "POST"])
@for_posts_that_may("register_school")
def new_school(request: DeskRequest) -> HttpResponse:
    """Show the form, or enter the school and go to its page. Nothing can be entered before there is a district."""
    if request.method == "GET":
        return _form(request, None)
    sent = Answers(request.POST)
    school = _enter(request, sent)
    if school is None:
        return _form(request, sent)
    messages.success(request, _("已登记学校“%(name)s”，并建立了主校区。") % {"name": school.name})
    return HttpResponseRedirect(address("place", school.pk))


def _enter(request: DeskRequest, sent: Answers) -> School | None:
    """Enter it; None when something is wrong, which is then told in `sent.wrong`."""
    picked = request.POST.getlist("grade")
    known = {str(office.pk): office for office in districts()}
    district = sent.one_of("district", _("区县"), known)
    category = sent.one_of("category", _("学校类别"), [each.value for each in SchoolCategory])
    asked_for: dict[str, Any] = {
        "name": sent.text("name", _("学校名称"), longest=100),
        "code": sent.text("code", _("学校标识码"), longest=20),
        "city_code": sent.text("city_code", _("学籍辅号中的学校代码"), longest=20),
        "model_school": bool(sent.typed.get("model_school")),
        "foreign_license": bool(sent.typed.get("foreign_license")),
        "reason": sent.text("reason", _("依据")),
        "grades": [grade for grade in Grade if grade.value in picked],
    }
    if not asked_for["grades"]:
        sent.fault("grade", _("没有选择年级。"), _("请选择该校开设的年级。"))
    if sent.wrong:
        return None
    try:
        with transaction.atomic():
            made: School = register_school(
                actor=request.actor, district=known[district], category=SchoolCategory(category), **asked_for
            )
    except RefusedError as error:
        sent.refused(error)
        return None
    return made


def _form(request: DeskRequest, sent: Answers | None) -> HttpResponse:
    district = key_of(asked(request, "district"))
    wrong = sent.by_field if sent else {}
    context = {
        "crumbs": [Link(_("学校与校区"), address("places"))],
        "districts": [Choice(str(office.pk), office.name) for office in districts()],
        "categories": [Choice(each.value, each.label) for each in SchoolCategory],
        "stages": [
            (stage.label, [Choice(grade.value, grade.label) for grade in Grade if grade.stage is stage])
            for stage in Stage
        ],
        "picked": request.POST.getlist("grade"),
        "typed": sent.typed if sent else {"district": str(district or "")},
        "errors": sent.wrong if sent else [],
        "wrong": wrong,
        "wrong_grade": wrong.get("grade") or wrong.get("grades"),
    }
    return render(request, "city/new_school.jinja", context, status=422 if sent else 200)
