"""Addresses of the entrants: the list, batches, and one entrant's page."""

from django.urls import path

from xueji.desks.entrants.batches.deciding import batch_form, start_batch
from xueji.desks.entrants.batches.results import batch_result
from xueji.desks.entrants.case_page import entrant
from xueji.desks.entrants.correcting import correct
from xueji.desks.entrants.exporting import entrants_workbook
from xueji.desks.entrants.listing import entrants
from xueji.desks.entrants.looking import reveal
from xueji.desks.entrants.steps import take_step

urlpatterns = [
    path("entrants", entrants, name="entrants"),
    path("entrants/export.xlsx", entrants_workbook, name="entrants_workbook"),
    path("entrants/batches", start_batch, name="entrant_batches"),
    path("entrants/batches/<uuid:batch>", batch_form, name="entrant_batch"),
    path("entrants/batches/<uuid:batch>/result", batch_result, name="entrant_batch_result"),
    path("entrants/<int:pk>", entrant, name="entrant"),
    path("entrants/<int:pk>/step", take_step, name="entrant_step"),
    path("entrants/<int:pk>/number", reveal, name="entrant_number"),
    path("entrants/<int:pk>/correction", correct, name="entrant_correction"),
]
