"""A desk left alone is closed: after half an hour without a page the session ends, whatever the browser keeps."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

SEEN = "seen"
EVERY = 60
"""Seconds between two notes of when somebody was seen: not every page is a write."""


def end_idle_sessions(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Sign out who was away for too long, and lead to the sign-in, which says why and leads back."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if SESSION_KEY not in request.session:
            return get_response(request)
        now = int(time.time())
        seen = request.session.get(SEEN)
        if seen is not None and now - seen > settings.SESSION_IDLE_MINUTES * 60:
            logout(request)
            return _to_the_door(request)
        if seen is None or now - seen >= EVERY:
            request.session[SEEN] = now
        return get_response(request)

    return middleware


def _to_the_door(request: HttpRequest) -> HttpResponse:
    onward = request.get_full_path() if request.method == "GET" and "HX-Request" not in request.headers else "/"
    door = f"{settings.LOGIN_URL}?{urlencode({'next': onward, 'away': 1})}"
    if "HX-Request" in request.headers:
        # A part of a page must not be swapped for the sign-in form: the whole page goes there.
        return HttpResponse(headers={"HX-Redirect": door})
    return HttpResponseRedirect(door)
