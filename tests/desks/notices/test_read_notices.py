"""What a place has been told: unread first, counted in the menu, read by anybody there, never another's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desks.district.people import browser, page, stand_on, take
from xueji.cases.models import Notice
from xueji.cases.notices import remind
from xueji.parties.scope import scope
from xueji.vocabulary.parties import Role

if TYPE_CHECKING:
    from tests.small_city import SmallCity

LATE = date(2015, 9, 17)


def told(town: SmallCity, children: int = 3) -> None:
    """Notices of so many late children at the first school."""
    take(town.actor(), town.entrants(children), "claim")
    stand_on(LATE)
    remind(LATE)


def unread(town: SmallCity) -> int:
    with scope(town.city_officer()):
        return Notice.objects.filter(seen_at__isnull=True).count()


def test_unread_ones_are_counted_in_the_menu_and_listed(town: SmallCity) -> None:
    client = browser(town.actor())
    assert "xj-count" not in page(client, "/notices")
    told(town)
    html = page(client, "/notices")
    assert html.count("data-row tabindex") == 3
    assert '<span class="xj-count xj-waits">3</span>' in html
    assert "已逾期" in html
    assert "妫川第一小学" in html


def test_picked_ones_are_read_and_the_rest_stays(town: SmallCity) -> None:
    told(town)
    client = browser(town.actor())
    with scope(town.city_officer()):
        first = Notice.objects.order_by("pk")[0].pk
    answer = client.post("/notices/read", {"pick": [first], "deed": "read"})
    assert answer.status_code == 302
    assert unread(town) == 2
    assert "已读1条通知" in page(client, answer["Location"])
    nothing = client.post("/notices/read", {"pick": ["x", "99999999999999999999"]})
    assert "没有选中未读的通知" in page(client, nothing["Location"])
    client.post("/notices/read", {"everything": "1"})
    assert unread(town) == 0
    assert "标为已读</button>" not in page(client, "/notices")


def test_filters_narrow_and_stay(town: SmallCity) -> None:
    told(town)
    client = browser(town.actor())
    assert "没有符合条件的通知" in page(client, "/notices?kind=urged")
    html = page(client, "/notices?kind=overdue&unread=1&procedure=entry_registration")
    assert '<option value="overdue" selected>' in html
    assert html.count("data-row tabindex") == 3
    page(client, "/notices?kind=x&procedure=x&after=x~y&before=-")
    everything = client.post("/notices/read?kind=urged", {"everything": "1"})
    assert everything["Location"] == "/notices?kind=urged"
    assert unread(town) == 3


def test_another_places_notices_are_neither_seen_nor_read(town: SmallCity) -> None:
    told(town)
    with scope(town.city_officer()):
        keys = list(Notice.objects.values_list("pk", flat=True))
    for other in (town.actor(at=town.schools[1]), town.district_officer(), town.city_officer()):
        client = browser(other)
        assert "没有通知" in page(client, "/notices")
        client.post("/notices/read", {"pick": keys})
    assert unread(town) == 3
    page(browser(town.actor(Role.HOMEROOM_TEACHER)), "/notices", 403)


def test_the_list_costs_the_same_for_few_and_many(town: SmallCity) -> None:
    client, counted = browser(town.actor()), []
    for children in (1, 20):
        stand_on(date(2015, 9, 1))
        told(town, children)
        page(client, "/notices")
        with CaptureQueriesContext(connection) as asked:
            page(client, "/notices")
        counted.append(len(asked))
    assert counted[0] == counted[1]
