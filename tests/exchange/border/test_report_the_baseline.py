"""The baseline: every child that was never reported is queued once, whatever breaks off in between."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.exchange.border.messages import ours, say
from tests.exchange.border.wires import Nation, Wire
from tests.pupils import pupil
from tests.small_city import SmallCity, everything
from xueji.exchange.border import baseline
from xueji.exchange.border.baseline import EVENT, queue_baseline, unreported
from xueji.exchange.border.bodies import about_record, report_of
from xueji.exchange.border.children import child_of
from xueji.exchange.border.courier import carry
from xueji.exchange.border.inbox import collect
from xueji.records.models import NumberAssignment, StudentRecord
from xueji.server.cli.border import exchange as command
from xueji.server.cli.frame.house import House


def test_every_child_is_queued_with_the_words_of_a_daily_report(city: SmallCity) -> None:
    records = [pupil(city.school), pupil(city.schools[2], "J1")]
    assert (unreported(), queue_baseline()) == (2, 2)
    for record in records:
        message = ours()[f"baseline:{record.pk}"]
        with everything():
            known = child_of(record.pk)
        assert message.body == report_of(known, EVENT)
        assert (message.about, message.record_id) == (about_record(record.pk), record.pk)
        assert (message.school_id, message.district_id) == (known.school_id, known.district_id)
    wire = Wire()
    carry(wire)
    Nation(wire).step()
    assert collect(wire).applied == 2


def test_who_was_reported_has_no_number_or_was_removed_is_not_queued(city: SmallCity) -> None:
    told, nameless, removed, left = (pupil(city.school) for _ in range(4))
    say(told)
    with everything():
        NumberAssignment.objects.filter(record=nameless).update(scheme="E")
        StudentRecord.objects.filter(pk=removed.pk).update(removed_at="2015-09-01T00:00:00Z")
    assert queue_baseline() == 1
    assert f"baseline:{left.pk}" in ours()
    assert (unreported(), queue_baseline()) == (0, 0)


def test_broken_off_it_goes_on_where_it_stopped_and_a_portion_is_one_statement(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(baseline, "_PORTION", 2)
    records = [pupil(city.school) for _ in range(5)]

    def dies(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        queue_baseline(dies)
    assert len(ours()) == 2
    portions: list[int] = []
    with CaptureQueriesContext(connection) as asked:
        assert queue_baseline(portions.append) == 3
    assert portions == [0, 2, 1]
    assert len([each for each in asked if "INSERT" in each["sql"]]) == 4, "the last one finds nobody"
    assert list(ours()) == [f"baseline:{record.pk}" for record in records]


def test_the_command_counts_first_and_queues_once(
    city: SmallCity, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for _ in range(3):
        pupil(city.school)
    monkeypatch.setattr(command, "open_house", lambda _: _Open(tmp_path))
    run = CliRunner().invoke
    assert run(command.command, ["baseline", "--dry-run"]).output == "待上报 would queue: 3\n"
    assert ours() == {}
    assert "已排队 queued: 3" in run(command.command, ["baseline"]).output
    assert "已排队 queued: 0" in run(command.command, ["baseline"]).output
    assert len(ours()) == 3
    said = run(command.command, ["baseline", "--help"]).output
    assert "只计数" in said
    assert "Count only" in said


class _Open:
    """The house of this test, which is open already."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> House | None:
        return None

    def __exit__(self, *_: object) -> None:
        return None
