"""An address tells which wire it belongs to."""

from __future__ import annotations

import subprocess
import sys

import pytest

from xueji.exchange.adapters.batch_2015.theirs import BatchNation
from xueji.exchange.adapters.choosing import nation_end, national_system
from xueji.exchange.adapters.unified_2017.theirs import UnifiedNation


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgresql://a:b@127.0.0.1:1/x", "batch_2015"),
        ("postgres://127.0.0.1/x", "batch_2015"),
        ("http://127.0.0.1:1", "unified_2017"),
        ("https://example.invalid/base", "unified_2017"),
    ],
)
def test_an_address_chooses_our_end_without_touching_the_network(url: str, name: str) -> None:
    assert national_system(url, province="110000", key=b"k").name == name


@pytest.mark.parametrize("url", ["", "ftp://x", "127.0.0.1:80", "file:///etc/passwd"])
def test_an_address_of_no_wire_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="no wire"):
        national_system(url, province="110000", key=b"k")
    with pytest.raises(ValueError, match="no wire"):
        nation_end(url, province="110000", key=b"k")


def test_the_nations_end_is_a_database_in_both_wires() -> None:
    batch = nation_end("postgresql://127.0.0.1/x", province="990000", key=b"k")
    unified = nation_end("unified+postgresql://127.0.0.1/x", province="990000", key=b"k")
    assert (type(batch), type(unified)) == (BatchNation, UnifiedNation)
    assert batch.province == unified.province == "990000"
    with pytest.raises(ValueError, match="no wire"):
        nation_end("https://example.invalid", province="990000", key=b"k")


def test_both_wires_work_without_django() -> None:
    program = (
        "import sys, xueji.exchange.adapters.choosing, xueji.exchange.adapters.unified_2017.serving,"
        "xueji.exchange.adapters.batch_2015.founding;"
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
