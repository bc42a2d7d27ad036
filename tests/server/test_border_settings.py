"""Where the exchange is: the environment, then the file that the data folder keeps; neither: the border is closed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xueji.server.border import Border, border_settings


@pytest.fixture(autouse=True)
def unnamed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "KEY", "PROVINCE"):
        monkeypatch.delenv(f"XUEJI_EXCHANGE_{name}", raising=False)


def test_without_an_exchange_the_border_is_closed(tmp_path: Path) -> None:
    assert border_settings(None) == border_settings(tmp_path) == Border()


def test_the_file_of_the_data_folder_is_read_and_the_environment_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {"url": "postgresql://a/b", "key": "00ff", "province": "110000"}
    (tmp_path / "exchange.json").write_text(json.dumps(kept))
    assert border_settings(tmp_path) == ("postgresql://a/b", b"\x00\xff", "110000")
    monkeypatch.setenv("XUEJI_EXCHANGE_PROVINCE", "990000")
    assert border_settings(tmp_path)[2] == "990000"


def test_a_file_that_is_no_object_is_refused(tmp_path: Path) -> None:
    (tmp_path / "exchange.json").write_text("[]")
    with pytest.raises(ValueError, match="not an object"):
        border_settings(tmp_path)
