"""`xueji clocks`: the periods as they stand in the rulebooks, and a preview before anything moves."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date

import pytest
from click.testing import CliRunner

from tests.cases.test_recompute import Notice, a_notice_changes, due_dates
from tests.desks.district.people import stand_on, take
from tests.small_city import SmallCity
from xueji.server.cli import clocks, xueji
from xueji.server.database import HouseError

__all__ = ["a_notice_changes"]

RECOMPUTE = ["clocks", "recompute", "--procedure", "entry_registration"]


def test_the_list_shows_dated_values_and_what_they_govern(a_notice_changes: Notice) -> None:
    a_notice_changes("review_days", 15, date(2015, 10, 1))
    told = CliRunner().invoke(xueji, ["clocks", "list", "--edition", "beijing_2015"]).output
    block = told[told.index("  review_days") :].split("\n\n")[0]
    assert "2013-09-01 –  10" in block
    assert "2015-10-01 –  15  京教学〔2015〕9号 [SRC]" in block
    assert "→ in_city_transfer.awaiting_city_review  待市级审核" in block
    assert "→ entry_registration: registration_open" in told
    with pytest.raises(HouseError):
        CliRunner().invoke(xueji, ["clocks", "list", "--edition", "atlantis"], catch_exceptions=False)


def test_a_preview_moves_nothing_and_the_deed_says_the_same(
    city: SmallCity, a_notice_changes: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "open_house", nullcontext)
    take(city.actor(), city.entrants(2), "give_back", cause="other")
    a_notice_changes("review_days", 15, date(2015, 9, 2))
    stand_on(date(2015, 9, 7))
    preview = CliRunner().invoke(xueji, [*RECOMPUTE, "--dry-run"], catch_exceptions=False).output
    assert "2015-09-16 → 2015-09-23  2" in preview
    assert "将移动 2 件" in preview
    assert due_dates(city) == [date(2015, 9, 16)] * 2
    with pytest.raises(HouseError):
        CliRunner().invoke(xueji, RECOMPUTE, catch_exceptions=False)
    done = CliRunner().invoke(xueji, [*RECOMPUTE, "--reason", "京教学〔2015〕9号"], catch_exceptions=False).output
    assert "已移动 2 件" in done
    assert due_dates(city) == [date(2015, 9, 23)] * 2
