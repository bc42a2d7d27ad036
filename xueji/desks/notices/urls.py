"""Addresses of the notices."""

from django.urls import path

from xueji.desks.notices.listing import notices, read

urlpatterns = [
    path("notices", notices, name="notices"),
    path("notices/read", read, name="read_notices"),
]
