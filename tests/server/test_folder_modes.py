"""Whoever starts the house, as root or not: no existing folder's mode is changed, and PostgreSQL never runs as root."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from xueji.server.database import HouseError, programs, running
from xueji.server.database.folder import data_folder, make_folder
from xueji.server.database.postmaster import read_postmaster
from xueji.vocabulary.text import Text

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")


def _modes_above(folder: Path) -> dict[Path, tuple[int, int, int]]:
    return {each: (each.stat().st_mode, each.stat().st_uid, each.stat().st_gid) for each in folder.parents}


def _place(data: Path) -> Path:
    note = data / "cluster.path"
    return Path(note.read_text().strip()) if note.exists() else data


def test_no_folder_above_the_data_folder_is_changed(data: Path) -> None:
    before = _modes_above(data)
    with running(data, durable=False):
        pass
    assert _modes_above(data) == before


def test_a_private_home_stays_private(private_data: Path) -> None:
    before = _modes_above(private_data)
    said: list[Text] = []
    with running(private_data, durable=False, say=said.append):
        pass
    assert _modes_above(private_data) == before
    assert stat.S_IMODE(private_data.parent.stat().st_mode) == 0o700
    if os.geteuid() == 0:
        assert _place(private_data).parent == Path("/var/lib/xueji/clusters")
        assert str(_place(private_data)) in said[0].zh
        assert str(_place(private_data)) in said[0].en


@as_root
def test_the_place_elsewhere_is_said_once_and_found_again(private_data: Path) -> None:
    said: list[Text] = []
    for _ in range(2):
        with running(private_data, durable=False, say=said.append):
            pass
    assert len(said) == 1


@as_root
def test_a_folder_made_anew_under_an_old_name_gets_files_of_its_own(private_data: Path) -> None:
    with running(private_data, durable=False, say=lambda _: None):
        abandoned = _place(private_data)
    shutil.rmtree(private_data)
    try:
        with running(private_data, durable=False, say=lambda _: None):
            assert _place(private_data) != abandoned
    finally:
        shutil.rmtree(abandoned)


@as_root
def test_the_server_never_runs_as_root(data: Path) -> None:
    with running(data, durable=False):
        server = read_postmaster(data / "postgresql")
        assert server is not None
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0


@as_root
def test_an_existing_data_folder_keeps_its_mode_and_owner(data: Path) -> None:
    data.mkdir(0o755)
    before = data.stat()
    with running(data, durable=False):
        pass
    assert (data.stat().st_mode, data.stat().st_uid) == (before.st_mode, before.st_uid)


def test_files_with_secrets_are_closed_to_others(data: Path) -> None:
    with running(data, durable=False):
        for file in ("passwords.json", "postgresql.log"):
            assert stat.S_IMODE((_place(data) / file).stat().st_mode) == 0o600
        assert stat.S_IMODE((_place(data) / "postgresql").stat().st_mode) == 0o700


def test_a_strict_umask_does_not_lock_the_server_out(data: Path) -> None:
    before = os.umask(0o077)
    try:
        with running(data, durable=False):
            assert _place(data) == data
    finally:
        os.umask(before)


@as_root
def test_programs_out_of_reach_are_copied_once(data: Path, private_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = programs._of_the_wheel()[0].parent.parent
    for name in (real.name, f"{real.name}.libs"):
        (private_data.parent / name).symlink_to(real.with_name(name))
    hidden = private_data.parent / real.name / programs._of_the_wheel()[0].parent.name / "bin"
    monkeypatch.delenv(programs.FOLDER_VARIABLE, raising=False)
    monkeypatch.setattr(programs, "_of_the_wheel", lambda: [hidden])
    monkeypatch.setattr(programs, "_installed", list)
    before = _modes_above(hidden)
    with running(data, durable=False):
        copied = list((data / "programs").glob("**/bin/postgres"))
        made_at = copied[0].stat().st_ctime_ns
    with running(data, durable=False):
        assert copied[0].stat().st_ctime_ns == made_at
    assert len(copied) == 1
    assert _modes_above(hidden) == before


def test_a_file_in_place_of_the_folder_is_refused_in_a_sentence(data: Path) -> None:
    data.write_text("not a folder")
    with pytest.raises(HouseError) as refused:
        make_folder(data)
    assert str(data) in refused.value.says.zh
    assert "XUEJI_DATA" in refused.value.mend.en


def test_the_choice_of_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XUEJI_DATA", str(tmp_path / "named"))
    assert data_folder(tmp_path / "chosen") == tmp_path / "chosen"
    assert data_folder() == tmp_path / "named"
    monkeypatch.delenv("XUEJI_DATA")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert data_folder() == Path("/var/lib/xueji")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder() == tmp_path / "xueji"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/home/someone")
    assert data_folder() == Path("/home/someone/.local/share/xueji")
