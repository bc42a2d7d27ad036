"""Just this list, as a workbook: all rows of the filter, identity numbers masked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xueji.desks.access import DeskRequest
from xueji.desks.cases.standing import for_deciding_posts, state_of
from xueji.desks.children.printing import Listing, export_list, workbook_answer
from xueji.desks.design.filters import masked_id
from xueji.desks.entrants.filters import asked_of, doubted, entry_cases
from xueji.desks.entrants.listing import COUNTED, HEAVY
from xueji.desks.errors import problem
from xueji.parties.calendar import city_calendar
from xueji.parties.clock import city_today
from xueji.vocabulary.codes.tables import code_table
from xueji.vocabulary.people.documents import DocumentType
from xueji.vocabulary.people.residency import Residency
from xueji.vocabulary.schooling.grades import Grade

AT_ONCE = 2_000


@require_GET
@for_deciding_posts
def entrants_workbook(request: DeskRequest) -> HttpResponseBase:
    """Hand out the rows of the list's filter, all pages, in the order of the list."""
    actor, asked, today = request.actor, asked_of(request.GET.dict()), city_today()
    cases = entry_cases(asked, actor, today=today, working=city_calendar())
    if cases.order_by()[: COUNTED + 1].count() > COUNTED:
        return problem(
            request,
            409,
            title=_("名单过长"),
            says=_("符合条件的新生超过 %(n)s 名，没有导出。") % {"n": f"{COUNTED:,}"},
            mend=_("请按区县、学校或状态筛选后分次导出。"),
        )
    rows = cases.annotate(doubted=doubted()).defer(*HEAVY).order_by("pk")
    listing = Listing(
        title=_("新生名单"),
        columns=_columns(),
        rows=_cells(rows.iterator(chunk_size=AT_ONCE), today),
        subject=f"school:{actor.school_id}" if actor.school_id else f"office:{actor.office_id}",
        # Not what was searched for: it may be an identity number.
        asked=asked.but(q="").address,
    )
    return workbook_answer(export_list(actor=actor, listing=listing), f"{listing.title} {today}.xlsx")


def _columns() -> list[str]:
    child = (_("姓名"), _("性别"), _("出生日期"), _("身份证件类型"), _("身份证件号"), _("民族"), _("户籍类别"))
    place = (_("登记编号"), _("学校标识码"), _("学校"), _("年级"))
    return [*place, *child, _("状态"), _("截止日期"), _("是否逾期"), _("是否疑似重复")]


def _cells(cases: Iterator[Any], today: date) -> Iterator[list[Any]]:
    yes, no = _("是"), _("否")
    for case in cases:
        child, due = case.entrant, case.due_on if case.closed_on is None else None
        yield [
            child.registration_number,
            case.school.code,
            case.school.name,
            Grade(child.grade).label,
            child.name,
            code_table("sex").label(child.sex),
            child.birth_date,
            DocumentType(child.document_type).label,
            masked_id(child.document_number),
            code_table("ethnicity").label(child.ethnicity) or child.ethnicity,
            Residency(child.residency).label,
            state_of(case).label,
            due,
            yes if due is not None and due < today else no,
            yes if case.doubted else no,
        ]
