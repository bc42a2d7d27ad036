"""Addresses of the pages of lateness."""

from django.urls import path

from xueji.desks.lateness.page import lateness, lateness_export

urlpatterns = [
    path("lateness", lateness, name="lateness"),
    path("lateness.xlsx", lateness_export, name="lateness_export"),
]
