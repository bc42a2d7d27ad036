"""Addresses of papers."""

from django.urls import path

from xueji.desks.evidence.bringing import annotate, bring
from xueji.desks.evidence.opening import open_paper, open_preview

urlpatterns = [
    path("evidence/<int:pk>", open_paper, name="evidence"),
    path("evidence/<int:pk>/preview", open_preview, name="evidence_preview"),
    path("evidence/<int:pk>/note", annotate, name="annotate_evidence"),
    path("evidence/of/<int:case_pk>/add", bring, name="add_evidence"),
]
