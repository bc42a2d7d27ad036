"""Addresses of the city's desk; what districts and schools may read or do there is asked by each page."""

from django.urls import path

from xueji.desks.city.accounts.account import account_page, add_post, finish_post
from xueji.desks.city.accounts.creating import new_account
from xueji.desks.city.accounts.leaving import deactivate
from xueji.desks.city.accounts.listing import accounts, found_team
from xueji.desks.city.accounts.reopening import new_password, no_second_factor, unseal
from xueji.desks.city.accounts.standing_in import arrange_stand_in, finish_stand_in
from xueji.desks.city.calendar.page import calendar_page, edit_day, edit_term
from xueji.desks.city.districts import city_districts, city_districts_export
from xueji.desks.city.exceptions.granting import grant
from xueji.desks.city.exceptions.listing import end_early, exception_page, exceptions
from xueji.desks.city.founding.offices import new_district
from xueji.desks.city.founding.schools import new_school
from xueji.desks.city.home import city_home
from xueji.desks.city.places import add_campus, place, places, shut_campus
from xueji.desks.city.quotas import change_quota, quotas, quotas_export
from xueji.desks.city.training import training_clock

urlpatterns = [
    path("city", city_home, name="city_home"),
    path("city/districts", city_districts, name="city_districts"),
    path("city/districts.xlsx", city_districts_export, name="city_districts_export"),
    path("calendar", calendar_page, name="calendar"),
    path("calendar/day", edit_day, name="edit_calendar_day"),
    path("calendar/term", edit_term, name="edit_term"),
    path("quotas", quotas, name="quotas"),
    path("quotas.xlsx", quotas_export, name="quotas_export"),
    path("quotas/change", change_quota, name="change_quota"),
    path("exceptions", exceptions, name="exceptions"),
    path("exceptions/new", grant, name="grant_exception"),
    path("exceptions/<int:exception_id>", exception_page, name="exception"),
    path("exceptions/<int:exception_id>/end", end_early, name="end_exception"),
    path("places", places, name="places"),
    path("places/districts/new", new_district, name="new_district"),
    path("places/schools/new", new_school, name="new_school"),
    path("places/<int:school_id>", place, name="place"),
    path("places/<int:school_id>/campuses", add_campus, name="open_campus"),
    path("places/campuses/<int:campus_id>/close", shut_campus, name="close_campus"),
    path("accounts", accounts, name="accounts"),
    path("accounts/new", new_account, name="new_account"),
    path("accounts/service-team", found_team, name="found_service_team"),
    path("accounts/<int:account_id>", account_page, name="account"),
    path("accounts/<int:account_id>/posts", add_post, name="add_post"),
    path("accounts/<int:account_id>/password", new_password, name="new_password"),
    path("accounts/<int:account_id>/second-factor/reset", no_second_factor, name="reset_second_factor"),
    path("accounts/<int:account_id>/unseal", unseal, name="unseal_account"),
    path("accounts/<int:account_id>/deactivate", deactivate, name="deactivate_account"),
    path("accounts/posts/<int:post_id>/end", finish_post, name="end_post"),
    path("accounts/posts/<int:post_id>/stand-in", arrange_stand_in, name="stand_in"),
    path("accounts/posts/<int:post_id>/stand-in/end", finish_stand_in, name="end_stand_in"),
    path("training-clock", training_clock, name="training_clock"),
]
