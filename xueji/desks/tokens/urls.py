"""Addresses of the keys of programs."""

from django.urls import path

from xueji.desks.tokens.keeping import issue, revoke, tokens

urlpatterns = [
    path("tokens", tokens, name="tokens"),
    path("tokens/new", issue, name="issue_token"),
    path("tokens/<int:pk>/revoke", revoke, name="revoke_token"),
]
