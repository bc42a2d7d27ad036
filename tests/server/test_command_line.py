"""The command line: every command explains itself, and what can be foreseen ends in sentences and an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import psycopg
import pytest
from click.testing import CliRunner

from xueji.server.cli import xueji
from xueji.server.cli.frame.failures import told
from xueji.server.cli.frame.group import COMMANDS
from xueji.server.database import HouseError
from xueji.vocabulary.text import Text


def _run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from xueji.server.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_both_languages(name: str) -> None:
    result = CliRunner().invoke(xueji, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert any("\u4e00" <= letter <= "\u9fff" for letter in result.output)
    assert COMMANDS[name].line.split("。 ")[1]


def test_the_list_of_commands_imports_none_of_them() -> None:
    program = (
        "import sys; from xueji.server.cli import xueji; xueji.main(['--help'], standalone_mode=False);"
        "print([m for m in sys.modules if m.startswith(('django', 'gunicorn', 'xueji.server.cli.demo'))])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_unknown_command_is_our_own_failure_not_a_refused_file() -> None:
    done = _run("no-such-command")
    assert done.returncode == 1
    assert "no-such-command" in done.stderr
    assert done.stdout == ""


def test_a_wrong_address_is_two_sentences_and_no_traceback(data: Path) -> None:
    done = _run("migrate", "--data", str(data), XUEJI_DATABASE_URL="mysql://root:secret@h/x")
    assert done.returncode == 1
    assert "XUEJI_DATABASE_URL" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_server_that_does_not_answer_is_two_sentences_and_no_traceback(data: Path) -> None:
    address = "postgresql://xueji_app:secret@127.0.0.1:1/xueji"
    done = _run("migrate", "--data", str(data), XUEJI_DATABASE_URL=address)
    assert done.returncode == 1
    assert "无法连接数据库" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_errors_of_every_room_that_speak_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(HouseError(Text("坏了。", "Broken."), Text("修好。", "Mend it."))) == 1
    assert capsys.readouterr().err == "坏了。\nBroken.\n修好。\nMend it.\n"
    lost = RuntimeError("Django's own wrapping")
    lost.__cause__ = psycopg.OperationalError("connection refused")
    assert told(lost) == 1
    assert "connection refused" in capsys.readouterr().err
    refused = RuntimeError("an office act")
    refused.complaints = (
        HouseError(Text("一", "One"), Text("二", "Two")),
        HouseError(Text("三", "3"), Text("四", "4")),
    )  # type: ignore[attr-defined]
    assert told(refused) == 1
    assert capsys.readouterr().err.split() == ["一", "One", "二", "Two", "三", "3", "四", "4"]
    assert told(click.Abort()) == 130
    assert told(ZeroDivisionError()) is None


@pytest.mark.parametrize(
    ("option", "value"), [("--jurisdiction", "atlantis"), ("--city-code", "11000"), ("--city-code", "abcdef")]
)
def test_a_city_that_cannot_be_is_refused_before_anything_is_made(data: Path, option: str, value: str) -> None:
    given = {
        "--jurisdiction": "beijing",
        "--city-code": "110000",
        "--city-name": "北京市",
        "--admin": "admin",
        option: value,
    }
    done = _run("setup", "--data", str(data), *(part for pair in given.items() for part in pair))
    assert done.returncode == 1
    assert option in done.stderr
    assert not data.exists()
