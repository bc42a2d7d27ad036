"""`xueji nation`: every command explains itself, and what can be foreseen is said in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from xueji.server.cli import xueji
from xueji.server.cli.frame.failures import told
from xueji.server.cli.nation import command
from xueji.server.database import HouseError
from xueji.server.demo.introduction import introduction
from xueji.server.nation.keys import NATION_FILE, keep, keys_in

_STEERING = {"status", "day", "issue-numbers", "term", "scan", "apply", "hold", "release", "answer", "speed"}


def test_everything_can_be_steered() -> None:
    assert set(command.commands) == {"run", *_STEERING}


@pytest.mark.parametrize("name", ["run", *sorted(_STEERING)])
def test_every_command_explains_itself_in_both_languages(name: str) -> None:
    result = CliRunner().invoke(xueji, ["nation", name, "--help"])
    assert result.exit_code == 0, result.output
    assert any("\u4e00" <= letter <= "\u9fff" for letter in result.output)


def test_where_there_is_no_nation_one_is_told_how_to_get_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CliRunner().invoke(xueji, ["nation", "day", "--data", str(tmp_path)])
    assert isinstance(result.exception, Exception)
    assert told(result.exception) == 1
    assert "xueji nation run" in capsys.readouterr().err


@pytest.mark.parametrize("province", ["北京", "1100", "110000=/no/such/folder"])
def test_a_province_is_six_digits_and_a_folder(tmp_path: Path, province: str) -> None:
    result = CliRunner().invoke(xueji, ["nation", "run", "--data", str(tmp_path), "--province", province])
    assert result.exit_code != 0
    assert "CODE" in result.output or "no such folder" in result.output


def test_the_demo_introduces_the_page_of_the_nation(db: None) -> None:
    assert "National simulator: http://127.0.0.1:8016/" in "\n".join(
        introduction("http://x/", "http://127.0.0.1:8016/")
    )
    assert "National simulator" not in "\n".join(introduction("http://x/"))


def test_keys_are_kept_for_their_owner_alone_and_stay_the_same(tmp_path: Path) -> None:
    made = keys_in(tmp_path, ["110000", "990000"])
    keep(tmp_path, made)
    assert (tmp_path / NATION_FILE).stat().st_mode & 0o777 == 0o600
    again = keys_in(tmp_path, ["110000", "510000"])
    assert again.wires["110000"] == made.wires["110000"]
    assert set(again.wires) == {"110000", "990000", "510000"}
    assert made.wires["110000"].key not in repr(made)
    (tmp_path / NATION_FILE).write_text("{")
    with pytest.raises(HouseError, match=NATION_FILE):
        keys_in(tmp_path)
