"""Addresses of the API. All but its reference stand behind the gate; what is no address is a problem, not a page."""

from __future__ import annotations

import re

from django.urls import URLPattern, path, re_path

from xueji.desks.api.gateway.gate import absent, behind_gate
from xueji.desks.api.interface import interface
from xueji.desks.api.reference import ROOT, document, reference, schema


def _gated(found: URLPattern) -> URLPattern:
    """An operation behind the gate, which knows the parameters it asks by each method."""
    told = document()["paths"][ROOT + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(found.pattern))]
    asks = {
        method.upper(): frozenset(one["name"] for one in operation["parameters"] if one["in"] == "query")
        for method, operation in told.items()
    }
    found.callback = behind_gate(found.callback, asks)
    # Desks name their pages so: an address asked for by name must never lead here.
    found.name = f"api_{found.name}"
    return found


_OPERATIONS = [
    _gated(found) for found in interface.urls[0] if isinstance(found, URLPattern) and found.name != "api-root"
]

urlpatterns = [
    path("openapi.json", schema, name="api_schema"),
    path("docs", reference, name="api_reference"),
    *_OPERATIONS,
    # Whatever else, line breaks included, which `path` would leave to Django's own page.
    re_path(r"^[\s\S]*\Z", absent),
]
