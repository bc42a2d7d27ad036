"""Addresses of the cockpit: windows and the calendar, and the places of every cohort."""

from django.urls import path

from xueji.desks.cockpit.places.listing import cockpit_places, cockpit_places_export
from xueji.desks.cockpit.places.merging import cockpit_merger
from xueji.desks.cockpit.places.row import cockpit_place
from xueji.desks.cockpit.windows.exceptions import new_window_exception, take_back, window_exception
from xueji.desks.cockpit.windows.feed import calendar_feed
from xueji.desks.cockpit.windows.page import windows_page

urlpatterns = [
    path("windows", windows_page, name="windows"),
    path("windows/exceptions/new", new_window_exception, name="new_window_exception"),
    path("windows/exceptions/<int:exception_id>", window_exception, name="window_exception"),
    path("windows/exceptions/<int:exception_id>/end", take_back, name="end_window_exception"),
    path("windows/feed/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("cockpit/places", cockpit_places, name="cockpit_places"),
    path("cockpit/places.xlsx", cockpit_places_export, name="cockpit_places_export"),
    path("cockpit/places/merger", cockpit_merger, name="cockpit_merger"),
    path("cockpit/places/<int:quota_id>", cockpit_place, name="cockpit_place"),
]
