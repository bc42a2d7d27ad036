"""Addresses of children."""

from django.urls import path

from xueji.desks.children.card import record_card, whole_record_card
from xueji.desks.children.export import children_workbook
from xueji.desks.children.form.pages import student_form
from xueji.desks.children.lists import children
from xueji.desks.children.measures.entering import lift, new_measure
from xueji.desks.children.page import child, reveal

urlpatterns = [
    path("children", children, name="children"),
    path("children/export.xlsx", children_workbook, name="children_workbook"),
    path("children/<int:pk>", child, name="child"),
    path("children/<int:pk>/reveal", reveal, name="reveal_child_number"),
    path("children/<int:pk>/form", student_form, name="child_form"),
    path("children/<int:pk>/record-card.pdf", record_card, name="record_card"),
    path("children/<int:pk>/record-card/whole.pdf", whole_record_card, name="whole_record_card"),
    path("children/<int:pk>/measures/new", new_measure, name="enter_measure"),
    path("children/<int:pk>/measures/<int:measure>/lift", lift, name="lift_measure"),
]
