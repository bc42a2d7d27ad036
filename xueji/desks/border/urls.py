"""Addresses of the border desk, of the error catalog, and of problem records."""

from django.urls import path

from xueji.desks.border.cockpit import border
from xueji.desks.border.differences import differences, settle_differences
from xueji.desks.border.error_catalog import border_errors
from xueji.desks.border.incoming.listing import incoming
from xueji.desks.border.incoming.message import incoming_message
from xueji.desks.border.incoming.settling import settle_messages
from xueji.desks.border.outgoing.listing import outgoing
from xueji.desks.border.outgoing.message import outgoing_message
from xueji.desks.border.outgoing.sending import send_again
from xueji.desks.border.problems.likenesses import dismiss_pair, possible_duplicates
from xueji.desks.border.problems.listing import problem_records
from xueji.desks.border.problems.merging import merge_alike, merge_doubted
from xueji.desks.border.problems.page import problem_record
from xueji.desks.border.problems.parting import record_merge, record_merges
from xueji.desks.border.results import border_result
from xueji.desks.border.statistics.page import border_statistics, border_statistics_export

urlpatterns = [
    path("border", border, name="border"),
    path("border/outgoing", outgoing, name="border_outgoing"),
    path("border/outgoing/act", send_again, name="border_send_again"),
    path("border/outgoing/<int:pk>", outgoing_message, name="border_outgoing_message"),
    path("border/incoming", incoming, name="border_incoming"),
    path("border/incoming/act", settle_messages, name="border_settle_messages"),
    path("border/incoming/<int:pk>", incoming_message, name="border_incoming_message"),
    path("border/differences", differences, name="border_differences"),
    path("border/differences/act", settle_differences, name="border_settle_differences"),
    path("border/results/<uuid:batch>", border_result, name="border_result"),
    path("border/statistics", border_statistics, name="border_statistics"),
    path("border/statistics.xlsx", border_statistics_export, name="border_statistics_export"),
    path("border/errors", border_errors, name="border_errors"),
    path("problem-records", problem_records, name="problem_records"),
    path("problem-records/alike", possible_duplicates, name="possible_duplicates"),
    path("problem-records/alike/<int:pk>/dismiss", dismiss_pair, name="dismiss_pair"),
    path("problem-records/alike/<int:pk>/merge", merge_alike, name="merge_alike"),
    path("problem-records/merges", record_merges, name="record_merges"),
    path("problem-records/merges/<int:pk>", record_merge, name="record_merge"),
    path("problem-records/<int:pk>", problem_record, name="problem_record"),
    path("problem-records/<int:pk>/merge", merge_doubted, name="merge_doubted"),
]
