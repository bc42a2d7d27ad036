"""Backup and restore: what was acknowledged comes back, equal row for row (quality.md R11, small)."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg
import pytest

from tests.house.worker_database import WorkerDatabase
from tests.server.safekeeping.conftest import Busy
from xueji.server.border import border_settings
from xueji.server.database import HouseError, Urls
from xueji.server.safekeeping.archive import check_files, opened_archive, passphrase_in, read_manifest
from xueji.server.safekeeping.backing_up import Backup, Kept, connected
from xueji.server.safekeeping.house import House
from xueji.server.safekeeping.judging import judge
from xueji.server.safekeeping.locked import BLOCK, LockedReader, LockedWriter
from xueji.server.safekeeping.manifest import Manifest
from xueji.server.safekeeping.restoring import AHEAD, bring_private, must_be_known, new_house, restore

PHRASE = "a passphrase of the archive"


def nothing(_: int) -> None:
    """Nobody watches."""


def backed_up(house: House, target: Path, phrase: str | None = None) -> Kept:
    with connected(house.keeper) as connection:
        return Backup(house, connection).write(target, phrase, nothing)


def brought_back(file: Path, house: House, phrase: str | None = None) -> Manifest:
    with opened_archive(file, phrase) as archive:
        manifest = read_manifest(archive)
        check_files(archive, manifest, nothing)
        bring_private(archive, manifest, house.data)
        assert restore(archive, manifest, house, nothing).fits
        return manifest


@contextmanager
def reviews_go_on(busy: Busy) -> Iterator[list[tuple[int, int]]]:
    """Somebody approves and takes it back, again and again; gives the (case, version) acknowledged so far."""
    from django.db import connections  # noqa: PLC0415

    from tests.pupils import TRANSFER, clerk  # noqa: PLC0415
    from xueji.cases.batch.work import Step  # noqa: PLC0415
    from xueji.cases.door import act  # noqa: PLC0415

    actor, key, over = clerk(busy.city, busy.schools.primary), busy.cases[0], Event()
    acknowledged: list[tuple[int, int]] = []

    def work() -> None:
        while not over.is_set():
            version = 2 + len(acknowledged)
            event = "approve" if version % 2 == 0 else "undo"
            assert act(Step(key, event, {}, "理由"), actor=actor).taken, TRANSFER
            acknowledged.append((key, version))
        connections.close_all()

    worker = Thread(target=work)
    worker.start()
    try:
        while not acknowledged:
            over.wait(0.01)
        yield acknowledged
    finally:
        over.set()
        worker.join()


def test_nothing_acknowledged_is_lost_by_backup_destruction_and_restore(
    busy: Busy, house_database: WorkerDatabase, empty: Urls, folder: Path, tmp_path: Path
) -> None:
    with reviews_go_on(busy) as acknowledged:
        before = list(acknowledged)
        kept = backed_up(House(folder, house_database.urls), tmp_path)
        meanwhile = len(acknowledged) - len(before)
    assert meanwhile > 0, "the city went on working"
    house_database.make_afresh()
    there = House(tmp_path / "new", empty)
    there.data.mkdir()
    manifest = brought_back(kept.file, there)
    assert (there.data / "secret-key").read_text() == "a secret key of this city"
    assert stat.S_IMODE((there.data / "secret-key").stat().st_mode) == 0o600
    assert {answer.question.name: answer.first for answer in judge(empty.app) if not answer.fine} == {}
    with connected(empty.owner or "") as owner:
        owner.execute("SELECT set_config('xueji.scope', 'city', false)")
        found = set(owner.execute("SELECT case_id, number FROM cases_decision").fetchall())
        assert set(before) <= found
        (last,) = owner.execute("SELECT max(id) FROM cases_decision").fetchone() or (None,)
        assert manifest.heads["decisions"]["last"] == last
    with psycopg.connect(empty.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("UPDATE cases_decision SET reason = 'x'")


def but_conditions(backup: Any) -> dict[str, Any]:
    """The files of a backup, but for the one with indexes and triggers.

    PostgreSQL writes a condition that it has read once with other brackets; that all of them stand is the law's to say.
    """
    return {name: told for name, told in backup.manifest.files.items() if name != "schema/after.sql"}


def test_a_restored_city_is_backed_up_to_the_same_rows(
    busy: Busy, house_database: WorkerDatabase, empty: Urls, folder: Path, tmp_path: Path
) -> None:
    first = backed_up(House(folder, house_database.urls), tmp_path / "first", PHRASE)
    there = House(tmp_path / "new", empty)
    there.data.mkdir()
    brought_back(first.file, there, PHRASE)
    second = backed_up(there, tmp_path / "second", PHRASE)
    assert second.manifest.tables == first.manifest.tables
    leaps = {
        name: last - first.manifest.sequences[name][0]
        for name, (last, _) in second.manifest.sequences.items()
        if last != first.manifest.sequences[name][0]
    }
    assert leaps == dict.fromkeys(
        ("cases_case_id_seq", "exchange_difference_id_seq", "records_studentrecord_id_seq"), AHEAD
    ), "what the nation may know by a number that is lost here is never called by it again"
    assert but_conditions(second) == but_conditions(first), "structure and secret as well"


def test_the_wire_to_the_nation_comes_back_for_its_owner_alone(
    busy: Busy, house_database: WorkerDatabase, empty: Urls, folder: Path, tmp_path: Path
) -> None:
    wire = json.dumps({"url": "postgresql://courier:hush@exchange/x", "key": "00ff", "province": "110000"})
    (folder / "exchange.json").write_text(wire)
    kept = backed_up(House(folder, house_database.urls), tmp_path / "wired", PHRASE)
    assert b"hush" not in kept.file.read_bytes()
    there = House(tmp_path / "new", empty)
    there.data.mkdir()
    brought_back(kept.file, there, PHRASE)
    assert (there.data / "exchange.json").read_text() == wire
    assert stat.S_IMODE((there.data / "exchange.json").stat().st_mode) == 0o600
    assert border_settings(there.data) == ("postgresql://courier:hush@exchange/x", b"\x00\xff", "110000")


def test_a_pretend_nation_and_its_exchange_are_not_taken_along(
    busy: Busy, house_database: WorkerDatabase, folder: Path, tmp_path: Path
) -> None:
    for name in ("exchange.json", "nation.json"):
        (folder / name).write_text("{}")
    kept = backed_up(House(folder, house_database.urls), tmp_path / "demo")
    assert {name for name in kept.manifest.files if "/" not in name} == {"secret-key"}


def test_a_backup_is_whole_private_and_overwrites_nothing(
    busy: Busy, house_database: WorkerDatabase, folder: Path, tmp_path: Path
) -> None:
    house = House(folder, house_database.urls)
    kept = backed_up(house, tmp_path)
    assert kept.file.name.startswith("xueji-110000-")
    assert stat.S_IMODE(kept.file.stat().st_mode) == 0o600
    with pytest.raises(HouseError, match="exists already"):
        backed_up(house, kept.file)
    with pytest.raises(HouseError, match="cannot be written"):
        backed_up(house, tmp_path / "absent" / "a")
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


@pytest.fixture
def file(busy: Busy, house_database: WorkerDatabase, folder: Path, tmp_path: Path) -> Path:
    return backed_up(House(folder, house_database.urls), tmp_path / "plain").file


def test_a_tampered_file_is_refused(file: Path, tmp_path: Path, house_database: WorkerDatabase, folder: Path) -> None:
    changed = tmp_path / "changed"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace("延庆县".encode(), "延慶县".encode()) if "office" in name else content)
    assert refused(changed, None) == "The backup file is damaged or was tampered with."
    for cut in (10, 1000, file.stat().st_size - 1):
        changed.write_bytes(file.read_bytes()[:cut])
        assert refused(changed, None) == "The backup file is damaged or was tampered with."
    spoilt = bytearray(file.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    changed.write_bytes(spoilt)
    assert refused(changed, None) == "The backup file is damaged or was tampered with."


def test_a_wrong_passphrase_and_a_changed_locked_file_are_told_apart(
    busy: Busy, house_database: WorkerDatabase, folder: Path, tmp_path: Path
) -> None:
    locked = backed_up(House(folder, house_database.urls), tmp_path / "locked", PHRASE).file
    assert "延庆县".encode() not in locked.read_bytes()
    assert refused(locked, PHRASE) is None
    assert refused(locked, None).startswith("The backup")  # type: ignore[union-attr]
    assert refused(locked, PHRASE + "x") == "The passphrase does not open this backup."
    for place in (70, locked.stat().st_size // 2, locked.stat().st_size - 1):
        spoilt = bytearray(locked.read_bytes())
        spoilt[place] ^= 1
        (tmp_path / "spoilt").write_bytes(spoilt)
        assert refused(tmp_path / "spoilt", PHRASE) == "The backup file is damaged or was tampered with."
    (tmp_path / "short").write_text("short\n")
    with pytest.raises(HouseError, match="fewer than"):
        passphrase_in(tmp_path / "short")


def test_only_an_empty_place_is_restored_into(
    house_database: WorkerDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEJI_DATABASE_URL", house_database.urls.app)
    monkeypatch.setenv("XUEJI_OWNER_DATABASE_URL", house_database.urls.owner or "")
    with pytest.raises(HouseError, match="database is not empty"), new_house(tmp_path / "new"):
        pytest.fail("entered")
    assert not (tmp_path / "new").exists(), "what was made for nothing is gone again"
    (tmp_path / "a note").touch()
    with pytest.raises(HouseError, match=r"folder .* is not empty"), new_house(tmp_path):
        pytest.fail("entered")
    monkeypatch.delenv("XUEJI_OWNER_DATABASE_URL")
    with pytest.raises(HouseError, match="address of the database's owner"), new_house(tmp_path / "new"):
        pytest.fail("entered")


def test_a_backup_of_a_later_version_is_refused(file: Path) -> None:
    with opened_archive(file, None) as archive:
        manifest = read_manifest(archive)
    must_be_known(manifest)
    manifest.migrations.append("cases.9999_of_the_future")
    with pytest.raises(HouseError, match="9999_of_the_future"):
        must_be_known(manifest)


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
def test_a_locked_file_is_read_from_any_place(size: int) -> None:
    plain, file = os.urandom(size), io.BytesIO()
    with LockedWriter(file, PHRASE) as out:
        for start in range(0, size, 300_000):
            out.write(plain[start : start + 300_000])
    file.seek(0)
    reader = LockedReader.opened(file, PHRASE)
    assert reader.read() == plain
    for place in (0, size // 3, max(0, size - 5)):
        reader.seek(place)
        assert reader.read(10) == plain[place : place + 10]
    cut = io.BytesIO(file.getvalue()[:-BLOCK] if size > BLOCK else file.getvalue()[:-1])
    with pytest.raises(HouseError, match="damaged"):
        LockedReader.opened(cut, PHRASE).read()


def refused(file: Path, phrase: str | None) -> str | None:
    try:
        with opened_archive(file, phrase) as archive:
            check_files(archive, read_manifest(archive), nothing)
    except HouseError as error:
        return error.says.en
    return None
