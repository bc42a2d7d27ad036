"""Addresses of take-overs."""

from django.urls import path

from xueji.desks.takeover.pages import takeover_page, takeover_progress, takeover_rows
from xueji.desks.takeover.uploading import (
    confirm_takeover,
    new_takeover,
    retry_takeover,
    takeover_result,
    takeover_template,
    takeovers,
)

urlpatterns = [
    path("takeovers", takeovers, name="takeovers"),
    path("takeovers/new", new_takeover, name="new_takeover"),
    path("takeovers/template.xlsx", takeover_template, name="takeover_template"),
    path("takeovers/<int:pk>", takeover_page, name="takeover"),
    path("takeovers/<int:pk>/progress", takeover_progress, name="takeover_progress"),
    path("takeovers/<int:pk>/confirm", confirm_takeover, name="confirm_takeover"),
    path("takeovers/<int:pk>/retry", retry_takeover, name="retry_takeover"),
    path("takeovers/<int:pk>/result", takeover_result, name="takeover_result"),
    path("takeovers/<int:pk>/<slug:sheet>", takeover_rows, name="takeover_rows"),
]
