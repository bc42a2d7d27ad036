"""Addresses of imports."""

from django.urls import path

from xueji.desks.intake.batch import import_page, import_progress
from xueji.desks.intake.deciding import confirm, retry, undo
from xueji.desks.intake.listing import imports
from xueji.desks.intake.returning import result_workbook
from xueji.desks.intake.uploading import import_sample, import_template, new_import

urlpatterns = [
    path("imports", imports, name="imports"),
    path("imports/new", new_import, name="new_import"),
    path("imports/template.xlsx", import_template, name="import_template"),
    path("imports/sample.xlsx", import_sample, name="import_sample"),
    path("imports/<int:batch_id>", import_page, name="import"),
    path("imports/<int:batch_id>/progress", import_progress, name="import_progress"),
    path("imports/<int:batch_id>/confirm", confirm, name="confirm_import"),
    path("imports/<int:batch_id>/retry", retry, name="retry_import"),
    path("imports/<int:batch_id>/undo", undo, name="undo_import"),
    path("imports/<int:batch_id>/result.xlsx", result_workbook, name="import_result"),
]
