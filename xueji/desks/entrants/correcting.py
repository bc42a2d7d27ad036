"""Correcting an entrant before a record exists. The admissions row itself is never touched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xueji.cases.acts.office.corrections import Correction, correct_entrant
from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts
from xueji.desks.design.filters import masked_id
from xueji.desks.design.parts import Choice, Field, Link, Wrong
from xueji.desks.entrants.case_page import case_of
from xueji.desks.errors import problem
from xueji.desks.forms import coded_choices, typed_date
from xueji.parties.clock import city_today
from xueji.parties.refusals import RefusedError
from xueji.records.models import Entrant
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency, as_local_categories
from xueji.vocabulary.text import Text

_CODES = ("sex", "ethnicity", "nationality")
_TYPED = ("name", "birth_date", "document_type", "document_number", "residency", "as_local_category", "hukou_place")


@require_http_methods(["GET", "POST"])
@for_deciding_posts
def correct(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the identity as it stands and take the corrected one, all faults at once."""
    case = case_of(pk, request.actor)
    child: Any = case.entrant
    if case.closed_on is not None:
        return problem(
            request,
            409,
            title=_("不能在此更正"),
            says=_("该新生的入学注册已经办结。"),
            mend=_("建立学籍后须办理“关键信息变更”。"),
            saved=False,
        )
    if request.method == "GET":
        return _form(request, child, _standing(child), "", [])
    sent = {key: request.POST.get(key, "").strip()[:120] for key in (*_CODES, *_TYPED)}
    reason = request.POST.get("reason", "")[:500]
    to, wrong = _correction(child, sent)
    if to is not None:
        try:
            correct_entrant(actor=request.actor, reason=reason, entrant=child, to=to)
        except RefusedError as refusal:
            wrong = [Wrong(complaint.field, complaint.says, complaint.mend) for complaint in refusal.complaints]
        else:
            messages.success(request, _("已更正，录取名单中的原始信息保持不变。"))
            return redirect("entrant", pk)
    child.refresh_from_db()
    return _form(request, child, sent, reason, wrong)


def _correction(child: Entrant, sent: dict[str, str]) -> tuple[Correction | None, list[Wrong]]:
    """What was sent as a correction; None with the faults that keep it from being one."""
    wrong, codes = [], {}
    for table in _CODES:
        codes[table] = code_table(table).code_of(sent[table]) or ""
        if not codes[table] and (sent[table] or table != "ethnicity"):
            wrong.append(Wrong(table, _("请从列表中选择。")))
    born = typed_date(sent["birth_date"])
    if born is None:
        wrong.append(Wrong("birth_date", _("出生日期不是有效日期。"), _("请按“年-月-日”填写，如 2009-03-04。")))
    kinds = {kind.value for kind in DocumentType if kind.student_allowed}
    if sent["document_type"] not in kinds or sent["residency"] not in set(Residency):
        wrong.append(Wrong("document_type", _("请选择证件类型和户籍类别。")))
    if wrong or born is None:
        return None, wrong
    return Correction(
        name=sent["name"],
        birth_date=born,
        document_type=DocumentType(sent["document_type"]),
        # The number in force is not written into the page; an empty field leaves it as it is.
        document_number=sent["document_number"] or child.document_number,
        residency=Residency(sent["residency"]),
        as_local_category=sent["as_local_category"],
        hukou_place=sent["hukou_place"],
        **codes,
    ), []


def _standing(child: Entrant) -> dict[str, str]:
    told = {key: str(getattr(child, key)) for key in (*_CODES, *_TYPED)}
    return {**told, "document_number": ""}


def _form(request: DeskRequest, child: Entrant, sent: dict[str, str], reason: str, wrong: list[Wrong]) -> HttpResponse:
    context = {
        "child": child,
        "crumbs": [Link(_("新生"), reverse("entrants")), Link(child.name, reverse("entrant", args=[child.pk]))],
        "fields": _fields(child, sent, {fault.name: fault.says for fault in wrong}),
        "reason": Field("reason", _("理由"), "textarea", reason, required=True, max_length=500),
        "wrong": wrong,
    }
    return render(request, "entrants/correction.jinja", context, status=422 if wrong else 200)


def _fields(child: Entrant, sent: dict[str, str], says: dict[str, Any]) -> list[Field]:
    today = city_today()
    kinds = [Choice(kind.value, kind.label) for kind in DocumentType if kind.student_allowed]
    residencies = [Choice(kind.value, kind.label) for kind in Residency]
    categories = [Choice(item.code, item.label) for item in as_local_categories() if item.in_force(today)]
    number = _("留空表示不改。现为 %(number)s") % {"number": masked_id(child.document_number) or _("没有号码")}
    fields = [
        Field("name", _("姓名"), "text", sent["name"], required=True, max_length=60),
        Field("sex", _("性别"), "select", sent["sex"], coded_choices("sex", today), required=True),
        Field("birth_date", _("出生日期"), "date", sent["birth_date"], required=True),
        Field("document_type", _("证件类型"), "select", sent["document_type"], kinds, required=True),
        Field("document_number", _("身份证件号"), "text", sent["document_number"], hint=number, max_length=30),
        Field("ethnicity", _("民族"), "code", _label("ethnicity", sent), coded_choices("ethnicity", today)),
        Field(
            "nationality",
            _("国籍/地区"),
            "code",
            _label("nationality", sent),
            coded_choices("nationality", today),
            required=True,
        ),
        Field("residency", _("户籍类别"), "select", sent["residency"], residencies, required=True),
        Field("as_local_category", _("按本市户籍对待类别"), "select", sent["as_local_category"], categories),
        Field("hukou_place", _("户籍所在地"), "text", sent["hukou_place"], max_length=120),
    ]
    return [replace(one, wrong=says.get(one.name)) for one in fields]


def _label(table: str, sent: dict[str, str]) -> Text | str:
    return code_table(table).label(sent[table]) or sent[table]
