"""Addresses of the API. All but its reference stand behind the gate; what is no address is a problem, not a page."""

from __future__ import annotations

from django.urls import URLPattern, path

from xueji.desks.api.gateway.gate import absent, behind_gate
from xueji.desks.api.interface import interface
from xueji.desks.api.reference import reference, schema


def _gated(found: URLPattern) -> URLPattern:
    found.callback = behind_gate(found.callback)
    # Operations are called as their functions are; the desks' pages of the same name keep theirs.
    found.name = f"api_{found.name}"
    return found


_OPERATIONS = [
    _gated(found) for found in interface.urls[0] if isinstance(found, URLPattern) and found.name != "api-root"
]

urlpatterns = [
    path("openapi.json", schema, name="api_schema"),
    path("docs", reference, name="api_reference"),
    *_OPERATIONS,
    path("", absent),
    path("<path:rest>", absent),
]
