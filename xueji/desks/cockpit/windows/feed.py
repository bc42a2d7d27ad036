"""The year's dates as an iCalendar file that a calendar program asks for again and again (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from icalendar import Calendar, Event

from xueji.desks.access import open_to_all
from xueji.desks.cockpit.windows.dates import DAY, Dated, read_year
from xueji.desks.cockpit.windows.tokens import account_of
from xueji.parties.calendar import school_year_of
from xueji.parties.clock import city_today
from xueji.parties.models import Account, Office, Post
from xueji.parties.queries import districts, open_posts
from xueji.vocabulary.parties import Party

REFRESH = timedelta(hours=6)
"""How often a calendar program should ask again; most ask less often anyway."""


@require_GET
@open_to_all
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give the dates of last, this and next school year as they concern the account's posts.

    A wrong token and one of somebody without a post look like a page that does not exist.
    """
    account = account_of(token)
    if account is None:
        raise Http404
    content = _written(account)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["Content-Disposition"] = 'inline; filename="xueji.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _written(account: Account) -> bytes:
    today = city_today()
    posts = list(open_posts(account.pk, today))
    if not posts:
        raise Http404
    year = school_year_of(today)
    first, last = date(year - 1, 8, 1), date(year + 2, 7, 31)
    names = {office.pk: office.name for office in districts()}
    read = read_year(first, last, district_id=_district(posts), names=names)
    calendar = Calendar()
    calendar.add("prodid", "-//Xueji//Calendar//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("学籍时段与日历"))
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for one in read.dates:
        calendar.add_component(_event(one))
    return bytes(calendar.to_ical())


def _district(posts: Sequence[Post]) -> int | None:
    """The district whose exceptions are told besides the whole city's; None (every one's) for the top office."""
    found = {post.school.district_id if post.school else _own_district(post.office) for post in posts}
    return found.pop() if len(found) == 1 else None


def _own_district(office: Office | None) -> int | None:
    return office.pk if office is not None and office.level == Party.DISTRICT else None


def _event(one: Dated) -> Event:
    event = Event()
    event.add("uid", f"{one.key}@xueji")
    event.add("summary", one.label)
    event.add("dtstart", one.starts_on)
    event.add("dtend", one.ends_on + DAY)
    # A stamp that moved with every answer would make the same calendar look changed each time it is asked for.
    event.add("dtstamp", datetime(one.starts_on.year, one.starts_on.month, one.starts_on.day, tzinfo=UTC))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [one.kind])
    described = "\n".join(part for part in (one.note, one.source) if part)
    if described:
        event.add("description", described)
    return event
