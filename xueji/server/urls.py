"""Every address of the house."""

from django.urls import include, path

urlpatterns = [path("", include("xueji.desks.urls"))]

# Django finds these by name; a page that says no looks like any other page.
handler404 = "xueji.desks.errors.not_found"
handler500 = "xueji.desks.errors.broken"
