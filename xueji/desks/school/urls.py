"""The address that all desks share; each is led to its own."""

from django.urls import path

from xueji.desks.school.home import home

urlpatterns = [path("", home, name="home")]
