"""Addresses of classes and of the assignment to classes."""

from django.urls import path

from xueji.desks.classes.assignment.automatic import automatic, propose
from xueji.desks.classes.assignment.by_file import confirm_file, file_template, preview_file, upload_page
from xueji.desks.classes.assignment.by_hand import assign, waiting
from xueji.desks.classes.assignment.outcomes import outcome_page
from xueji.desks.classes.assignment.proposals import apply_proposal, proposal
from xueji.desks.classes.group import change_classes, class_group, close_class, edit_class
from xueji.desks.classes.lists import classes, new_classes
from xueji.desks.classes.roster import roster_paper, roster_workbook

urlpatterns = [
    path("classes", classes, name="classes"),
    path("classes/new", new_classes, name="new_classes"),
    path("classes/assign", waiting, name="assign_classes"),
    path("classes/assign/chosen", assign, name="assign_chosen"),
    path("classes/assign/automatic", automatic, name="assign_automatic"),
    path("classes/assign/propose", propose, name="propose_assignment"),
    path("classes/assign/proposals/<int:pk>", proposal, name="assignment_proposal"),
    path("classes/assign/proposals/<int:pk>/apply", apply_proposal, name="apply_assignment"),
    path("classes/assign/file", upload_page, name="assign_file"),
    path("classes/assign/file/preview", preview_file, name="preview_assignment_file"),
    path("classes/assign/file/confirm", confirm_file, name="confirm_assignment_file"),
    path("classes/assign/template.xlsx", file_template, name="assignment_template"),
    path("classes/assign/results/<uuid:key>", outcome_page, name="assignment_outcome"),
    path("classes/<int:pk>", class_group, name="class_group"),
    path("classes/<int:pk>/edit", edit_class, name="edit_class"),
    path("classes/<int:pk>/close", close_class, name="close_class"),
    path("classes/<int:pk>/change", change_classes, name="change_classes"),
    path("classes/<int:pk>/roster.pdf", roster_paper, name="roster_paper"),
    path("classes/<int:pk>/roster.xlsx", roster_workbook, name="roster_workbook"),
]
