"""Addresses of the case desk: the list, review and batches, one case, and how a case begins."""

from django.urls import path

from xueji.desks.cases.applying.choosing import new_case
from xueji.desks.cases.applying.form import apply_for, apply_for_newcomer
from xueji.desks.cases.applying.number import check_number
from xueji.desks.cases.applying.of_child import child_procedures
from xueji.desks.cases.batches.deciding import case_batch, start_case_batch
from xueji.desks.cases.batches.results import case_batch_result
from xueji.desks.cases.overview import cases
from xueji.desks.cases.page.attending import give_to_colleague, urge_holder
from xueji.desks.cases.page.case import case, take_case_step
from xueji.desks.cases.review import case_review, review_step

urlpatterns = [
    path("children/<int:pk>/procedures", child_procedures, name="child_procedures"),
    path("cases", cases, name="cases"),
    path("cases/new", new_case, name="new_case"),
    path("cases/new/<slug:procedure>", apply_for_newcomer, name="apply_for_newcomer"),
    path("cases/new/<slug:procedure>/<int:record>", apply_for, name="apply_for"),
    path("cases/number-check", check_number, name="check_number"),
    path("cases/review", case_review, name="case_review"),
    path("cases/batches", start_case_batch, name="case_batches"),
    path("cases/batches/<uuid:batch>", case_batch, name="case_batch"),
    path("cases/batches/<uuid:batch>/result", case_batch_result, name="case_batch_result"),
    path("cases/<int:pk>", case, name="case"),
    path("cases/<int:pk>/step", take_case_step, name="case_step"),
    path("cases/<int:pk>/review-step", review_step, name="case_review_step"),
    path("cases/<int:pk>/handover", give_to_colleague, name="case_handover"),
    path("cases/<int:pk>/urge", urge_holder, name="case_urge"),
]
