"""Addresses of the sign-in."""

from django.urls import path

from xueji.desks.sign_in.entering import forgotten_password, sign_in, sign_out
from xueji.desks.sign_in.passwords import change_password
from xueji.desks.sign_in.second_step import second_step
from xueji.desks.sign_in.switching import set_language, switch_post

urlpatterns = [
    path("sign-in", sign_in, name="sign_in"),
    path("sign-in/code", second_step, name="second_step"),
    path("sign-out", sign_out, name="sign_out"),
    path("forgotten-password", forgotten_password, name="forgotten_password"),
    path("change-password", change_password, name="change_password"),
    path("switch-post", switch_post, name="switch_post"),
    path("language", set_language, name="set_language"),
]
