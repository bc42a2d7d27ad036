"""Addresses of one's own account."""

from django.urls import path

from xueji.desks.account.own import my_account
from xueji.desks.account.second_factor import begin_second_factor, new_codes, qr_code, second_factor

urlpatterns = [
    path("account", my_account, name="my_account"),
    path("account/second-factor", second_factor, name="second_factor"),
    path("account/second-factor/begin", begin_second_factor, name="begin_second_factor"),
    path("account/second-factor/qr.svg", qr_code, name="second_factor_qr"),
    path("account/second-factor/codes", new_codes, name="new_recovery_codes"),
]
