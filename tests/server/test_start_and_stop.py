"""The private server: it starts, it keeps what was committed, and it ends with the last one who uses it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from xueji.server.database import HouseError, Urls, running
from xueji.server.database.postmaster import is_alive, read_postmaster

_HOLDER = """
import sys, time
from pathlib import Path
from xueji.server.cli.frame.signals import end_on_signals
from xueji.server.database import running
end_on_signals()
with running(Path(sys.argv[1]), durable=False):
    print("up", flush=True)
    time.sleep(60)
"""


def _answers(urls: Urls) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(urls.app).port or 0)) == 0


def _remember(urls: Urls, word: str) -> None:
    with psycopg.connect(urls.owner or "") as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS words (word text)")
        owner.execute("INSERT INTO words VALUES (%s)", [word])


def _remembered(urls: Urls) -> list[str]:
    with psycopg.connect(urls.owner or "") as owner:
        return [row[0] for row in owner.execute("SELECT word FROM words ORDER BY word").fetchall()]


def _holder(data: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen([sys.executable, "-c", _HOLDER, str(data)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def _cluster(data: Path) -> Path:
    note = data / "cluster.path"
    return (Path(note.read_text().strip()) if note.exists() else data) / "postgresql"


def _wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_alive(pid)


def test_it_keeps_what_was_committed_and_stops_when_the_block_ends(data: Path) -> None:
    with running(data, durable=False) as urls:
        _remember(urls, "first")
        assert _answers(urls)
    assert not _answers(urls)
    assert read_postmaster(_cluster(data)) is None
    with running(data, durable=False) as again:
        assert _remembered(again) == ["first"]


def test_it_speaks_utf8_and_keeps_the_citys_time(data: Path) -> None:
    with running(data, durable=False) as urls, psycopg.connect(urls.app) as app:
        shown = app.execute("SELECT current_setting('server_encoding'), current_setting('timezone')").fetchone()
        assert shown == ("UTF8", "Asia/Shanghai")
        assert app.execute("SELECT upper('𬍛a·')").fetchone() == ("𬍛A·",)


def test_it_is_as_durable_as_postgresql_unless_a_test_asks_for_less(data: Path) -> None:
    with running(data) as urls, psycopg.connect(urls.app) as app:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert app.execute("SELECT current_setting(%s)", [setting]).fetchone() == ("on",)


def test_the_program_can_make_no_table_and_the_owner_is_no_superuser(data: Path) -> None:
    with running(data, durable=False) as urls:
        with psycopg.connect(urls.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE made_by_the_program (id int)")
        with psycopg.connect(urls.owner or "") as owner:
            rights = (
                "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname ~ 'xueji' ORDER BY 1"
            )
            assert owner.execute(rights).fetchall() == [
                ("xueji_app", False, False, False),
                ("xueji_owner", False, False, True),
            ]


def test_nobody_gets_in_without_the_password(data: Path) -> None:
    with running(data, durable=False) as urls:
        port = urlsplit(urls.app).port
        for guess in ("", "xueji"):
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(f"postgresql://xueji_app:{guess}@127.0.0.1:{port}/xueji", passfile="/dev/null")


def test_a_second_process_joins_the_server_and_the_last_one_stops_it(data: Path) -> None:
    first = _holder(data)
    with running(data, durable=False) as urls:
        first.send_signal(signal.SIGTERM)
        first.wait(20)
        assert _answers(urls), "the first one must not take the server away from the second"
    assert not _answers(urls)


def test_a_terminated_program_stops_the_server_before_it_ends(data: Path) -> None:
    holder = _holder(data)
    server = read_postmaster(_cluster(data))
    assert server is not None
    holder.send_signal(signal.SIGTERM)
    holder.wait(20)
    assert not is_alive(server.pid)


def test_the_server_of_a_killed_program_is_joined_and_stopped_by_the_next(data: Path) -> None:
    holder = _holder(data)
    orphan = read_postmaster(_cluster(data))
    assert orphan is not None
    holder.kill()
    holder.wait(20)
    with running(data, durable=False) as urls:
        joined = read_postmaster(_cluster(data))
        assert joined is not None
        assert joined.pid == orphan.pid
        assert _answers(urls)
    assert _wait_until_gone(orphan.pid)


def test_a_killed_server_recovers_with_everything_committed(data: Path) -> None:
    with running(data) as urls:
        _remember(urls, "committed")
        victim = read_postmaster(_cluster(data))
        assert victim is not None
        os.kill(victim.pid, signal.SIGKILL)
        assert _wait_until_gone(victim.pid)
    with running(data) as again:
        assert _remembered(again) == ["committed"]


def test_a_number_taken_over_by_a_stranger_is_not_mistaken_for_the_server(data: Path) -> None:
    with running(data, durable=False):
        pass
    note = _cluster(data) / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{_cluster(data)}\n1\n25432\n\n127.0.0.1\n 0 0\nready\n")
    with running(data, durable=False) as urls:
        assert _answers(urls)


def test_two_folders_have_two_servers(data: Path) -> None:
    with running(data, durable=False) as one, running(data.with_name("other"), durable=False) as two:
        assert urlsplit(one.app).port != urlsplit(two.app).port
        assert _answers(one)
        assert _answers(two)


def test_it_refuses_in_a_sentence_when_the_passwords_are_lost(data: Path) -> None:
    with running(data, durable=False):
        pass
    (data / "passwords.json").unlink()
    with pytest.raises(HouseError, match=r"passwords\.json") as refused, running(data, durable=False):
        pass
    assert "passwords.json" in refused.value.says.zh
    assert "--data" in refused.value.mend.en


def test_a_named_server_is_used_and_none_is_started(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEJI_DATABASE_URL", "postgresql://xueji_app@db.example/xueji")
    with running(data) as urls:
        assert urls == Urls("postgresql://xueji_app@db.example/xueji", None)
    assert not data.exists()
