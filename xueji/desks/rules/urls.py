"""Addresses of the help pages."""

from django.urls import path

from xueji.desks.rules.pages import diagram, guide, guides, permissions

urlpatterns = [
    path("rules/", guides, name="guides"),
    path("rules/permissions", permissions, name="permissions"),
    path("rules/<str:edition>/<str:key>.svg", diagram, name="diagram"),
    path("rules/<str:edition>/<str:key>", guide, name="guide"),
]
